import assert from 'node:assert/strict';
import { TimeLimitError, withTimeLimit } from '../../../../src/ui/documents/timeLimit';

describe('withTimeLimit', () => {
  it('stops a loop and a regular expression', () => {
    assert.throws(
      () =>
        withTimeLimit(20, () => {
          for (;;);
        }),
      TimeLimitError,
    );
    // A new object, because a literal of this kind is refused by lint, which is the point.
    const endless = new RegExp('^(?:a+)+$');
    assert.throws(() => withTimeLimit(20, () => endless.test(`${'a'.repeat(60)}b`)), TimeLimitError);
  });

  it('returns the result, or throws what the computation throws', () => {
    assert.equal(
      withTimeLimit(10_000, () => 1),
      1,
    );
    assert.throws(
      () =>
        withTimeLimit(10_000, () => {
          throw new RangeError('of the test');
        }),
      RangeError,
    );
  });

  it('stops the inner computation alone, if that has the shorter time', () => {
    const outer = () => {
      assert.throws(
        () =>
          withTimeLimit(20, () => {
            for (;;);
          }),
        TimeLimitError,
      );
      return 'outer';
    };
    assert.equal(withTimeLimit(60_000, outer), 'outer');
  });
});
