// Runs several writes to the storage as one: all of them, or none.
import { t } from '../core/common/l10n';
import { isProblem, Problem } from '../core/common/problem';
import { type State, type Secrets, accessStorage } from './storageAccess';

/** One write to the storage, and its undo. */
export interface StorageWrite {
  /** For the log. */
  readonly name: string;
  readonly run: () => PromiseLike<void>;
  readonly undo: () => PromiseLike<void>;
}

/**
 * Runs the writes in order. If one fails, undoes all, the last one first, and rejects with a `storage` problem that says
 * whether something could not be undone.
 */
export async function runTransaction(...writes: readonly StorageWrite[]): Promise<void> {
  const attempted: StorageWrite[] = [];
  const done = new Set<StorageWrite>();
  try {
    for (const write of writes) {
      // Also undoes the one that fails: VS Code changes its copy of the state before it writes it.
      attempted.unshift(write);
      await accessStorage(write.name, write.run);
      done.add(write);
    }
  } catch (error) {
    const kept: StorageWrite[] = [];
    for (const write of attempted) await accessStorage(write.name, write.undo).catch(() => kept.push(write));
    throw isProblem(error) && kept.some(write => done.has(write)) ? halfDone(error) : error;
  }
}

function halfDone({ kind, message, detail }: Problem): Problem {
  return new Problem(
    kind,
    message,
    t(
      'Part of the change was made and could not be undone. Check that the system keyring is unlocked, check the profile, then try again.',
    ),
    detail,
  );
}

export function stateWrite(name: string, state: State, key: string, value: unknown): StorageWrite {
  const before = state.get(key);
  return { name, run: () => state.update(key, value), undo: () => state.update(key, before) };
}

/** Writes a secret, or deletes it if `value` is undefined. Rejects if the previous one cannot be read. */
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
