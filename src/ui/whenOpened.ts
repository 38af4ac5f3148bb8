import * as vscode from 'vscode';

/**
 * Registers what is only of use in some documents when the first of them is open: windows without one, which are most,
 * pay nothing for it. Documents that are open already count, but not within the activation that calls this.
 */
export function whenOpened(
  isOurs: (document: vscode.TextDocument) => boolean,
  register: () => vscode.Disposable | undefined,
): vscode.Disposable {
  let registered: vscode.Disposable | undefined;
  const look = (document: vscode.TextDocument) => {
    if (registered || !isOurs(document)) return;
    waiting.dispose();
    registered = register();
  };
  const first = setImmediate(() => {
    vscode.workspace.textDocuments.forEach(look);
  });
  const waiting = vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(look),
    new vscode.Disposable(() => {
      clearImmediate(first);
    }),
  );
  return new vscode.Disposable(() => {
    waiting.dispose();
    registered?.dispose();
  });
}
