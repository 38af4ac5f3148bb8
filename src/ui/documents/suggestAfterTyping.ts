import * as vscode from 'vscode';

/**
 * Shows suggestions after a typed character if a provider has some. Trigger characters of VS Code would search for
 * suggestions wherever they are typed, which freezes the window in very long lines.
 */
export async function suggestAfterTyping(
  { document, contentChanges, reason }: vscode.TextDocumentChangeEvent,
  characters: string,
  provide: (
    document: vscode.TextDocument,
    position: vscode.Position,
  ) => Promise<readonly vscode.CompletionItem[]> | readonly vscode.CompletionItem[] | undefined,
): Promise<void> {
  const [{ text, range } = { text: '' }] = contentChanges;
  // Two characters: an editor may have added a closing quote or bracket.
  const isTyped = reason === undefined && /^.{1,2}$/.test(text) && characters.includes(text.charAt(0));
  const { version } = document;
  const isCurrent = () =>
    vscode.window.activeTextEditor?.document === document && document.version === version;
  if (!isTyped || !range || !isCurrent()) return;
  if (!vscode.workspace.getConfiguration('editor', document).get('suggestOnTriggerCharacters')) return;
  const items = await provide(document, range.start.translate(0, 1));
  if (items && items.length > 0 && isCurrent())
    await vscode.commands.executeCommand('editor.action.triggerSuggest', { auto: true });
}
