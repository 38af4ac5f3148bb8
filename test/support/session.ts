import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as CompanionScript from '../harness/companion.mjs';
import type * as ServerScript from '../harness/server.mjs';
import type * as WindowScript from '../harness/window.mjs';
import { Window } from './window.js';

type CompanionModule = typeof CompanionScript;
type ServerModule = typeof ServerScript;
type WindowModule = typeof WindowScript;

/** Imports a script of test/harness. Not bundled with the tests, because scripts find files by their own path. */
async function script<Module>(file: string): Promise<Module> {
  return (await import(pathToFileURL(path.resolve('test/harness', file)).href)) as Module;
}

export interface SessionOptions {
  /** Files of the workspace: name → text. */
  readonly files?: Record<string, string>;
  /** A folder whose contents the workspace gets too. */
  readonly copyOf?: string;
  /** Settings of VS Code, those of the machine. */
  readonly settings?: Record<string, unknown>;
  /** Asks whether the workspace is trusted, as VS Code does for users; otherwise it is trusted. */
  readonly trust?: boolean;
  /** The clients for which a stand-in is installed. */
  readonly clients?: readonly ('httpYac' | 'restClient')[];
  /** Where screenshots go, below `out/`. */
  readonly pictures?: string;
}

export interface WindowOptions {
  /** Another window, in whose browser this one opens. */
  readonly beside?: Window;
  /** The folder of the workspace that it opens. */
  readonly folder?: string;
  /** With the windows that open beside it, as on the desktop. */
  readonly sharesSecrets?: boolean;
}

/** Windows that are open now. */
const open = new Set<Window>();

// Shows the window of a failed test.
afterEach(async function () {
  if (this.currentTest?.state !== 'failed') return;
  const name = this.currentTest.fullTitle().replace(/\W+/g, '-');
  for (const window of open) {
    const file = await window.screenshot(`failed-${name}`);
    console.log(`  A picture of the window: ${path.relative('.', file)}`);
    for (const line of await window.describe()) console.log(`    ${line}`);
  }
});

/**
 * A VS Code server with our packaged extension and the companion installed, a workspace, and windows on it. All of it
 * is new, and removed by `close`.
 */
export class Session {
  /** All windows that were opened. */
  readonly #windows = new Set<Window>();

  private constructor(
    private readonly folder: string,
    private readonly server: Awaited<ReturnType<ServerModule['startServer']>>,
    private readonly pictures: string,
  ) {}

  /** The folder that windows open, absolute. */
  get workspace(): string {
    return path.join(this.folder, 'workspace');
  }

  static async start(options: SessionOptions = {}): Promise<Session> {
    const { files = {}, copyOf, settings = {}, trust = false, clients = [], pictures = 'e2e' } = options;
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hosted-login-e2e-'));
    const workspace = path.join(folder, 'workspace');
    const extensionsDir = path.join(folder, 'extensions');
    fs.mkdirSync(workspace);
    if (copyOf !== undefined) fs.cpSync(copyOf, workspace, { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(workspace, name)), { recursive: true });
      fs.writeFileSync(path.join(workspace, name), text);
    }
    const { installCompanion, installStandIn } = await script<CompanionModule>('companion.mjs');
    const env = installCompanion(extensionsDir);
    for (const client of clients) installStandIn(extensionsDir, client);
    const { startServer } = await script<ServerModule>('server.mjs');
    const server = await startServer({
      dataDir: path.join(folder, 'data'),
      extensionsDir,
      settings,
      trust,
      installExtensions: [path.resolve('out/hosted-login.vsix')],
      env,
    });
    return new Session(folder, server, path.resolve('out', pictures));
  }

  /**
   * Opens a window, which finds the secrets and settings of the previous one. Close that first, or open the next one
   * `beside` it, on another folder of the workspace; then the first one `sharesSecrets`.
   */
  async openWindow(options: WindowOptions = {}): Promise<Window> {
    const { beside, folder = '.', sharesSecrets = false } = options;
    const { drawn, openWindow } = await script<WindowModule>('window.mjs');
    const page = await openWindow({
      server: this.server,
      workspace: path.join(this.workspace, folder),
      browserProfileDir: path.join(this.folder, 'browser'),
      ...(beside && { beside: beside.page }),
      sharesSecrets,
      isDrawn: false,
    });
    const window = new Window(page, this.pictures, drawn);
    open.add(window);
    this.#windows.add(window);
    page.on('close', () => open.delete(window));
    await window.ready();
    return window;
  }

  /** Changes settings of the user, or of the machine that windows work on. Windows notice the change. */
  configure(settings: Record<string, unknown>, whose: 'User' | 'Machine' = 'User'): void {
    const file = path.join(this.folder, 'data/data', whose, 'settings.json');
    const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '{}';
    const before = JSON.parse(text) as Record<string, unknown>;
    fs.writeFileSync(file, JSON.stringify({ ...before, ...settings }));
  }

  /** What an output channel has shown, as VS Code keeps it; empty before. */
  outputOf(channel: string): string {
    const logs = path.join(this.folder, 'data/data/logs');
    const files = fs.readdirSync(logs, { recursive: true, encoding: 'utf8' });
    const file = files.find(name => path.basename(name).includes(channel));
    return file === undefined ? '' : fs.readFileSync(path.join(logs, file), 'utf8');
  }

  /** All files of VS Code, its browser and the workspace, including logs, to check that none contains a secret. */
  keptFiles(): string[] {
    return fs
      .readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => path.join(entry.parentPath, entry.name));
  }

  /** The kept files that contain one of these texts. */
  keptFilesWith(texts: readonly string[]): string[] {
    return this.keptFiles().filter(file => {
      const content = fs.readFileSync(file, 'latin1');
      return texts.some(text => content.includes(text));
    });
  }

  /**
   * Expects failed saves, for example with a storage that fails.
   * @returns the messages of VS Code
   */
  takeFailedSaves(): string[] {
    return [...this.#windows].flatMap(({ failedSaves }) => failedSaves.splice(0));
  }

  /**
   * Closes the windows and stops the server with its extension hosts. Rejects if a log has an error of ours, or a save
   * failed.
   */
  async close(): Promise<void> {
    for (const window of open) await window.close();
    await this.server.stop();
    // VS Code logs errors that nobody caught, with their source.
    const uncaught = this.keptFiles()
      .filter(file => file.endsWith('exthost.log'))
      .flatMap(file => fs.readFileSync(file, 'utf8').split(/\n(?=\d{4}-)/))
      .filter(entry => entry.includes('[error]') && /hosted-login[\w.-]*\/dist\//.test(entry));
    fs.rmSync(this.folder, { recursive: true, force: true });
    assert.deepEqual(uncaught, []);
    assert.deepEqual(this.takeFailedSaves(), []);
  }
}
