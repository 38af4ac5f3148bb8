/**
 * Each test of a `describe` continues where the previous one stopped: after a failure, skips the rest of this
 * `describe`. (Mocha's own `bail` would skip the tests of all files.)
 */
export function skipAfterFailure(suite: Mocha.Suite): void {
  let hasFailed = false;
  suite.afterEach(function () {
    hasFailed ||= this.currentTest?.state === 'failed';
  });
  suite.beforeEach(function () {
    if (hasFailed) this.skip();
  });
}
