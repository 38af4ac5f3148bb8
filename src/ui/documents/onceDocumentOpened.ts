import * as vscode from 'vscode';

/**
 * Registers what is only of use in some documents when the first of them is open: windows without one, which are most,
 * pay nothing for it. Documents that are open already count, but not within the activation that calls this.
 */
export function onceDocumentOpened(
  matches: (document: vscode.TextDocument) => boolean,
  register: () => vscode.Disposable | undefined,
): vscode.Disposable {
  let registered: vscode.Disposable | undefined;
  const check = (document: vscode.TextDocument) => {
    if (registered || !matches(document)) return;
    pending.dispose();
    registered = register();
  };
  const immediate = setImmediate(() => {
    vscode.workspace.textDocuments.forEach(check);
  });
  const pending = vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(check),
    new vscode.Disposable(() => {
      clearImmediate(immediate);
    }),
  );
  return new vscode.Disposable(() => {
    pending.dispose();
    registered?.dispose();
  });
}
