// @ts-check
const fs = require('node:fs');
const Mocha = require('mocha');

/**
 * One test's beginning or end. The results file has one JSON object per line, written at once: when a run
 * hangs, the file tells how far it came.
 * @typedef {object} Result
 * @property {'started' | 'passed' | 'failed' | 'pending'} state
 * @property {string} title
 * @property {number} [ms]
 * @property {string} [error] the stack
 */

/**
 * A mocha reporter: writes results to the file of the option `file`; with the option `list` it also prints a line per
 * test. Used in plain Node and in the extension host, whose console nobody sees.
 * @param {Mocha.Runner} runner
 * @param {Mocha.MochaOptions} options
 */
function resultsReporter(runner, options) {
  /** @type {unknown} */
  const given = options.reporterOptions;
  const { file, list } = /** @type {{file: string, list?: string}} */ (given);
  const { EVENT_TEST_BEGIN, EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING } = Mocha.Runner.constants;
  /** @param {string} text */
  const say = text => {
    if (list !== undefined) console.log(text);
  };
  /** @param {Result} result */
  const write = result => {
    fs.appendFileSync(file, `${JSON.stringify(result)}\n`);
  };
  fs.writeFileSync(file, '');
  runner.on(EVENT_TEST_BEGIN, test => {
    write({ state: 'started', title: titleOf(test) });
  });
  runner.on(EVENT_TEST_PASS, test => {
    write({ state: 'passed', title: titleOf(test), ms: test.duration ?? 0 });
    say(`  ✔ ${titleOf(test)} (${String(test.duration ?? 0)} ms)`);
  });
  runner.on(EVENT_TEST_PENDING, test => {
    write({ state: 'pending', title: titleOf(test) });
  });
  runner.on(EVENT_TEST_FAIL, (test, error) => {
    write({ state: 'failed', title: titleOf(test), error: describe(error) });
    say(`  ✘ ${titleOf(test)}`);
  });
}

/** @param {Mocha.Runnable} test */
function titleOf(test) {
  return test.titlePath().join(' › ');
}

/** @param {unknown} error */
function describe(error) {
  // From a parallel run it comes as a plain object.
  const { stack, message } = /** @type {Partial<Error>} */ (error ?? {});
  return stack ?? message ?? String(error);
}

module.exports = resultsReporter;
