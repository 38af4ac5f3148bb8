// @ts-check
// The benchmarks that need a window of VS Code.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { exitOnSignals, startServer } from '../../test/harness/server.mjs';
import { openWindow } from '../../test/harness/window.mjs';
import { emptyExtension, installMeasured } from './extensions.mjs';
import { bindKeys, ready, keys, measureChoices, measureLongLine } from './keyboard.mjs';

/** @typedef {import('../../test/bench/figures').ActivationFigures} ActivationFigures */
/** @typedef {import('../../test/bench/figures').WindowFigures} WindowFigures */
/** @typedef {import('../../test/bench/figures').WindowTask} WindowTask */

/** @typedef {import('../../test/bench/figures').TypingFigures} TypingFigures */
/** @typedef {import('../../test/bench/figures').Times} Times */
/** @typedef {{withoutUs: readonly TypingFigures[], withUs: readonly TypingFigures[]}} TypingPair */

/**
 * @typedef {object} Measured
 * @property {ActivationFigures[]} fresh one a window: there is no profile
 * @property {ActivationFigures[]} withToken one a window: there is a profile with a live token
 * @property {import('./table.mjs').Row[] | undefined} editing
 * @property {import('./table.mjs').Row[] | undefined} tokenRequest
 * @property {import('./table.mjs').Row[] | undefined} configurationTree
 * @property {import('../../test/bench/figures').TokenCommandFigures[]} tokenCommand one a window
 * @property {import('../../test/bench/figures').FloorTimes[]} coldFloor one a window
 * @property {import('../../test/bench/figures').AfterActivationFigures[]} afterActivation one a window
 * @property {TypingPair | undefined} typing
 * @property {(import('./keyboard.mjs').ChoiceFigures & {lineCount: number})[]} choices one for each document that is open
 * @property {{withoutUs: Times, withUs: Times} | undefined} longLine
 */

/** Timeout of a window, in ms. */
const PATIENCE = 300_000;

/**
 * Measures in a headless VS Code. Every window has its own extension host.
 * @param {string} vsix our package
 * @param {string} testModule test/bench/window.ts, built
 * @param {number} windows how many for each of the activation's rows
 * @param {(name: string) => boolean} isWanted whether a group is measured
 * @returns {Promise<Measured>}
 */
