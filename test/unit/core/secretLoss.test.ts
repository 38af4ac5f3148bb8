import assert from 'node:assert/strict';
import { losesOnlyCopy } from '../../../src/core/secretLoss';

describe('losesOnlyCopy', () => {
  const here = { clientSecret: 'made here', isOnlyHere: true };
  const copied = { ...here, isOnlyHere: false };
  const cases: [what: string, ...Parameters<typeof losesOnlyCopy>, expected: boolean][] = [
    ['it goes with its profile', here, undefined, [], true],
    ['another one takes its place', here, 'other', ['some'], true],
    ['it stays', here, 'made here', [], false],
    ['another profile has it', here, undefined, ['other', 'made here'], false],
    ['it was entered, or copied since', copied, undefined, [], false],
  ];
  for (const [what, kept, after, others, expected] of cases) {
    it(`${what}: ${expected ? 'yes' : 'no'}`, () => {
      assert.equal(losesOnlyCopy(kept, after, others), expected);
    });
  }
});
