// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { buildForProduction } from './build.mjs';
import { root } from './install.mjs';
import { node } from './process.mjs';

/** The package, as it would be published. */
export const vsix = path.join(root, 'out/hosted-login.vsix');

/**
 * Builds the extension for production and packs it.
 * @returns {Promise<void>} rejects with what the tool said
 */
export async function buildVsix() {
  fs.mkdirSync(path.dirname(vsix), { recursive: true });
  fs.rmSync(vsix, { force: true });
  await buildForProduction();
  const { code, output } = await node(
    [
      ...['node_modules/@vscode/vsce/vsce', 'package', '--out', vsix],
      // Everything is in the bundles.
      '--no-dependencies',
      // There is no public address yet that links of the README could point to.
      ...['--allow-missing-repository', '--no-rewrite-relative-links'],
      // It would ask on a terminal; test/package looks for the file instead.
      '--skip-license',
    ],
    { cwd: root, env: { NO_COLOR: '1' } },
  );
  if (code !== 0) throw new Error(`The package was not made.\n${output.trim()}`);
}

/**
 * The files in a package with their sizes in bytes, in the order of their names.
 * Reads the zip's own list at its end (APPNOTE.TXT 4.3.12), as far as these packages need it.
 * @param {string} file
 * @returns {{name: string, size: number}[]}
 */
export function listVsix(file) {
  const zip = fs.readFileSync(file);
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new Error(`${file} is not a zip file.`);
  const entries = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map(field => zip.readUInt16LE(at + field));
    const nameEnd = at + 46 + (nameLength ?? 0);
    entries.push({ name: zip.toString('utf8', at + 46, nameEnd), size: zip.readUInt32LE(at + 24) });
    at = nameEnd + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return entries.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
