// @ts-check
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureVSCode } from './install.mjs';

/**
 * @typedef {object} Server
 * @property {string} origin such as `http://127.0.0.1:40123`
 * @property {string} dataDir where its logs are
 * @property {() => Promise<void>} stop ends it with all its extension hosts
 */

/**
 * @typedef {object} ServerOptions
 * @property {string} dataDir empty or from an earlier run
 * @property {string} extensionsDir
 * @property {number} [port] a free one when left out
 * @property {Record<string, string | undefined>} [env] for the extension host too
 * @property {Record<string, unknown>} [settings] of the user
 * @property {boolean} [plainEditors] editors show text, lenses and findings, and little of what VS Code adds by itself
 * @property {boolean} [development] take an extension under development, and show no notifications: VS Code's own switch
 *   for smoke tests does both
 * @property {boolean} [trust] ask whether the workspace is trusted; otherwise everything is
 * @property {string[]} [installExtensions] `.vsix` files
 * @property {boolean} [everyBuiltin] with all extensions of VS Code, as a person's; otherwise without `unneededBuiltins`
 */

/** Keeps VS Code from showing what a new user gets to see. */
const testSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'remote.autoForwardPorts': false,
};

/** What VS Code adds to editors by itself, and asks for again at each change: a tenth of the time of the host tests' window. */
const plainEditors = {
  'breadcrumbs.enabled': false,
  'editor.bracketPairColorization.enabled': false,
  'editor.colorDecorators': false,
  'editor.cursorBlinking': 'solid',
  'editor.guides.bracketPairs': false,
  'editor.guides.indentation': false,
  'editor.inlayHints.enabled': 'off',
  'editor.links': false,
  'editor.matchBrackets': 'never',
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'editor.selectionHighlight': false,
  'editor.semanticHighlighting.enabled': false,
  'editor.stickyScroll.enabled': false,
  'editor.unicodeHighlight.ambiguousCharacters': false,
  'editor.unicodeHighlight.invisibleCharacters': false,
  'explorer.autoReveal': false,
};

/**
 * Extensions of VS Code that no test needs. They are most of what each window activates, and their manifests most of what each
 * server reads: together a fifth of what it takes until a window is at rest.
 */
const unneededBuiltins = new Set([
  ...['git', 'git-base', 'github', 'github-authentication', 'microsoft-authentication', 'merge-conflict'],
  ...['copilot', 'emmet', 'typescript-language-features', 'php-language-features'],
  ...['npm', 'grunt', 'gulp', 'jake', 'debug-auto-launch', 'debug-server-ready'],
  ...['ms-vscode.js-debug', 'ms-vscode.js-debug-companion', 'ms-vscode.vscode-js-profile-table'],
]);

/** How long the server may take until it listens, in ms. */
const PATIENCE = 60_000;

/**
 * Starts VS Code as a bare server; windows of it are opened by window.mjs.
 * It ends with this process, whatever way that ends.
 * @param {ServerOptions} options
 * @returns {Promise<Server>}
 */
export async function startServer(options) {
  const {
    dataDir,
    extensionsDir,
    port = 0,
    env,
    settings,
    plainEditors: isPlain = false,
    development = false,
    trust = false,
    installExtensions = [],
    everyBuiltin = false,
  } = options;
  const { node, server } = await ensureVSCode();
  const machineSettings = path.join(dataDir, 'data/Machine/settings.json');
  fs.mkdirSync(path.dirname(machineSettings), { recursive: true });
  const machine = { ...testSettings, ...(isPlain && plainEditors) };
  fs.writeFileSync(machineSettings, JSON.stringify(machine, undefined, 2));
  if (settings) {
    // The user's own: what the machine has can only make some of ours stricter.
    const userSettings = path.join(dataDir, 'data/User/settings.json');
    fs.mkdirSync(path.dirname(userSettings), { recursive: true });
    fs.writeFileSync(userSettings, JSON.stringify(settings, undefined, 2));
  }
  const child = spawn(
    node,
    [
      ...['--require', fileURLToPath(new URL('endWithParent.js', import.meta.url))],
      server,
      '--accept-server-license-terms',
      '--without-connection-token',
      ...['--host', '127.0.0.1', '--port', String(port)],
      ...['--server-data-dir', dataDir, '--extensions-dir', extensionsDir],
      ...(everyBuiltin ? [] : ['--builtin-extensions-dir', linkNeededBuiltins(server, dataDir)]),
      // The first is for windows. The server itself sends what it did unless the second is here, too.
      ...['--telemetry-level', 'off', '--disable-telemetry'],
      ...(trust ? [] : ['--disable-workspace-trust']),
      ...(development ? ['--enable-smoke-test-driver'] : []),
      ...installExtensions.flatMap(file => ['--install-extension', file]),
      ...(installExtensions.length > 0 ? ['--start-server'] : []),
    ],
    // A process group of its own, so that its extension hosts end with it.
    { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } },
  );
  const stop = stopOnExit(child);
  let output = '';
  const listening = new Promise((/** @type {(origin: string) => void} */ resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`VS Code's server did not start in ${PATIENCE / 1000} s.\n${output}`));
    }, PATIENCE);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', text => {
        output += String(text);
        const [, listeningPort] = /listening on (\d+)/.exec(output) ?? [];
        if (listeningPort === undefined) return;
        clearTimeout(timer);
        resolve(`http://127.0.0.1:${listeningPort}`);
      });
    }
    child.on('exit', code => {
      clearTimeout(timer);
      reject(new Error(`VS Code's server ended (${code ?? 'by a signal'}).\n${output}`));
    });
  });
  try {
    return { origin: await listening, dataDir, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Makes a folder of links to the extensions of VS Code that tests need.
 * @param {string} server `server-main.js`
 * @param {string} dataDir where the folder goes
 */
function linkNeededBuiltins(server, dataDir) {
  const all = path.resolve(server, '../../extensions');
  const folder = path.join(dataDir, 'builtin-extensions');
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder);
  for (const name of fs.readdirSync(all)) {
    if (!unneededBuiltins.has(name)) fs.symlinkSync(path.join(all, name), path.join(folder, name));
  }
  return folder;
}

/**
 * Ends a child's process group when this process ends, at the latest.
 * @param {import('node:child_process').ChildProcess} child started detached
 * @returns {() => Promise<void>} ends it now
 */
export function stopOnExit(child) {
  const ended = new Promise((/** @type {(value: void) => void} */ resolve) => {
    child.once('close', () => {
      resolve();
    });
  });
  const kill = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  };
  process.once('exit', kill);
  return async () => {
    process.off('exit', kill);
    kill();
    await ended;
  };
}

/** Makes Ctrl+C and SIGTERM run the `exit` handlers, which end what was started. */
export function exitOnSignals() {
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
}
