import * as vscode from 'vscode';

/**
 * Shows an untitled request file in an editor. It is named `….http` and has the language `http`, so that it is a
 * request file also if no client is installed.
 * @param name without `.http`; a number is added if it is taken
 * @param column the active one by default
 */
export async function showUntitledHttpFile(
  name: string,
  content: string,
  column?: vscode.ViewColumn,
): Promise<vscode.TextEditor> {
  const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
  const uriOf = (number: number) =>
    vscode.Uri.from({ scheme: 'untitled', path: number === 1 ? `${name}.http` : `${name}-${number}.http` });
  let number = 1;
  while (open.has(uriOf(number).toString())) number++;
  const opened = await vscode.workspace.openTextDocument(uriOf(number));
  const document = await vscode.languages.setTextDocumentLanguage(opened, 'http');
  if (content !== '') {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), content);
    await vscode.workspace.applyEdit(edit);
  }
  return vscode.window.showTextDocument(document, column);
}
