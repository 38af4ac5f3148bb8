import * as vscode from 'vscode';
import { resourceScheme } from '../../../ui/ids';
import { registerDeferred } from '../../../ui/registerDeferred';

/** What the documents of the configuration are read and written by. */
export type ResourceFileProvider = Pick<vscode.FileSystemProvider, 'stat' | 'readFile' | 'writeFile'>;

/**
 * The documents of the configuration (`hosted-login:`). Where some were open when this window closed (`mayBeOpen`), VS Code
 * asks for them as soon as we are activated, and gives up where nobody answers then. What answers is brought by `getContainer`;
 * `fireDidChange` passes on what changed.
 */
export function registerResourceFileSystem(
  getContainer: () => Promise<{ readonly files: ResourceFileProvider }>,
  mayBeOpen: boolean,
): {
  readonly provider: vscode.Disposable;
  readonly fireDidChange: (changes: vscode.FileChangeEvent[]) => void;
} {
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const refuse = () => {
    throw vscode.FileSystemError.NoPermissions();
  };
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changed.event,
    // Nobody tells us of changes at the service: what is open is read again at a refresh and before a write.
    watch: () => new vscode.Disposable(() => undefined),
    stat: async uri => (await getContainer()).files.stat(uri),
    readFile: async uri => (await getContainer()).files.readFile(uri),
    writeFile: async (...args) => (await getContainer()).files.writeFile(...args),
    readDirectory: () => [],
    createDirectory: refuse,
    delete: refuse,
    rename: refuse,
  };
  const { get, registration } = registerDeferred(() =>
    vscode.workspace.registerFileSystemProvider(resourceScheme, provider, { isCaseSensitive: true }),
  );
  if (mayBeOpen) get();
  return {
    provider: vscode.Disposable.from(registration, changed),
    fireDidChange: changes => {
      changed.fire(changes);
    },
  };
}
