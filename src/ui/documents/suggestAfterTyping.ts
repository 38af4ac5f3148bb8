import * as vscode from 'vscode';

/**
 * Shows suggestions after a typed character where a provider has some. VS Code's trigger characters begin a search for
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
  // An editor may have closed a quote or bracket: two characters.
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
