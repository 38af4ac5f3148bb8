// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { readZip } from '../zip.mjs';

/**
 * Puts the extensions that are measured among VS Code's: ours and empty ones.
 *
 * All are copies with `activationEvents: []`. Ours has `onStartupFinished`, by which VS Code would activate it on its
 * own before anybody can measure; without it nothing but `extension.activate()` does, and that call really runs it.
 * What is activated, the bundles and the rest of package.json, is as packed.
 * @param {string} extensionsDir empty: at its first start VS Code makes a list of the folders it finds
 * @param {string} vsix our package
 */
export function installMeasured(extensionsDir, vsix) {
  const ours = path.join(extensionsDir, 'hosted-login-tools.hosted-login-0.0.1');
  for (const { name, content } of readZip(vsix)) {
    if (!name.startsWith('extension/')) continue;
    const file = path.join(ours, name.slice('extension/'.length));
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content());
  }
  const manifest = path.join(ours, 'package.json');
  /** @type {unknown} */
  const packed = JSON.parse(fs.readFileSync(manifest, 'utf8'));
  fs.writeFileSync(manifest, JSON.stringify({ .../** @type {object} */ (packed), activationEvents: [] }));
  for (const name of ['warm-up', 'empty-a', 'empty-b', 'empty-c', 'empty-d', 'control']) {
    emptyExtension(path.join(extensionsDir, `bench.${name}-0.0.1`), name);
  }
}

/**
 * An extension that does nothing, and gives its secrets: for the time that reading one takes.
 * @param {string} folder
 * @param {string} name
 */
export function emptyExtension(folder, name) {
  fs.mkdirSync(folder, { recursive: true });
  const manifest = {
    name,
    publisher: 'bench',
    version: '0.0.1',
    engines: { vscode: '^1.100.0' },
    extensionKind: ['workspace'],
    main: './extension.js',
    activationEvents: [],
  };
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  fs.writeFileSync(path.join(folder, 'extension.js'), 'exports.activate = ({ secrets }) => ({ secrets });\n');
}
