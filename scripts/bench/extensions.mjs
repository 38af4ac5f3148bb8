// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { readZip } from '../zip.mjs';

/**
 * Installs the extensions that are measured: ours and empty ones.
 *
 * All have `activationEvents: []`. With `onStartupFinished`, VS Code would activate ours before it can be measured; without
 * it only `extension.activate()` does. The rest of package.json and the bundles are as packed.
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
  for (const name of ['warm-up', 'empty-a', 'empty-b', 'empty-c', 'empty-d', 'control', 'secrets']) {
    emptyExtension(path.join(extensionsDir, `bench.${name}-0.0.1`), name);
  }
}

/**
 * An extension that does nothing and exports its SecretStorage, to measure how long reading a secret takes.
 * @param {string} folder
 * @param {string} name
 * @param {object} [contributes] what its manifest contributes
 */
export function emptyExtension(folder, name, contributes = {}) {
  fs.mkdirSync(folder, { recursive: true });
  const manifest = {
    name,
    publisher: 'bench',
    version: '0.0.1',
    engines: { vscode: '^1.100.0' },
    extensionKind: ['workspace'],
    main: './extension.js',
    activationEvents: [],
    contributes,
  };
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  fs.writeFileSync(path.join(folder, 'extension.js'), 'exports.activate = ({ secrets }) => ({ secrets });\n');
}
