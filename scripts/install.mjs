// @ts-check
// Installs the packages of the repository if they are missing, and says where its top folder is.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { npm } from './process.mjs';

/** The repository's top folder, absolute. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');

/**
 * The packages of a lock file: folder → what npm knows of it.
 * @typedef {Record<string, {version?: string, integrity?: string, optional?: boolean, devOptional?: boolean}>} Packages
 */

/** @param {string} file @returns {Packages | undefined} */
function packagesOf(file) {
  try {
    /** @type {unknown} */
    const lock = JSON.parse(fs.readFileSync(file, 'utf8'));
    return /** @type {{packages: Packages}} */ (lock).packages;
  } catch {
    return undefined;
  }
}

/**
 * Does `node_modules` hold what package-lock.json asks for? Compares contents, not times: `git checkout` renews times.
 * npm writes its list of what is installed last, so an install that was interrupted counts as missing.
 */
function isInstalled() {
  const wanted = packagesOf(path.join(root, 'package-lock.json')) ?? {};
  const installed = packagesOf(path.join(root, 'node_modules/.package-lock.json'));
  if (installed === undefined) return false;
  return Object.entries(wanted).every(
    ([folder, { version, integrity, optional, devOptional }]) =>
      folder === '' ||
      optional === true ||
      devOptional === true ||
      (installed[folder]?.version === version && installed[folder]?.integrity === integrity),
  );
}

/**
 * Installs the development packages where they are missing or not those of package-lock.json.
 * Install scripts do not run: none of our packages needs one, and optional native parts would look for a compiler.
 * @returns {Promise<void>}
 */
export async function ensureInstalled() {
  const [major = 0, minor = 0, patch = 0] = process.versions.node.split('.').map(Number);
  // The oldest that undici 7 runs on.
  const isNewEnough = major > 20 || (major === 20 && (minor > 18 || (minor === 18 && patch >= 1)));
  if (!isNewEnough) throw new Error(`Node 20.18.1 or newer is needed, this is ${process.version}.`);
  if (isInstalled()) return;
  console.log('Installing the development packages, once …');
  await npm(['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
  });
}
