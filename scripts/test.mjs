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
 * @typedef {object} Step
 * @property {readonly ('package' | 'tests' | 'browser')[]} needs what must be made before
 * @property {(args: string[]) => Promise<Counts>} run prints what failed
 */

/**
 * A check that is one test: a program that finds nothing to say.
 * @param {string[]} command
 * @returns {Step}
 */
function check(...command) {
  return {
    needs: [],
    run: async () => {
      const { code, output } = await node(command, { cwd: root, env: { NO_COLOR: '1' } });
      if (code === 0) return { passed: 1, failed: 0 };
      console.log(indent(output.trim()));
      return { passed: 0, failed: 1 };
    },
  };
}

/** For mocha: files side by side. Each has its own copy of what it tests, its own server and windows. */
const inParallel = ['--parallel', '--jobs', String(os.availableParallelism())];

/** @param {string} folder @returns {Step} */
function inNode(folder) {
  return {
    needs: ['tests'],
    run: args => runMocha(folder, [`out/test/${folder}/**/*.test.js`], { args: [...inParallel, ...args] }),
  };
}

/** @param {() => Promise<unknown>} [before] @returns {Step} */
function inHost(before) {
  return {
    needs: ['tests', 'browser'],
    run: async args => {
      await before?.();
      return runHostTests('host', args);
    },
  };
}

/** @param {string} folder @param {number} limit for all of it, in ms @param {string[]} [options] @returns {Step} */
function inWindow(folder, limit, options = []) {
  return {
    needs: ['package', 'tests', 'browser'],
    run: args =>
      runMocha(folder, [`out/test/${folder}/**/*.test.js`], {
        ...{ list: true, timeout: 60_000, limit },
        args: [...options, ...args],
      }),
  };
}

/** @type {Record<string, Step>} */
const steps = {
  types: check('node_modules/typescript/bin/tsc'),
  lint: check('node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'),
  imports: check(
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    ...['--config', '.dependency-cruiser.mjs', 'src', 'test', 'scripts'],
  ),
  format: check('node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  unit: inNode('unit'),
  thorough: inNode('thorough'),
  package: {
    needs: ['package'],
    run: args => runMocha('package', ['test/package/**/*.test.mjs'], { args }),
  },
  host: inHost(),
  e2e: inWindow('e2e', 900_000, inParallel),
};

/** Run only when they are named. @type {typeof steps} */
const optionalSteps = {
  'min-vscode': inHost(() => {
    process.env['HOSTED_LOGIN_VSCODE'] = 'min';
    return Promise.resolve();
  }),
  pictures: inWindow('pictures', 300_000),
  desktop: {
    needs: ['tests'],
    run: args => {
      console.log('This downloads the desktop VS Code, and opens a window of it.');
      return runHostTests('desktop', args);
    },
  },
};

/** These use one core each, so they run side by side. Every other step runs alone. */
const sideBySide = ['types', 'lint', 'imports', 'format'];

/** @param {Step[]} chosen */
async function prepare(chosen) {
  const needs = new Set(chosen.flatMap(step => step.needs));
  // In this order: both write dist/, and the host tests use what the tests' build leaves there.
  if (needs.has('package')) await buildVsix();
  if (needs.has('tests')) await buildTests();
  // Here, where its progress is seen.
  if (needs.has('browser')) await (await import('../test/harness/browser.mjs')).ensureBrowser();
}

/**
 * Runs a step and prints its result.
 * @param {string} name
 * @param {Step} step
 * @param {string[]} args
 * @param {Promise<void>} prepared
 */
async function runStep(name, step, args, prepared) {
  let start = performance.now();
  /** @returns {Promise<Counts>} */
  const result = async () => {
    if (step.needs.length > 0) await prepared;
    start = performance.now();
    return step.run(args);
  };
  const counts = await result().catch((/** @type {unknown} */ error) => {
    console.log(indent(error instanceof Error ? error.message : String(error)));
    return { passed: 0, failed: 1 };
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${counts.failed > 0 ? '✘' : '✔'} ${name.padEnd(8)} ${countLine(counts)} (${seconds} s)`);
  return counts;
}

/** @param {string[]} argv */
async function main(argv) {
  const firstOption = argv.findIndex(argument => argument.startsWith('-'));
  const named = firstOption < 0 ? argv : argv.slice(0, firstOption);
  const args = firstOption < 0 ? [] : argv.slice(firstOption);
  const chosen = (named.length > 0 ? named : Object.keys(steps)).map(name => {
    const step = steps[name] ?? optionalSteps[name];
    if (step === undefined)
      throw new Error(`There is no step "${name}", only ${Object.keys(steps).join(', ')}.`);
    return { name, step };
  });
  const total = { passed: 0, failed: 0 };
  await ensureInstalled();
  const prepared = prepare(chosen.map(({ step }) => step));
  // Each step that needs it reports it.
  prepared.catch(() => undefined);
  while (chosen.length > 0) {
    const [first] = chosen;
    const group = sideBySide.includes(first?.name ?? '') ? sideBySide : [first?.name];
    const running = chosen.filter(({ name }) => group.includes(name));
    chosen.splice(0, chosen.length, ...chosen.filter(({ name }) => !group.includes(name)));
    const results = await Promise.all(running.map(({ name, step }) => runStep(name, step, args, prepared)));
    for (const { passed, failed } of results) {
      total.passed += passed;
      total.failed += failed;
    }
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