export async function measureInWindows(vsix, testModule, windows, isWanted) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hosted-login-bench-'));
  const extensionsDir = path.join(folder, 'extensions');
  installMeasured(extensionsDir, vsix);
  exitOnSignals();
  const tasksFile = path.join(folder, 'tasks.json');
  const server = await startServer({
    dataDir: path.join(folder, 'data'),
    extensionsDir,
    development: true,
    everyBuiltin: true,
    env: { HOSTED_LOGIN_BENCH: tasksFile },
  });
  const { perform, performWithKeys, close } = windowsOf(server, folder, tasksFile, testModule);
  /** @param {boolean} hasToken */
  const activations = async hasToken => {
    const figures = [];
    for (let number = 0; number < windows; number++) {
      const { activation } = await perform({ task: 'activation', hasToken, controlFirst: number % 2 === 0 });
      if (activation) figures.push(activation);
    }
    return figures;
  };
  /** A task in windows of its own. @template T @param {WindowTask} task @param {(figures: WindowFigures) => T | undefined} of */
  const inWindows = async (task, of) => {
    /** @type {T[]} */
    const all = [];
    for (let number = 0; number < windows; number++) {
      const figures = of(await perform(task));
      if (figures !== undefined) all.push(figures);
    }
    return all;
  };
  try {
    const fresh = isWanted('activation') ? await activations(false) : [];
    /** @type {WindowTask[]} */
    const tasks = [];
    if (isWanted('editing')) tasks.push({ task: 'editing' });
    if (isWanted('tokenRequest')) tasks.push({ task: 'tokenRequest' });
    if (isWanted('configurationTree')) tasks.push({ task: 'configurationTree' });
    const needsToken = ['activation', 'afterActivation', 'typing'].some(isWanted);
    if (needsToken) tasks.push({ task: 'addProfileAndToken' });
    const { editing, tokenRequest, configurationTree } = tasks.length > 0 ? await perform(...tasks) : {};
    const withToken = isWanted('activation') ? await activations(true) : [];
    const afterActivation = [];
    if (isWanted('afterActivation')) {
      const measure = () => inWindows({ task: 'afterActivation' }, figures => figures.afterActivation);
      afterActivation.push(...(await measure()));
      await perform({ task: 'addProfileAndToken', more: 10 });
      afterActivation.push(...(await measure()));
    }
    const isCommandWanted = isWanted('tokenCommand');
    const coldFloor = isCommandWanted
      ? await inWindows({ task: 'coldFloor' }, figures => figures.coldFloor)
      : [];
    const tokenCommand = isCommandWanted
      ? await inWindows({ task: 'tokenCommand' }, figures => figures.tokenCommand)
      : [];
    // At the end: VS Code may open its long documents again in the next window.
    const typing = isWanted('typing')
      ? {
          withoutUs: (await perform({ task: 'typing', withUs: false })).typing ?? [],
          withUs: (await perform({ task: 'typing', withUs: true })).typing ?? [],
        }
      : undefined;
    const choices = [];
    for (const lineCount of isWanted('choices') ? [0, 20_000] : []) {
      choices.push({
        lineCount,
        ...(await performWithKeys({ task: 'choices', lineCount }, measureChoices)),
      });
    }
    const longLine = isWanted('longLine')
      ? {
          withoutUs: await performWithKeys({ task: 'longLine', withUs: false }, measureLongLine),
          withUs: await performWithKeys({ task: 'longLine', withUs: true }, measureLongLine),
        }
      : undefined;
    return {
      fresh,
      editing,
      tokenRequest,
      configurationTree,
      withToken,
      typing,
      afterActivation,
      coldFloor,
      tokenCommand,
      choices,
      longLine,
    };
  } finally {
    await close();
    await server.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {import('../../test/harness/server.mjs').Server} server
 * @param {string} folder for what the windows need
 * @param {string} tasksFile
 * @param {string} extensionTestsPath
 */
function windowsOf(server, folder, tasksFile, extensionTestsPath) {
  const workspace = path.join(folder, 'workspace');
  fs.mkdirSync(workspace);
  // VS Code runs a test module only with an extension under development. That is another one, so that VS Code treats ours
  // like the empty ones.
  const extensionDevelopmentPath = path.join(folder, 'development');
  emptyExtension(extensionDevelopmentPath, 'development', { keybindings: bindKeys() });
  /** @type {(code: number | undefined) => void} */
  let ended = () => undefined;
  /** @type {import('../../test/harness/window.mjs').Page | undefined} */
  let page;

  const load = async () => {
    if (page) {
      await page.reload();
      return page;
    }
    page = await openWindow({
      server,
      workspace,
      extensionDevelopmentPath,
      extensionTestsPath,
      browserProfileDir: path.join(folder, 'browser'),
      onExit: code => {
        ended(code);
      },
    });
    return page;
  };

  /** Starts tasks in a window: a new one at first, then the same one after a reload. @param {readonly WindowTask[]} tasks */
  const start = async tasks => {
    fs.writeFileSync(tasksFile, JSON.stringify(tasks));
    const exitCode = new Promise((/** @type {(code: number | undefined) => void} */ resolve) => {
      ended = resolve;
    });
    const timer = setTimeout(() => {
      ended(undefined);
    }, PATIENCE);
    const loaded = await load();
    const result = async () => {
      const code = await exitCode;
      clearTimeout(timer);
      const names = tasks.map(({ task }) => task).join(', ');
      if (code !== 0) throw new Error(`A window of VS Code ended without ${names} (${code ?? 'too late'}).`);
      /** @type {unknown} */
      const parsed = JSON.parse(fs.readFileSync(`${tasksFile}.result`, 'utf8'));
      const figures = /** @type {WindowFigures} */ (parsed);
      if (figures.error !== undefined)
        throw new Error(`A window of VS Code failed in ${names}.\n${figures.error}`);
      return figures;
    };
    return { loaded, result };
  };

  return {
    perform: async (/** @type {WindowTask[]} */ ...tasks) => (await start(tasks)).result(),
    /**
     * Presses keys in the window while a task waits for them.
     * @template T
     * @param {WindowTask} task
     * @param {(page: import('../../test/harness/window.mjs').Page) => Promise<T>} pressKeys
     * @returns {Promise<T>} what that measured
     */
    performWithKeys: async (task, pressKeys) => {
      const { loaded, result } = await start([task]);
      await Promise.race([loaded.locator(ready).waitFor({ timeout: PATIENCE }), result()]);
      const measured = await pressKeys(loaded);
      await loaded.keyboard.press(keys.done);
      await result();
      return measured;
    },
    close: async () => {
      await page?.context().close();
    },
  };
}
