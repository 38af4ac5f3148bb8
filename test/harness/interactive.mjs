// @ts-check
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { root } from '../../scripts/install.mjs';
import { run } from '../../scripts/process.mjs';
import { buildVsix, vsix } from '../../scripts/vsix.mjs';
import { installCompanion } from './companion.mjs';
import { ensureVSCode } from './install.mjs';
import { stopOnExit, exitOnSignals } from './server.mjs';

/**
 * Serves VS Code with our packaged extension to a person's browser, until Ctrl+C. Unlike the bare server of the tests
 * this is code-server's own entry, whose windows keep secrets over a reload. Nobody else can reach it: it listens on
 * this machine only.
 * @param {{folder: string, port: number}} options the folder to open; the port, or a free one where it is taken
 * @returns {Promise<number>} the exit code
 */
export async function serveInteractively({ folder, port }) {
  const { node, entry } = await ensureVSCode();
  console.log('Building and packing the extension …');
  await buildVsix();
  const home = path.join(root, 'out/start');
  const dataDir = path.join(home, 'data');
  const extensionsDir = path.join(home, 'extensions');
  fs.rmSync(extensionsDir, { recursive: true, force: true });
  const userSettings = path.join(dataDir, 'User/settings.json');
  if (!fs.existsSync(userSettings)) {
    fs.mkdirSync(path.dirname(userSettings), { recursive: true });
    fs.writeFileSync(userSettings, '{\n  "workbench.startupEditor": "none"\n}\n');
  }
  const config = path.join(home, 'code-server.yaml');
  const switches = ['--user-data-dir', dataDir, '--extensions-dir', extensionsDir, '--config', config];
  // Logs and a heartbeat go to XDG_DATA_HOME, whatever the folders above are: nothing is left in the person's home.
  const env = { ...installCompanion(extensionsDir), XDG_DATA_HOME: home };
  const installed = await run(node, [entry, ...switches, '--install-extension', vsix], { env });
  if (installed.code !== 0) throw new Error(`The extension could not be installed.\n${installed.output}`);
  exitOnSignals();
  const child = spawn(
    node,
    [
      entry,
      ...switches,
      ...['--auth', 'none', '--bind-addr', `127.0.0.1:${(await isFree(port)) ? port : 0}`],
      ...['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'],
    ],
    { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } },
  );
  stopOnExit(child);
  return new Promise(resolve => {
    let output = '';
    let told = false;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', text => {
        output = (output + String(text)).slice(-10_000);
        const [, origin] = /listening on (http:\S+?)\/?\s/.exec(output) ?? [];
        if (told || origin === undefined) return;
        told = true;
        console.log(instructions(`${origin}/?folder=${encodeURIComponent(folder)}`));
      });
    }
    child.on('exit', code => {
      console.log(`VS Code's server ended.\n${output}`);
      resolve(code ?? 1);
    });
  });
}

/** @param {string} address */
function instructions(address) {
  return `
VS Code with Hosted Login runs here; open it in a browser:  ${address}
  1. Press F1 and run "Hosted Login: Start Sandbox": a Hosted Login service of your own.
  2. F1, "Hosted Login: Request Access Token…": pick what the token may do. Its countdown is at the bottom.
  3. F1, "Hosted Login: Open Example Requests"; in a request, F1, "Hosted Login: Insert Authorization Header".
  4. F1, "Companion: Send with httpYac": the answer opens beside it.
Ctrl+C ends it.`;
}

/** @param {number} port @returns {Promise<boolean>} */
function isFree(port) {
  return new Promise(resolve => {
    const probe = net.createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(port, '127.0.0.1', () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}
