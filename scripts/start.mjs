// @ts-check
/**
 * `npm start`, also from a bare clone: opens the extension and example requests in the desktop VS Code, or in the browser if
 * there is none. Without a terminal, or with `--tour`, runs a headless tour instead.
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
    // A fixed port: the browser stores secrets and settings by origin.
    port: { type: 'string', default: '4139' },
  },
});

/** The desktop VS Code, if it can show a window. */
async function hasDesktop() {
  const screens = [process.env['DISPLAY'], process.env['WAYLAND_DISPLAY']];
  if (process.platform === 'linux' && screens.every(screen => (screen ?? '') === '')) return false;
  const { code } = await run('code', ['--version'], { shell: process.platform === 'win32' }).catch(() => ({
    code: 1,
  }));
  return code === 0;
}

/** A copy of the examples that the user may change; kept between runs. */
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
