// @ts-check
import fs from 'node:fs';

/** @typedef {import('./mocha-reporter.js').Result} Result */
/** @typedef {{passed: number, failed: number}} Counts */

/**
 * Reads what mocha-reporter.js wrote, prints the failures in full and counts.
 * @param {string} file
 * @param {{complete: boolean}} run whether mocha came to its end
 * @returns {Counts} a run without any test, or one that broke off, counts as a failure
 */
export function countResults(file, { complete }) {
  const results = readResults(file);
  const passed = results.filter(({ state }) => state === 'passed').length;
  const failures = results.filter(({ state }) => state === 'failed');
  for (const { title, error } of failures) console.log(`\n✘ ${title}\n${indent(error ?? '')}`);
  const last = results.at(-1);
  const brokeOff = !complete && (failures.length === 0 || last?.state === 'started');
  if (brokeOff) console.log(`\n✘ The run broke off in: ${last?.title ?? 'the beginning'}`);
  else if (passed === 0 && failures.length === 0) console.log('\n✘ No test ran.');
  else return { passed, failed: failures.length };
  return { passed, failed: failures.length + 1 };
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
