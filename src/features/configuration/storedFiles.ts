import * as vscode from 'vscode';
import { dropRecoveryToken } from '../../configuration/writes/resetClientSecret';
import { PendingWrites } from '../../storage/pendingWrites';
import { ResourceHistory } from '../../storage/resourceHistory';
import type { TextFiles } from '../../storage/transaction';
import type { TokenService } from '../../tokens/tokenService';

/** Files below a storage folder of the extension. */
function storageFiles(root: vscode.Uri): TextFiles {
  const { fs } = vscode.workspace;
  const at = (path: string) => vscode.Uri.joinPath(root, path);
  return {
    list: async folder => {
      const entries = await fs.readDirectory(at(folder)).then(undefined, (error: unknown) => {
        if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return [];
        throw error;
      });
      // An interrupted write leaves a `.part` file.
      return entries.map(([name]) => name).filter(name => !name.endsWith('.part'));
    },
    read: async path => new TextDecoder().decode(await fs.readFile(at(path))),
    write: async (path, text) => {
      const part = at(`${path}.part`);
      await fs.writeFile(part, new TextEncoder().encode(text));
      await fs.rename(part, at(path), { overwrite: true });
    },
    remove: path => Promise.resolve(fs.delete(at(path))),
  };
}

/** The versions before our writes, kept on this machine. */
export function createHistory({
  context,
  now,
  warn,
}: {
  readonly context: Pick<vscode.ExtensionContext, 'globalStorageUri'>;
  readonly now: () => number;
  readonly warn: (message: string, error: unknown) => void;
}): ResourceHistory {
  return new ResourceHistory(
    storageFiles(vscode.Uri.joinPath(context.globalStorageUri, 'history')),
    now,
    warn,
  );
}

/** The writes of this machine whose outcome is not known. */
export function createPendingWrites({
  context,
  tokenService,
  now,
  warn,
}: {
  readonly context: Pick<vscode.ExtensionContext, 'globalStorageUri'>;
  readonly tokenService: TokenService;
  readonly now: () => number;
  readonly warn: (message: string, error: unknown) => void;
}): PendingWrites {
  const pendingWrites: PendingWrites = new PendingWrites(storageFiles(context.globalStorageUri), write =>
    dropRecoveryToken({ pendingWrites, tokenService, now, warn }, write),
  );
  return pendingWrites;
}
