import * as vscode from 'vscode';

/**
 * Registers something after the activation that calls this, so that VS Code does not wait for it. `get` registers it at
 * once if it is needed earlier.
 */
export function registerDeferred<Registered extends vscode.Disposable>(
  register: () => Registered,
): { readonly get: () => Registered; readonly registration: vscode.Disposable } {
  let registered: Registered | undefined;
  const get = () => (registered ??= register());
  const immediate = setImmediate(get);
  return {
    get,
    registration: new vscode.Disposable(() => {
      clearImmediate(immediate);
      registered?.dispose();
    }),
  };
}
