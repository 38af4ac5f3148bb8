import type { Memento, SecretStorage } from 'vscode';
import { t } from '../core/l10n';
import { isProblem, Problem } from '../core/problem';

/** VS Code's key-value state: plain on disk, so never a secret in here. */
export type State = Pick<Memento, 'get' | 'update'>;

/** VS Code's SecretStorage, or as much of it as we use. */
export type Secrets = Pick<SecretStorage, 'get' | 'store' | 'delete' | 'onDidChange'>;

/** Small texts in folders; a path is relative, its parts separated by slashes. */
export interface Files {
  /** The names in a folder; none where there is no such folder. */
  readonly list: (folder: string) => Promise<readonly string[]>;
  /** Rejects where there is no such file. */
  readonly read: (path: string) => Promise<string>;
  /** Whole or not at all. Folders are made. */
  readonly write: (path: string, text: string) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
}

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

/** One write to the storage, and the way back. */
export interface Step {
  /** For the log. */
  readonly name: string;
  readonly run: () => PromiseLike<void>;
  readonly takeBack: () => PromiseLike<void>;
}

/**
 * Takes the steps in turn. Where one fails, all that were taken are taken back, the last one first and as far as the
 * storage lets us; rejects with a `Problem` of kind `storage`, which says so where one that was done could not be.
 */
export async function allOrNone(...steps: readonly Step[]): Promise<void> {
  const taken: Step[] = [];
  const done = new Set<Step>();
  try {
    for (const step of steps) {
      // The one that fails too: VS Code changes its own copy of a state before it tries to write it.
      taken.unshift(step);
      await stored(step.name, step.run);
      done.add(step);
    }
  } catch (error) {
    const kept: Step[] = [];
    for (const step of taken) await stored(step.name, step.takeBack).catch(() => kept.push(step));
    // The failure that brought us here is the one to report.
    throw isProblem(error) && kept.some(step => done.has(step)) ? halfDone(error) : error;
  }
}

function halfDone({ kind, message, detail }: Problem): Problem {
  return new Problem(
    kind,
    message,
    t(
      'Part of it was changed and could not be taken back. Check that the key store of the system is unlocked, look at the profile, and do it again.',
    ),
    detail,
  );
}

/** Writes a value of the state. */
export function stateStep(name: string, state: State, key: string, value: unknown): Step {
  const before = state.get(key);
  return { name, run: () => state.update(key, value), takeBack: () => state.update(key, before) };
}

/** Writes a secret, or deletes it where `value` is undefined. Rejects where the one before can not be read. */
export async function secretStep(
  name: string,
  secrets: Secrets,
  key: string,
  value: string | undefined,
): Promise<Step> {
  const before = await stored(`${name}: read`, () => secrets.get(key));
  const write = (secret: string | undefined) =>
    secret === undefined ? secrets.delete(key) : secrets.store(key, secret);
  return { name, run: () => write(value), takeBack: () => write(before) };
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
