// @ts-check
/**
 * `npm start`, from a bare clone too: VS Code with the extension and example requests, the desktop's where there is one,
 * otherwise in the browser. Without a terminal, or with `--tour`, it runs a headless tour instead.
 *
 *   node scripts/start.mjs [--tour | --browser] [--port 4139]
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildTests } from './build.mjs';
import { ensureInstalled, root } from './install.mjs';
import { run } from './process.mjs';

const { values } = parseArgs({
  options: {
    tour: { type: 'boolean', default: false },
    browser: { type: 'boolean', default: false },
    // Always the same: the browser keeps secrets and settings by address.
    port: { type: 'string', default: '4139' },
  },
});

/** A desktop VS Code that a person can see. */
async function hasDesktop() {
  const screens = [process.env['DISPLAY'], process.env['WAYLAND_DISPLAY']];
  if (process.platform === 'linux' && screens.every(screen => (screen ?? '') === '')) return false;
  const { code } = await run('code', ['--version'], { shell: process.platform === 'win32' }).catch(() => ({
    code: 1,
  }));
  return code === 0;
}

/** A copy of the examples to play with, as it was left the last time. */
function playground() {
  const folder = path.join(root, 'out/start/examples');
  if (!fs.existsSync(folder)) fs.cpSync(path.join(root, 'examples'), folder, { recursive: true });
  return folder;
}

/** @returns {Promise<number>} the exit code */
async function start() {
  await ensureInstalled();
  if (values.tour || !process.stdout.isTTY) return (await import('./tour.mjs')).tour();
  if (!values.browser && (await hasDesktop())) {
    await buildTests();
    const folder = playground();
    console.log('Opening VS Code with Hosted Login and example requests.');
    const { code } = await run('code', ['--new-window', `--extensionDevelopmentPath=${root}`, folder], {
      show: true,
      shell: process.platform === 'win32',
    });
    return code;
  }
  const { serveInteractively } = await import('../test/harness/interactive.mjs');
  return serveInteractively({ folder: playground(), port: Number(values.port) });
}

start().then(
  code => {
    process.exitCode = code;
  },
  (/** @type {unknown} */ error) => {
    console.log(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
