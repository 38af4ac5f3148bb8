import assert from 'node:assert/strict';
import { agreeToLoss, losesOnlyCopy } from '../../../../src/core/profile/secretLoss';

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

describe('agreeToLoss', () => {
  /** Asks about each of these in turn, as long as another one is there after the answer. */
  async function agree(there: (string | undefined)[], isCopyWanted = true) {
    const asked: (string | undefined)[] = [];
    const look = () => Promise.resolve({ secret: there.length > 1 ? there.shift() : there[0] });
    const copied = await agreeToLoss(look, ({ secret }) => {
      asked.push(secret);
      return Promise.resolve(isCopyWanted);
    });
    return { asked, copied };
  }

  it('asks once, and returns the secret that it asked about', async () => {
    assert.deepEqual(await agree(['S1']), { asked: ['S1'], copied: 'S1' });
    assert.deepEqual(await agree(['S1'], false), { asked: ['S1'], copied: undefined });
    assert.deepEqual(await agree([undefined]), { asked: [undefined], copied: undefined });
  });

  it('asks again if another window reset the secret meanwhile', async () => {
    assert.deepEqual(await agree(['S1', 'S2']), { asked: ['S1', 'S2'], copied: 'S2' });
    assert.deepEqual(await agree([undefined, 'S2']), { asked: [undefined, 'S2'], copied: 'S2' });
    assert.deepEqual(await agree(['S1', 'S2', 'S3']), { asked: ['S1', 'S2', 'S3'], copied: 'S3' });
    assert.deepEqual(await agree(['S1', undefined]), { asked: ['S1', undefined], copied: undefined });
  });

  it('rejects if reading fails or the user cancels', async () => {
    const fails = () => Promise.reject(new Error('locked'));
    await assert.rejects(
      agreeToLoss(fails, () => Promise.resolve(true)),
      /locked/,
    );
    await assert.rejects(
      agreeToLoss(() => Promise.resolve({}), fails),
      /locked/,
    );
  });
});
