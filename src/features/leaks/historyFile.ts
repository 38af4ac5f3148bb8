import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import { exists, restClientFile } from '../../ui/restClientFiles';

/**
 * Larger files are not read: REST Client parses its history with every request, so it is never that large. In bytes.
 */
const maxFileSize = 256 * 1024 * 1024;

/** How often to try again if another program changes the file meanwhile. */
const maxAttempts = 5;

/** Where REST Client keeps the requests that it has sent (docs/request-files.md, What the clients do). */
export function historyPath(): Promise<string> {
  return restClientFile('history.json', process.env['XDG_CACHE_HOME']);
}

/**
 * Replaces the text of a file atomically. Keeps its mode, follows a link, and starts again if another program changes
 * the file meanwhile. Writes nothing if there is no such file or `change` returns its argument. Rejects with a
 * `Problem` of kind `storage`, and with what `change` throws.
 */
export async function changeFile(file: string, change: (text: string) => string): Promise<void> {
  const step = async <T>(run: () => Promise<T>) => run().catch((error: unknown) => fail(file, error));
  if (!(await exists(file))) return;
  const target = await step(() => fs.realpath(file));
  for (let tries = 0; tries < maxAttempts; tries++) {
    const { mode, size } = await step(() => fs.stat(target));
    if (size > maxFileSize) throw tooLarge(file);
    const before = await step(() => fs.readFile(target));
    const text = before.toString('utf8');
    // Other encodings could not be written back unchanged.
    if (!Buffer.from(text).equals(before)) throw notReadable(file);
    const changed = change(text);
    if (changed === text) return;
    const isDone = await step(() => replaceFile(target, before, changed, mode & 0o777));
    if (isDone) return;
  }
  throw changesTooOften(file);
}

/** Resolves with false, and leaves the file alone, if its content is not `before`. */
async function replaceFile(target: string, before: Buffer, text: string, mode: number): Promise<boolean> {
  const beside = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await fs.open(beside, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.chmod(mode);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (!(await fs.readFile(target)).equals(before)) return false;
    await fs.rename(beside, target);
    return true;
  } finally {
    await fs.rm(beside, { force: true });
  }
}

function fail(file: string, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  throw new Problem(
    'storage',
    t('The history of REST Client could not be changed ({0}).', code),
    t('Make sure that the file and its folder are writable, then try again: {0}', file),
    code,
  );
}

/** The history is not in a form that we can write back. */
export function notReadable(file: string): Problem {
  return new Problem(
    'storage',
    t('The history of REST Client is not valid JSON. Nothing was changed.'),
    t('Open it and remove the tokens there, or delete it: {0}', file),
  );
}

function tooLarge(file: string): Problem {
  return new Problem(
    'storage',
    t('The history of REST Client is too large. Nothing was changed.'),
    t('Delete it: {0}', file),
  );
}

function changesTooOften(file: string): Problem {
  return new Problem(
    'storage',
    t('The history of REST Client keeps changing. Nothing was changed.'),
    t('Try again while REST Client sends no request: {0}', file),
  );
}
