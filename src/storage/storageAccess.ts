import type { Memento, SecretStorage } from 'vscode';
import { t } from '../core/common/l10n';
import { Problem } from '../core/common/problem';
import { jsonObject } from '../core/json/json';

/** VS Code's key-value state. Plain on disk: never for a secret. */
export type State = Pick<Memento, 'get' | 'update'>;

/** VS Code's SecretStorage. */
export type Secrets = Pick<SecretStorage, 'get' | 'store' | 'delete' | 'onDidChange'>;

/** Runs a storage operation. A failure becomes a `storage` problem, without the value. */
export async function accessStorage<T>(operation: string, run: () => PromiseLike<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw storageProblem(
      error,
      t('VS Code could not use its secret or state storage.'),
      t('Nothing was changed. Check that the system keyring is unlocked, then try again.'),
      `${operation}: `,
    );
  }
}

/** A `storage` problem for an error, of which it names only the type: a message may quote what was to be stored. */
export function storageProblem(error: unknown, message: string, nextStep: string, operation = ''): Problem {
  const detail = operation + (error instanceof Error ? error.name : typeof error);
  return new Problem('storage', message, nextStep, detail);
}

/** An object that we stored, whose members may be anything. */
export function readObject(state: Pick<State, 'get'>, key: string): Readonly<Record<string, unknown>> {
  return jsonObject(state.get(key)) ?? {};
}

/** A list of texts that we stored, without anything else that it has. */
export function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(text => typeof text === 'string') : [];
}
