// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../scripts/install.mjs';
import { node, OUT_OF_TIME } from '../../scripts/process.mjs';
import { indent, outcomeOf, readResults } from './results.mjs';

/** The reporter that writes the results of a run, which `outcomeOf` (results.mjs) reads. */
export const reporter = path.join(root, 'test/harness/mocha-reporter.js');

/**
 * How long a test may take, in ms. It only finds what hangs, so it holds for a busy machine.
 */
export const TEST_TIMEOUT = 180_000;

/**
 * @typedef {object} MochaRun
 * @property {string[]} [args] for mocha
 * @property {boolean} [list] print a line per test as it ends
 * @property {Record<string, string>} [env]
 * @property {number} [limit] for all of it, in ms
 */

/**
 * Runs mocha in plain Node, and prints what failed.
 * @param {string} name of the run; its results are kept in `out/results/<name>.jsonl`
 * @param {string[]} files patterns of test files
 * @param {MochaRun} [options]
 * @returns {Promise<import('./results.mjs').Outcome>}
 */
export async function runMocha(name, files, options = {}) {
  const { args = [], list = false, env = {}, limit = 400_000 } = options;
  const file = resultsFile(name);
  const { code, output } = await node(
    [
      '--enable-source-maps',
      path.join(root, 'node_modules/mocha/bin/mocha.js'),
      ...['--reporter', reporter, '--reporter-option', `file=${file}`],
      ...(list ? ['--reporter-option', 'list=true'] : []),
      ...['--timeout', String(TEST_TIMEOUT), '--forbid-only'],
      ...args,
      ...files,
    ],
    { cwd: root, env, show: list, limit },
  );
  const outcome = outcomeOf(file, { complete: code !== OUT_OF_TIME });
  if (outcome.failures.length > 0 && output.trim() !== '')
    console.log(`\nPrinted meanwhile:\n${indent(output.trim())}`);
  if (code === 0 || outcome.failures.length > 0) return outcome;
  // A test file that does not load, or a crash: mocha reports no test for it.
  console.log(`\n✘ mocha ended with ${code}.\n${indent(output.trim())}`);
  return { ...outcome, failures: [`mocha ended with ${code}.`] };
}

/**
 * Runs the host tests inside VS Code, and prints what failed.
 * @param {'host' | 'desktop'} where without a screen, or the desktop's VS Code
 * @param {string} name of the run; see `runMocha`
 * @param {string[]} args of mocha: `--grep` with a pattern
 * @returns {Promise<import('./results.mjs').Outcome>}
 */
export async function runHostTests(where, name, args) {
  const { values } = parseArgs({ args, options: { grep: { type: 'string', short: 'g' } } });
  const file = resultsFile(name);
  /** @type {Mocha.MochaOptions} */
  const mochaOptions = { ...values, timeout: TEST_TIMEOUT, reporter, reporterOptions: { file } };
  const { code, output } = await node(
    [
      path.join(root, 'test/harness/host-tests.mjs'),
      JSON.stringify(mochaOptions),
      ...(where === 'desktop' ? ['--desktop'] : []),
    ],
    { cwd: root, limit: 1_860_000 },
  );
  const outcome = outcomeOf(file, { complete: code === 0 });
  if (code !== 0) console.log(`\nVS Code ended with ${code}.\n${indent(output.trim())}`);
  return outcome;
}

/** At most so many `describe`s are tried again: where more fail, something is broken. */
const MAX_TRIED_AGAIN = 2;

/**
 * Runs tests that need a window, and once more those `describe`s in which one failed, in a new window: on a busy machine a
 * window may take longer than any test waits. What passes only then is printed, because it is a bug of the test.
 * @param {string} name of the run
 * @param {string[]} args of mocha; with some, nothing is tried again
 * @param {(name: string, args: string[]) => Promise<import('./results.mjs').Outcome>} run
 * @returns {Promise<import('./results.mjs').Outcome>} of each test the last result
 */
export async function runWithSecondTry(name, args, run) {
  const first = await run(name, args);
  const results = readResults(resultsPath(name));
  const failures = results.filter(({ state }) => state === 'failed');
  const failed = new Set(failures.map(describeOf));
  const brokeOff = failures.length !== first.failures.length;
  if (args.length > 0 || failed.size === 0 || failed.size > MAX_TRIED_AGAIN || brokeOff) return first;
  console.log(`\nTrying again, in a new window: ${[...failed].join(', ')}`);
  const pattern = `^(?:${[...failed].map(escapePattern).join('|')}) `;
  const second = await run(`${name}-again`, ['--grep', pattern]);
  if (second.failures.length === 0)
    console.log(
      `\n! Failed once and passed when tried again:${failures.map(({ title }) => `\n    ${title}`).join('')}`,
    );
  // The pattern also matches `describe`s whose names begin with that of another one.
  const again = new Set(readResults(resultsPath(`${name}-again`)).map(({ title }) => title));
  const others = results.filter(
    result => result.state === 'passed' && !failed.has(describeOf(result)) && !again.has(result.title),
  );
  return { passed: others.length + second.passed, failures: second.failures };
}

/** @param {import('./results.mjs').Result} result */
function describeOf({ title }) {
  return title.split(' › ', 1)[0] ?? title;
}

/** @param {string} text */
function escapePattern(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** @param {string} name */
function resultsPath(name) {
  return path.join(root, 'out/results', `${name}.jsonl`);
}

/** Where the results of a run are written; what an earlier run left there is gone. @param {string} name */
export function resultsFile(name) {
  const file = resultsPath(name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.rmSync(file, { force: true });
  return file;
}
