// @ts-check
/**
 * Runs `out/test/host/index.js` inside a real VS Code, by @vscode/test-electron.
 *
 *   node test/harness/host-tests.mjs '<mocha options as JSON>'            without a screen
 *   node test/harness/host-tests.mjs '<mocha options as JSON>' --desktop  downloads the desktop's VS Code
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { root } from '../../scripts/install.mjs';

/** For all tests together, in ms. */
const TIME_LIMIT = 1_800_000;

const [mochaOptions = '{}', ...switches] = process.argv.slice(2);
const desktop = switches.includes('--desktop');

// Everything fresh: no test finds what an earlier run left.
const fresh = fs.mkdtempSync(path.join(os.tmpdir(), 'hosted-login-host-'));
const workspace = path.join(fresh, 'workspace');
fs.mkdirSync(workspace);

/** @type {import('@vscode/test-electron').TestOptions} */
const options = {
  extensionDevelopmentPath: root,
  extensionTestsPath: path.join(root, 'out/test/host/index.js'),
  extensionTestsEnv: { HOSTED_LOGIN_MOCHA: mochaOptions },
  launchArgs: [
    workspace,
    `--user-data-dir=${path.join(fresh, 'data')}`,
    `--extensions-dir=${path.join(fresh, 'extensions')}`,
    ...(desktop
      ? ['--disable-workspace-trust', '--disable-telemetry']
      : [`--logs-dir=${path.join(root, 'out/host')}`, `--time-limit=${TIME_LIMIT}`]),
  ],
};

try {
  process.exitCode = await runTests(
    desktop
      ? { ...options, cachePath: path.join(root, '.vscode-test') }
      : { ...options, vscodeExecutablePath: path.join(root, 'test/harness/headless-code.mjs') },
  );
} catch (error) {
  console.log(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  fs.rmSync(fresh, { recursive: true, force: true });
}
