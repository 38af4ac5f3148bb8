// @ts-check
/**
 * `npm test`, from a bare clone too: installs what is missing, then runs every step, also after one that failed.
 *
 *   node scripts/test.mjs                       all steps
 *   node scripts/test.mjs unit                  one of them
 *   node scripts/test.mjs unit --grep Scope     and arguments for mocha
 */
import os from 'node:os';
import { runHostTests, runMocha } from '../test/harness/mocha.mjs';
import { indent } from '../test/harness/results.mjs';
import { buildTests } from './build.mjs';
import { ensureInstalled, root } from './install.mjs';
import { node } from './process.mjs';
import { buildVsix } from './vsix.mjs';

/** @typedef {import('../test/harness/results.mjs').Counts} Counts */

/**
 * A check that is one test: a program that finds nothing to say.
 * @param {string[]} args
 * @returns {Promise<Counts>}
 */
async function check(...args) {
  const { code, output } = await node(args, { cwd: root, env: { NO_COLOR: '1' } });
  if (code === 0) return { passed: 1, failed: 0 };
  console.log(indent(output.trim()));
  return { passed: 0, failed: 1 };
}

/** @param {() => Promise<unknown>} work */
function once(work) {
  /** @type {Promise<unknown> | undefined} */
  let done;
  return () => (done ??= work());
}

const built = once(buildTests);
// After the tests' build: both write dist/.
const packaged = once(() => built().then(buildVsix));
// Here, where its progress is seen.
const browserReady = once(async () => (await import('../test/harness/browser.mjs')).ensureBrowser());

/** @param {string} folder @param {string[]} args */
async function runInNode(folder, args) {
  await built();
  // Each file has its own copy of what it tests, so that they do not meet.
  const parallel = ['--parallel', '--jobs', String(os.availableParallelism())];
  return runMocha(folder, [`out/test/${folder}/**/*.test.js`], { args: [...parallel, ...args] });
}

/** Each prints what failed. @type {Record<string, (args: string[]) => Promise<Counts>>} */
const steps = {
  types: () => check('node_modules/typescript/bin/tsc'),
  lint: () => check('node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'),
  imports: () =>
    check(
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.mjs',
      'src',
      'test',
      'scripts',
    ),
  format: () => check('node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  unit: args => runInNode('unit', args),
  thorough: args => runInNode('thorough', args),
  host: async args => {
    await Promise.all([built(), browserReady()]);
    return runHostTests('host', args);
  },
  package: async args => {
    await packaged();
    return runMocha('package', ['test/package/**/*.test.mjs'], { args });
  },
  e2e: async args => {
    await Promise.all([packaged(), browserReady()]);
    return runMocha('e2e', ['out/test/e2e/**/*.test.js'], {
      args,
      list: true,
      timeout: 60_000,
      limit: 900_000,
    });
  },
};

/** Run only when they are named. @type {typeof steps} */
const optionalSteps = {
  'min-vscode': async args => {
    await Promise.all([built(), browserReady()]);
    process.env['HOSTED_LOGIN_VSCODE'] = 'min';
    return runHostTests('host', args);
  },
  pictures: async args => {
    await Promise.all([packaged(), browserReady()]);
    return runMocha('pictures', ['out/test/pictures/**/*.test.js'], {
      args,
      list: true,
      timeout: 60_000,
      limit: 300_000,
    });
  },
  desktop: async args => {
    await built();
    console.log('This downloads the desktop VS Code, and opens a window of it.');
    return runHostTests('desktop', args);
  },
};

/** @param {string[]} argv */
async function main(argv) {
  const firstOption = argv.findIndex(argument => argument.startsWith('-'));
  const names = firstOption < 0 ? argv : argv.slice(0, firstOption);
  const args = firstOption < 0 ? [] : argv.slice(firstOption);
  const total = { passed: 0, failed: 0 };
  await ensureInstalled();
  for (const name of names.length > 0 ? names : Object.keys(steps)) {
    const step = steps[name] ?? optionalSteps[name];
    if (step === undefined)
      throw new Error(`There is no step "${name}", only ${Object.keys(steps).join(', ')}.`);
    const start = performance.now();
    const counts = await step(args).catch((/** @type {unknown} */ error) => {
      console.log(indent(error instanceof Error ? error.message : String(error)));
      return { passed: 0, failed: 1 };
    });
    total.passed += counts.passed;
    total.failed += counts.failed;
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${counts.failed > 0 ? '✘' : '✔'} ${name.padEnd(8)} ${countLine(counts)} (${seconds} s)`);
  }
  return total;
}

/** @param {Counts} counts */
function countLine({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}

main(process.argv.slice(2)).then(
  total => {
    process.exitCode = total.failed > 0 ? 1 : 0;
    console.log(`\n${countLine(total)}`);
  },
  (/** @type {unknown} */ error) => {
    process.exitCode = 1;
    console.log(
      `${error instanceof Error ? error.message : String(error)}\n\n${countLine({ passed: 0, failed: 1 })}`,
    );
  },
);
