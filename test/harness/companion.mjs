// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/install.mjs';

/**
 * Puts the companion, the other extension of tests and tours (test/support/companion), among VS Code's extensions.
 * Call it first: at its first start, VS Code lists the folders it finds, and uses this list from then on.
 * @param {string} extensionsDir
 * @returns {{HOSTED_LOGIN_TEST_MODULES: string}} what the server's environment must hold for it
 */
export function installCompanion(extensionsDir) {
  fs.cpSync(
    path.join(root, 'test/support/companion'),
    path.join(extensionsDir, 'companion.companion-0.0.1'),
    { recursive: true },
  );
  return { HOSTED_LOGIN_TEST_MODULES: path.join(root, 'node_modules') };
}

/**
 * Puts the stand-in of a client (test/support/standIns) among VS Code's extensions; when to call it is as above.
 * @param {string} extensionsDir
 * @param {'httpYac' | 'restClient'} name
 */
export function installStandIn(extensionsDir, name) {
  const folder = path.join(root, 'test/support/standIns', name);
  /** @type {unknown} */
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const { publisher, name: id, version } = /** @type {Record<string, string>} */ (manifest);
  fs.cpSync(folder, path.join(extensionsDir, `${publisher}.${id}-${version}`), { recursive: true });
}
