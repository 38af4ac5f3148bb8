import type { Memento, SecretStorage } from 'vscode';
import { t } from '../core/l10n';
import { Problem } from '../core/problem';

/** VS Code's key-value state: plain on disk, so never a secret in here. */
export type State = Pick<Memento, 'get' | 'update'>;

/** VS Code's SecretStorage, or as much of it as we use. */
export type Secrets = Pick<SecretStorage, 'get' | 'store' | 'delete' | 'onDidChange'>;

/** Runs a step of storage; a failure becomes a `Problem` of kind `storage`, without the value. */
export async function stored<T>(step: string, run: () => PromiseLike<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw new Problem(
      'storage',
      t('VS Code could not use its secret or state storage.'),
      t('Nothing was changed. Check that the key store of the system is unlocked, then try again.'),
      `${step}: ${error instanceof Error ? error.name : typeof error}`,
    );
  }
}

/** Runs steps one after the other, so that read-change-write of one key is never interleaved in this window. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(step: () => Promise<T>): Promise<T> {
    const result = this.#last.then(step, step);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
