// @ts-check
/**
 * `npm test`, from a bare clone too: installs what is missing, then runs every step, also after one that failed.
 *
 *   node scripts/test.mjs                       all steps
 *   node scripts/test.mjs unit                  one of them
 *   node scripts/test.mjs unit --grep Scope     and arguments for mocha
 */
import os from 'node:os';
import { runHostTests, runMocha, runWithSecondTry } from '../test/harness/mocha.mjs';
import { indent } from '../test/harness/results.mjs';
import { buildTests } from './build.mjs';
import { ensureInstalled, root } from './install.mjs';
import { node } from './process.mjs';
import { buildVsix } from './vsix.mjs';

/** @typedef {import('../test/harness/results.mjs').Outcome} Outcome */

/**
 * @typedef {object} Step
 * @property {'node' | 'windows'} group steps of one group run one after the other, both groups at the same time
 * @property {readonly ('package' | 'tests' | 'browser')[]} needs what must be made before
 * @property {boolean} [isCheck] it is one program that uses one core
 * @property {(args: string[], sharesMachine: boolean) => Promise<Outcome>} run prints what failed; `sharesMachine` if the
 *   other group has steps, too
 */

/**
 * A check that is one test: a program that finds nothing to say.
 * @param {string[]} command
 * @returns {Step}
 */
function check(...command) {
  return {
    group: 'node',
    needs: [],
    isCheck: true,
    run: async () => {
      const { code, output } = await node(command, { cwd: root, env: { NO_COLOR: '1' } });
      if (code === 0) return { passed: 1, failures: [] };
      console.log(indent(output.trim()));
      return { passed: 0, failures: [output.trim().split('\n').slice(-5).join('\n')] };
    },
  };
}

const cores = os.availableParallelism();

/** For mocha: several files at the same time. Each has its own copy of what it tests, its own server and windows. @param {number} jobs */
function inParallel(jobs) {
  return ['--parallel', '--jobs', String(jobs)];
}

/** What takes long: every step that can fail, thousands of documents. The name of the file says so. */
const thorough = 'out/test/unit/**/*.thorough.test.js';

/** @param {string} name @param {string} files @param {string[]} [options] @returns {Step} */
function inNode(name, files, options = []) {
  return {
    group: 'node',
    needs: ['tests'],
    run: (args, sharesMachine) =>
      runMocha(name, [files], {
        limit: 1_800_000,
        args: [...inParallel(sharesMachine ? Math.max(1, cores - 1) : cores), ...options, ...args],
      }),
  };
}

/** @param {() => Promise<unknown>} [before] @returns {Step} */
function inHost(before) {
  return {
    group: 'windows',
    needs: ['tests', 'browser'],
    run: async args => {
      await before?.();
      return runWithSecondTry('host', args, (name, given) => runHostTests('host', name, given));
    },
  };
}

/** @param {string} folder @param {number} limit for all of it, in ms @param {string[]} [options] @returns {Step} */
function inWindow(folder, limit, options = []) {
  return {
    group: 'windows',
    needs: ['package', 'tests', 'browser'],
    run: args =>
      runWithSecondTry(folder, args, (name, given) =>
        runMocha(name, [`out/test/${folder}/**/*.test.js`], {
          list: true,
          limit,
          args: [...options, ...given],
        }),
      ),
  };
}

const lint = ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'];

/**
 * In the order within their group: what needs no build comes first, what finds most comes early. Windows wait for the screen,
 * the network and time, so that other steps at the same time cost little.
 * @type {Record<string, Step>}
 */
