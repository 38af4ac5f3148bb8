import { t } from '../core/common/l10n';
import { isProblem, Problem } from '../core/common/problem';
import { type State, type Secrets, accessStorage } from './storageAccess';

/** Small texts in folders; a path is relative, its parts separated by slashes. */
export interface TextFiles {
  /** The names in a folder; none where there is no such folder. */
  readonly list: (folder: string) => Promise<readonly string[]>;
  /** Rejects where there is no such file. */
  readonly read: (path: string) => Promise<string>;
  /** Whole or not at all. Folders are made. */
  readonly write: (path: string, text: string) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
}

/** One write to the storage, and the way back. */
export interface StorageWrite {
  /** For the log. */
  readonly name: string;
  readonly run: () => PromiseLike<void>;
  readonly undo: () => PromiseLike<void>;
}

/**
 * Takes the steps in turn. Where one fails, all that were taken are taken back, the last one first and as far as the
 * storage lets us; rejects with a `Problem` of kind `storage`, which says so where one that was done could not be.
 */
export async function runTransaction(...writes: readonly StorageWrite[]): Promise<void> {
  const attempted: StorageWrite[] = [];
  const done = new Set<StorageWrite>();
  try {
    for (const write of writes) {
      // The one that fails too: VS Code changes its own copy of a state before it tries to write it.
      attempted.unshift(write);
      await accessStorage(write.name, write.run);
      done.add(write);
    }
  } catch (error) {
    const kept: StorageWrite[] = [];
    for (const write of attempted) await accessStorage(write.name, write.undo).catch(() => kept.push(write));
    // The failure that brought us here is the one to report.
    throw isProblem(error) && kept.some(write => done.has(write)) ? halfDone(error) : error;
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
export function stateWrite(name: string, state: State, key: string, value: unknown): StorageWrite {
  const before = state.get(key);
  return { name, run: () => state.update(key, value), undo: () => state.update(key, before) };
}

/** Writes a secret, or deletes it where `value` is undefined. Rejects where the one before can not be read. */
export async function secretWrite(
  name: string,
  secrets: Secrets,
  key: string,
  value: string | undefined,
): Promise<StorageWrite> {
  const before = await accessStorage(`${name}: read`, () => secrets.get(key));
  const write = (secret: string | undefined) =>
    secret === undefined ? secrets.delete(key) : secrets.store(key, secret);
  return { name, run: () => write(value), undo: () => write(before) };
}
