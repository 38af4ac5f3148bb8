import * as vscode from 'vscode';
import { resourceScheme } from '../../../ui/ids';
import { registerDeferred } from '../../../ui/registerDeferred';

export type ResourceFileProvider = Pick<vscode.FileSystemProvider, 'stat' | 'readFile' | 'writeFile'>;

/**
 * Registers the file system of the configuration documents (`hosted-login:`), which `getContainer` loads on first use. If
 * documents may have been open when the window closed (`mayBeOpen`), registers at once: VS Code asks for them right after
 * activation, only once.
 */
export function registerResourceFileSystem(
  getContainer: () => Promise<{ readonly files: () => Promise<ResourceFileProvider> }>,
  mayBeOpen: boolean,
): {
  readonly provider: vscode.Disposable;
  readonly fireDidChange: (changes: vscode.FileChangeEvent[]) => void;
} {
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const refuse = () => {
    throw vscode.FileSystemError.NoPermissions();
  };
  const files = async () => (await getContainer()).files();
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changed.event,
    // The service does not report changes. Documents are read again at a refresh and before a write.
    watch: () => new vscode.Disposable(() => undefined),
    stat: async uri => (await files()).stat(uri),
    readFile: async uri => (await files()).readFile(uri),
    writeFile: async (...args) => (await files()).writeFile(...args),
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
