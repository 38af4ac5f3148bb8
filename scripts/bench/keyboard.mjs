// @ts-check
/**
 * What a person waits for: from a key to what is drawn, measured in the window. The extension host prepares what the keys need
 * and waits until `keys.done` (test/bench/keyboard.ts).
 */

/** @typedef {import('../../test/harness/window.mjs').Page} Page */
/** @typedef {import('../../test/bench/figures').Times} Times */

/**
 * @typedef {object} ChoiceFigures in ms
 * @property {number} firstListMs the first list of the window, for which our code is loaded
 * @property {Times} listMs Request Access Token until its list is drawn
 * @property {Times} bareListMs the same for a bare quick pick of another extension
 * @property {Times} countdownMs Enter on a scope until the countdown is drawn
 * @property {Times} bareChoiceMs Enter in the bare quick pick until its extension's item in the status bar is drawn
 */

const rounds = 15;

/** What is typed in the long line: a property with a scope. */
const typed = ', "scope": "*:** x"';

/** How long VS Code may take to begin with what follows a key, in ms. */
const keyPause = 400;

/** A task of the window that is followed by more of what the key caused, in ms. */
const longTask = 200;

/** As Playwright names them; test/bench/keyboard.ts registers the commands of `bench`. */
export const keys = {
  requestToken: 'Control+Alt+F6',
  forgetToken: 'Control+Alt+F7',
  bareQuickPick: 'Control+Alt+F8',
  done: 'Control+Alt+F9',
};

/** For the manifest of an extension. */
export function bindKeys() {
  const commands = {
    [keys.requestToken]: { command: 'hostedLogin.requestToken' },
    [keys.forgetToken]: { command: 'hostedLogin.forgetToken', args: {} },
    [keys.bareQuickPick]: { command: 'bench.bareQuickPick' },
    [keys.done]: { command: 'bench.done' },
  };
  return Object.entries(commands).map(([key, bound]) => ({
    ...bound,
    key: key.replace('Control', 'ctrl').toLowerCase(),
  }));
}

/** The item in the status bar that shows that the host waits for keys. */
export const ready = '.statusbar-item[id$=".bench"]';

/** Run in the window: whether something is drawn. */
const isListDrawn = `() => [...document.querySelectorAll('.quick-input-widget')].some(
  widget => widget.style.display !== 'none' && widget.querySelector('.monaco-list-row.focused'))`;
/** @param {string} id @param {string} pattern */
const isInStatusBar = (id, pattern) => `() =>
  ${pattern}.test(document.querySelector('.statusbar-item[id$=".${id}"]')?.textContent ?? '')`;

/** @param {Page} page @returns {Promise<ChoiceFigures>} */
export async function measureChoices(page) {
  const listWidget = page.locator('.quick-input-widget:visible');
  const openList = (/** @type {string} */ key) => timeUntil(page, key, isListDrawn);
  const takeFirst = async (/** @type {string} */ isDrawn) => {
    await listWidget.locator(':focus').waitFor();
    const ms = await timeUntil(page, 'Enter', isDrawn);
    await listWidget.waitFor({ state: 'hidden' });
    await page.waitForTimeout(keyPause);
    return ms;
  };
  const figures = { listMs: [0], bareListMs: [0], countdownMs: [0], bareChoiceMs: [0] };
  for (let round = 0; round <= rounds; round++) {
    figures.listMs.push(await openList(keys.requestToken));
    figures.countdownMs.push(await takeFirst(isInStatusBar('hostedLogin.token', '/\\d+[hms]/')));
    await page.keyboard.press(keys.forgetToken);
    await page.locator('.statusbar-item[id$=".hostedLogin.token"]:has-text("no token")').waitFor();
    await page.waitForTimeout(keyPause);
    figures.bareListMs.push(await openList(keys.bareQuickPick));
    figures.bareChoiceMs.push(await takeFirst(isInStatusBar('bench', `/bench ${round + 1}$/`)));
  }
  const firstListMs = figures.listMs[1] ?? NaN;
  const later = (/** @type {number[]} */ times) => times.slice(2);
  return {
    firstListMs,
    listMs: later(figures.listMs),
    bareListMs: later(figures.bareListMs),
    countdownMs: later(figures.countdownMs),
    bareChoiceMs: later(figures.bareChoiceMs),
  };
}

/**
 * The time from a key until something is drawn, in ms.
 * @param {Page} page
 * @param {string} key
 * @param {string} isDrawn the source of a function for the window
 */
async function timeUntil(page, key, isDrawn) {
  await page.evaluate(`(() => {
    const isDrawn = ${isDrawn};
    window.benchMs = new Promise(resolve => {
      let start;
      const check = () => {
        if (start === undefined || !isDrawn()) return;
        observer.disconnect();
        removeEventListener('keydown', onKey, true);
        // A task after the frame: then it is drawn.
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
      };
      const observer = new MutationObserver(check);
      observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
      const onKey = ({ timeStamp }) => { start = timeStamp; };
      addEventListener('keydown', onKey, true);
    });
  })()`);
  await page.keyboard.press(key);
  return Number(await page.evaluate('window.benchMs'));
}

/**
 * The longest freeze of the window after each key, in ms.
 * @param {Page} page
 * @returns {Promise<Times>}
 */
export async function measureLongLine(page) {
  await page.evaluate(`(() => {
    window.benchTasks = [];
    new PerformanceObserver(list => window.benchTasks.push(...list.getEntries().map(({ duration }) => duration)))
      .observe({ type: 'longtask' });
  })()`);
  const freezes = [];
  for (const key of typed) {
    await page.keyboard.press(key === ' ' ? 'Space' : key);
    let longest = 0;
    for (let isFree = false; !isFree;) {
      await page.waitForTimeout(keyPause);
      // Answered after a freeze; what caused it may cause another one.
      const tasks = /** @type {number[]} */ (await page.evaluate('window.benchTasks.splice(0)'));
      isFree = Math.max(0, ...tasks) < longTask;
      longest = Math.max(longest, ...tasks);
    }
    freezes.push(longest);
  }
  return freezes;
}
