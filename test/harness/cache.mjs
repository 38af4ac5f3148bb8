// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/install.mjs';

/** Where downloads are kept: ignored by git, 0.9 GB, may be deleted at any time. */
const cache = path.join(root, '.vscode-test');

/**
 * Fills a folder of the cache once. An install that breaks off leaves nothing that looks complete: it works in a
 * temporary folder, which is renamed at the end.
 * @param {string} name of the folder, with the version of what it holds
 * @param {(folder: string) => Promise<void>} fill
 * @returns {Promise<string>} the folder, absolute
 */
export async function cached(name, fill) {
  const folder = path.join(cache, name);
  if (fs.existsSync(folder)) return folder;
  fs.mkdirSync(cache, { recursive: true });
  const unfinished = fs.mkdtempSync(path.join(cache, '.unfinished-'));
  try {
    await fill(unfinished);
    fs.renameSync(unfinished, folder);
  } catch (error) {
    fs.rmSync(unfinished, { recursive: true, force: true });
    // Somebody else filled it in the meantime.
    if (fs.existsSync(folder)) return folder;
    throw error;
  }
  return folder;
}
