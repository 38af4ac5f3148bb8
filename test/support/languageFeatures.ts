import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** The position after the first occurrence of a text. */
export function positionAfter(document: vscode.TextDocument, text: string): vscode.Position {
  const offset = document.getText().indexOf(text);
  assert.notEqual(offset, -1, `${text} in ${document.getText()}`);
  return document.positionAt(offset + text.length);
}

/** The completions at a position. */
export async function completionsAt(
  uri: vscode.Uri,
  position: vscode.Position,
): Promise<vscode.CompletionList> {
  return vscode.commands.executeCommand('vscode.executeCompletionItemProvider', uri, position);
}

/** The quick fixes in a range, with their edits. */
export async function quickFixesAt(uri: vscode.Uri, range: vscode.Range): Promise<vscode.CodeAction[]> {
  const kind = vscode.CodeActionKind.QuickFix.value;
  // Some compute their edit only when they are chosen: at most this many do so here.
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, kind, 100);
}

/** The lenses of a document. */
export async function lensesOf(uri: vscode.Uri): Promise<vscode.CodeLens[]> {
  return vscode.commands.executeCommand('vscode.executeCodeLensProvider', uri);
}

/** Does what a click on a lens or fix does. */
export async function follow(link: vscode.Command | undefined): Promise<unknown> {
  assert.ok(link);
  const args: unknown[] = link.arguments ?? [];
  return vscode.commands.executeCommand(link.command, ...args);
}

export function labelOf({ label }: vscode.CompletionItem): string {
  return typeof label === 'string' ? label : label.label;
}

/** The text that is inserted; empty if there is no such item. */
export function textOf(item: vscode.CompletionItem | undefined): string {
  const text = item?.insertText ?? '';
  return typeof text === 'string' ? text : text.value;
}

/** The Markdown of the hovers; empty if there are none. */
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
