import type { Memento, SecretStorage } from 'vscode';
import { t } from '../core/common/l10n';
import { Problem } from '../core/common/problem';

/** VS Code's key-value state. Plain on disk: never for a secret. */
export type State = Pick<Memento, 'get' | 'update'>;

/** VS Code's SecretStorage. */
export type Secrets = Pick<SecretStorage, 'get' | 'store' | 'delete' | 'onDidChange'>;

/** Runs a storage operation. A failure becomes a `storage` problem, without the value. */
export async function accessStorage<T>(operation: string, run: () => PromiseLike<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw new Problem(
      'storage',
      t('VS Code could not use its secret or state storage.'),
      t('Nothing was changed. Check that the key store of the system is unlocked, then try again.'),
      `${operation}: ${error instanceof Error ? error.name : typeof error}`,
    );
  }
}
