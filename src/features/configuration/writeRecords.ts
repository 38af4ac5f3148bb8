import * as vscode from 'vscode';
import { dropRecoveryToken } from '../../configuration/writes/resetClientSecret';
import { PendingWrites } from '../../storage/pendingWrites';
import { ResourceHistory } from '../../storage/resourceHistory';
import type { TokenService } from '../../tokens/tokenService';
import { storageFiles } from '../../ui/storageFolder';

/** The versions before our writes, kept on this machine. Drafts and pulled versions: `ui/storageFolder.ts`. */
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
