// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../scripts/install.mjs';
import { node, OUT_OF_TIME } from '../../scripts/process.mjs';
import { countResults, indent } from './results.mjs';

/** The reporter that writes what `countResults` reads. */
export const reporter = path.join(root, 'test/harness/mocha-reporter.js');

/**
 * @typedef {object} MochaRun
 * @property {string[]} [args] for mocha
 * @property {boolean} [list] print a line per test as it ends
 * @property {Record<string, string>} [env]
 * @property {number} [timeout] per test, in ms
 * @property {number} [limit] for all of it, in ms
 */

/**
 * Runs mocha in plain Node, and prints what failed.
 * @param {string} name of the run; its results are kept in `out/results/<name>.jsonl`
 * @param {string[]} files patterns of test files
 * @param {MochaRun} [options]
 * @returns {Promise<import('./results.mjs').Counts>}
 */
export async function runMocha(name, files, options = {}) {
  const { args = [], list = false, env = {}, timeout = 5_000, limit = 400_000 } = options;
  const file = resultsFile(name);
  const { code, output } = await node(
    [
      '--enable-source-maps',
      path.join(root, 'node_modules/mocha/bin/mocha.js'),
      ...['--reporter', reporter, '--reporter-option', `file=${file}`],
      ...(list ? ['--reporter-option', 'list=true'] : []),
      ...['--timeout', String(timeout), '--forbid-only'],
      ...args,
      ...files,
    ],
    { cwd: root, env, show: list, limit },
  );
  const counts = countResults(file, { complete: code !== OUT_OF_TIME });
  if (counts.failed > 0 && output.trim() !== '')
    console.log(`\nPrinted meanwhile:\n${indent(output.trim())}`);
  if (code === 0 || counts.failed > 0) return counts;
  // A test file that does not load, or a crash: mocha reports no test for it.
  console.log(`\n✘ mocha ended with ${code}.\n${indent(output.trim())}`);
  return { ...counts, failed: 1 };
}

/**
 * Runs the host tests inside VS Code, and prints what failed.
 * @param {'host' | 'desktop'} name without a screen, or the desktop's VS Code
 * @param {string[]} args of mocha: `--grep` with a pattern
 * @returns {Promise<import('./results.mjs').Counts>}
 */
export async function runHostTests(name, args) {
  const { values } = parseArgs({ args, options: { grep: { type: 'string', short: 'g' } } });
  const file = resultsFile(name);
  /** @type {Mocha.MochaOptions} */
  const mochaOptions = { ...values, reporter, reporterOptions: { file } };
  const { code, output } = await node(
    [
      path.join(root, 'test/harness/host-tests.mjs'),
      JSON.stringify(mochaOptions),
      ...(name === 'desktop' ? ['--desktop'] : []),
    ],
    { cwd: root, limit: 900_000 },
  );
  const counts = countResults(file, { complete: code === 0 });
  if (code !== 0) console.log(`\nVS Code ended with ${code}.\n${indent(output.trim())}`);
  return counts;
}

/** Where the results of a run are written; what an earlier run left there is gone. @param {string} name */
export function resultsFile(name) {
  const file = path.join(root, 'out/results', `${name}.jsonl`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.rmSync(file, { force: true });
  return file;
}
