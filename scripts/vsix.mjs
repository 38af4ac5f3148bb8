// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { buildForProduction } from './build.mjs';
import { root } from './install.mjs';
import { node } from './process.mjs';
import { readZip } from './zip.mjs';

/** Where `buildVsix` writes the package. */
export const vsix = path.join(root, 'out/hosted-login.vsix');

/**
 * Builds the extension for production and packs it.
 * @returns {Promise<void>} rejects with what the tool said
 */
export async function buildVsix() {
  fs.mkdirSync(path.dirname(vsix), { recursive: true });
  fs.rmSync(vsix, { force: true });
  await buildForProduction();
  const readme = path.join(root, 'out/README.md');
  fs.writeFileSync(readme, readmeOfPackage(fs.readFileSync(path.join(root, 'README.md'), 'utf8')));
  const { code, output } = await node(
    [
      ...['node_modules/@vscode/vsce/vsce', 'package', '--out', vsix],
      // Everything is in the bundles.
      '--no-dependencies',
      ...['--readme-path', path.relative(root, readme)],
      ...['--allow-missing-repository', '--no-rewrite-relative-links'],
      // It would ask on a terminal; test/package looks for the file instead.
      '--skip-license',
    ],
    { cwd: root, env: { NO_COLOR: '1' } },
  );
  if (code !== 0) throw new Error(`The package was not made.\n${output.trim()}`);
}

/**
 * The README as the Extensions view shows it. VS Code shows pictures there only from http(s) addresses: current versions
 * drop data URLs too. The repository has no public address yet, so pictures are left out, and links to files become
 * plain text. Once package.json names a `repository`, vsce makes addresses of both, and this is not needed.
 * @param {string} text
 */
export function readmeOfPackage(text) {
  return text
    .replace(/^!\[[^\]]*\]\((?!https:)[^)]*\)\n\n/gm, '')
    .replace(/\[([^\]]*)\]\((?!https:)[^)]*\)/g, '$1')
    .replace(/^## More\n[\s\S]*$/m, '')
    .trimEnd()
    .concat('\n');
}

/**
 * The files in a package with their sizes in bytes, in the order of their names.
 * @param {string} file
 * @returns {{name: string, size: number}[]}
 */
export function listVsix(file) {
  return readZip(file)
    .map(({ name, size }) => ({ name, size }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
