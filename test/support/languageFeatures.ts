import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** The place behind a text, where it stands in a document for the first time. */
export function behind(document: vscode.TextDocument, text: string): vscode.Position {
  const offset = document.getText().indexOf(text);
  assert.notEqual(offset, -1, `${text} in ${document.getText()}`);
  return document.positionAt(offset + text.length);
}

/** What can be written at a place. */
export async function completionsAt(
  uri: vscode.Uri,
  position: vscode.Position,
): Promise<vscode.CompletionList> {
  return vscode.commands.executeCommand('vscode.executeCompletionItemProvider', uri, position);
}

export function labelOf({ label }: vscode.CompletionItem): string {
  return typeof label === 'string' ? label : label.label;
}

/** What is inserted; empty where there is no item. */
export function textOf(item: vscode.CompletionItem | undefined): string {
  const text = item?.insertText ?? '';
  return typeof text === 'string' ? text : text.value;
}

/** What is said on hover, as Markdown; empty where nothing is. */
export async function hoverAt(uri: vscode.Uri, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .flatMap(content => (content instanceof vscode.MarkdownString ? content.value : []))
    .join('\n');
}
