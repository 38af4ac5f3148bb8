// @ts-check
import fs from 'node:fs';

/** @typedef {import('./mocha-reporter.js').Result} Result */
/** @typedef {{passed: number, failures: string[]}} Outcome how many tests passed, and a line for each that failed */

/**
 * Reads what mocha-reporter.js wrote, and prints the failures in full.
 * @param {string} file
 * @param {{complete: boolean}} run whether mocha came to its end
 * @returns {Outcome} a run without any test, or one that broke off, is a failure
 */
export function outcomeOf(file, { complete }) {
  const results = readResults(file);
  const passed = results.filter(({ state }) => state === 'passed').length;
  const failed = results.filter(({ state }) => state === 'failed');
  for (const { title, error } of failed) console.log(`\n✘ ${title}\n${indent(error ?? '')}`);
  const failures = failed.map(({ title, error = '' }) => `${title}: ${error.split('\n', 1)[0] ?? ''}`);
  const last = results.at(-1);
  const more =
    !complete && (failed.length === 0 || last?.state === 'started')
      ? `The run broke off in: ${last?.title ?? 'the beginning'}`
      : passed === 0 && failed.length === 0
        ? 'No test ran.'
        : undefined;
  if (more === undefined) return { passed, failures };
  console.log(`\n✘ ${more}`);
  return { passed, failures: [...failures, more] };
}

/**
 * What `mocha-reporter.js` wrote; nothing if the run did not begin.
 * @param {string} file
 * @returns {Result[]}
 */
export function readResults(file) {
  if (!fs.existsSync(file)) return [];
  return fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => {
      /** @type {unknown} */
      const result = JSON.parse(line);
      return /** @type {Result} */ (result);
    });
}

/** @param {string} text */
export function indent(text) {
  return text.replace(/^(?=.)/gm, '    ');
}
