import * as vscode from 'vscode';

/**
 * Registers something when the first document that needs it is open, so that windows without such a document pay
 * nothing. Documents that are already open count, but only after the activation that calls this.
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
