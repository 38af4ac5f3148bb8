// @ts-check
import { chromium } from 'playwright-core';
import { ensureBrowser } from './browser.mjs';
import { shareSecrets } from './shared-secrets.mjs';

/** @typedef {import('playwright-core').Page} Page */

/**
 * @typedef {object} WindowOptions
 * @property {import('./server.mjs').Server} server
 * @property {string} workspace a folder, absolute
 * @property {string} [extensionDevelopmentPath] an extension's folder, absolute; VS Code takes one, and only where the
 *   server was started for development
 * @property {string} [extensionTestsPath] the module whose `run()` the extension host calls
 * @property {string} [browserProfileDir] keeps what the window keeps (user settings, secrets); a fresh one when left out
 * @property {Page} [beside] another window, in whose browser this one opens; they share their secrets as on the desktop
 *   where the first one was opened with `sharesSecrets`
 * @property {boolean} [sharesSecrets]
 * @property {boolean} [isDrawn] false: what it shows has its place and takes keys and clicks, but is not drawn, which saves a
 *   fifth of the CPU time. A screenshot with the style `drawn` draws it.
 * @property {(code: number) => void} [onExit] told the extension host's exit code
 * @property {(line: string) => void} [onLog] told what the window's console says
 */

/** Size of the window in pictures. */
const viewport = { width: 1280, height: 800 };

/** Style for a screenshot of a window that is not drawn. */
export const drawn = 'body { opacity: 1 !important }';

/** Runs in the window and its frames: Chromium draws nothing of what is transparent. */
const DO_NOT_DRAW = `
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('body { opacity: 0 }');
  document.adoptedStyleSheets.push(sheet);
`;

/** Half of the key that encrypts secrets; VS Code's own server has no route for it, code-server's keeps a random one. */
const mintKey = Buffer.alloc(32, 7);

/**
 * Opens a window of VS Code in a headless browser. Closing `page.context()` ends the browser.
 * @param {WindowOptions} options
 * @returns {Promise<Page>} the window; VS Code may still be loading
 */
export async function openWindow(options) {
  const { server, workspace, beside, sharesSecrets = false, isDrawn = true, onExit, onLog } = options;
  const context = beside?.context() ?? (await openBrowser(options.browserProfileDir ?? ''));
  if (sharesSecrets) await shareSecrets(context);
  const [blank] = beside ? [] : context.pages();
  const page = blank ?? (await context.newPage());
  if (onLog !== undefined) {
    page.on('console', message => {
      onLog(`${message.type()}: ${message.text()}`);
    });
  }
  // VS Code calls this when the extension host ends.
  if (onExit !== undefined) await page.exposeFunction('codeAutomationExit', onExit);
  if (!isDrawn) await page.addInitScript(DO_NOT_DRAW);
  await page.route('**/mint-key', route => route.fulfill({ body: mintKey }));
  await page.goto(`${server.origin}/?${query(options)}`);
  return page;

  /** @param {WindowOptions} _ */
  function query({ extensionDevelopmentPath, extensionTestsPath }) {
    /** @param {string} folder */
    const remote = folder => `vscode-remote://${new URL(server.origin).host}${folder}`;
    /** @type {[string, string][]} */
    const payload = [];
    if (extensionDevelopmentPath !== undefined) {
      payload.push(['extensionDevelopmentPath', remote(extensionDevelopmentPath)]);
    }
    if (extensionTestsPath !== undefined) payload.push(['extensionTestsPath', remote(extensionTestsPath)]);
    return new URLSearchParams({ folder: workspace, payload: JSON.stringify(payload) }).toString();
  }
}

/**
 * @param {string} browserProfileDir
 * @returns {Promise<import('playwright-core').BrowserContext>}
 */
async function openBrowser(browserProfileDir) {
  const { executablePath, env } = await ensureBrowser();
  return chromium.launchPersistentContext(browserProfileDir, {
    executablePath,
    env: { ...process.env, ...env },
    viewport,
    // VS Code shows no animations then, each frame of which costs as much as a change of what is shown.
    reducedMotion: 'reduce',
    // Chromium's sandbox refuses to run as root.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync'],
    ],
    permissions: ['clipboard-read', 'clipboard-write'],
  });
}
