/**
 * The tests of a describe go on where the one before left off: once one of them failed, the rest of this describe is
 * left out. (Mocha's own `bail` looks at failures anywhere, so that one in another file would leave out all of them.)
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
