import * as vscode from 'vscode';

/** Begins to load something, and returns what disposes of it: at once, or as soon as it is loaded. */
export function loadDisposable(
  load: () => Promise<{ dispose(): unknown }>,
  onError: (error: unknown) => void,
): vscode.Disposable {
  const loaded = load();
  loaded.catch(onError);
  return new vscode.Disposable(() => {
    loaded.then(
      each => each.dispose(),
      () => undefined,
    );
  });
}