const steps = {
  types: check('node_modules/typescript/bin/tsc'),
  imports: check(
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    ...['--config', '.dependency-cruiser.mjs', 'src', 'test', 'scripts'],
  ),
  unit: inNode('unit', 'out/test/unit/**/*.test.js', ['--ignore', thorough]),
  package: {
    group: 'node',
    needs: ['package'],
    run: args => runMocha('package', ['test/package/**/*.test.mjs'], { args }),
  },
  lint: check(...lint),
  format: check(
    ...['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
    ...['--cache', '--cache-location', 'out/prettier-cache', '--cache-strategy', 'content'],
  ),
  thorough: inNode('thorough', thorough),
  host: inHost(),
  e2e: inWindow('e2e', 1_800_000, inParallel(cores + 1)),
};

/** Run only when they are named. @type {typeof steps} */
const optionalSteps = {
  // Only the files that changed since the last time: a changed type may break a rule in another file, which `lint` finds.
  'lint-changed': check(
    ...lint,
    ...['--cache', '--cache-location', 'out/eslint-cache', '--cache-strategy', 'content'],
  ),
  'min-vscode': inHost(() => {
    process.env['HOSTED_LOGIN_VSCODE'] = 'min';
    return Promise.resolve();
  }),
  pictures: inWindow('pictures', 600_000),
  desktop: {
    group: 'windows',
    needs: ['tests'],
    run: args => {
      console.log('This downloads the desktop VS Code, and opens a window of it.');
      return runHostTests('desktop', 'desktop', args);
    },
  },
};

/** @param {Step[]} chosen */
async function prepare(chosen) {
  const needs = new Set(chosen.flatMap(step => step.needs));
  // In this order: both write dist/, and the host tests use what the tests' build leaves there.
  if (needs.has('package')) await buildVsix();
  if (needs.has('tests')) await buildTests();
  // Not in the step, which does not show progress.
  if (needs.has('browser')) await (await import('../test/harness/browser.mjs')).ensureBrowser();
}

/**
 * Runs a step and prints its result.
 * @param {string} name
 * @param {Step} step
 * @param {string[]} args
 * @param {boolean} sharesMachine
 * @param {Promise<void>} prepared
 */
async function runStep(name, step, args, sharesMachine, prepared) {
  let start = performance.now();
  /** @returns {Promise<Outcome>} */
  const result = async () => {
    if (step.needs.length > 0) await prepared;
    start = performance.now();
    return step.run(args, sharesMachine);
  };
  const { passed, failures } = await result().catch((/** @type {unknown} */ error) => {
    const message = messageOf(error);
    console.log(indent(message));
    return { passed: 0, failures: [message] };
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const sign = failures.length > 0 ? '✘' : '✔';
  console.log(`${sign} ${name.padEnd(8)} ${countLine(passed, failures)} (${seconds} s)`);
  return { passed, failures: failures.map(failure => `${name}: ${failure}`) };
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
  /** @type {Outcome} */
  const total = { passed: 0, failures: [] };
  await ensureInstalled();
  const prepared = prepare(chosen.map(({ step }) => step));
  // Each step that needs it reports it.
  prepared.catch(() => undefined);
  const groups = ['node', 'windows']
    .map(group => chosen.filter(({ step }) => step.group === group))
    .filter(group => group.length > 0);
  await Promise.all(
    groups.map(async group => {
      const left = group.values();
      const runLeft = async () => {
        for (const { name, step } of left) {
          const { passed, failures } = await runStep(name, step, args, groups.length > 1, prepared);
          total.passed += passed;
          total.failures.push(...failures);
        }
      };
      // Checks alone leave cores idle one after the other.
      const isSideBySide = groups.length === 1 && group.every(({ step }) => step.isCheck);
      await Promise.all(Array.from({ length: isSideBySide ? cores : 1 }, runLeft));
    }),
  );
  return total;
}

/** @param {number} passed @param {string[]} failures */
function countLine(passed, failures) {
  return `${passed} passed, ${failures.length} failed`;
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

void main(process.argv.slice(2))
  .catch((/** @type {unknown} */ error) => ({ passed: 0, failures: [messageOf(error)] }))
  .then(({ passed, failures }) => {
    process.exitCode = failures.length > 0 ? 1 : 0;
    // Once more at the end: what failed may stand thousands of lines above, or be cut off where only the end is kept.
    console.log(failures.map(failure => `\n✘ ${failure}`).join(''));
    console.log(countLine(passed, failures));
  });
