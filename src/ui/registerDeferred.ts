import * as vscode from 'vscode';

/**
 * Registers something behind the activation that calls this, which nobody shall wait for. `get` is for whoever needs it
 * before.
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
