import assert from 'node:assert/strict';
import {
  changeWithAgreement,
  losesOnlyCopy,
  type Loss,
} from '../../../../src/core/profile/changeWithAgreement';

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

describe('changeWithAgreement', () => {
  /** Each change gets the next of these; the first one is shown before the first change. */
  async function agree(there: (string | undefined)[], isCopyWanted = true) {
    const events: string[] = [];
    const losses: Loss[] = there.map(secret => ({ secret }));
    const next = () => (losses.length > 1 ? losses.shift() : losses[0]) ?? {};
    await changeWithAgreement(
      next(),
      ({ secret }) => {
        events.push(`ask ${String(secret)}`);
        return Promise.resolve(isCopyWanted);
      },
      secret => {
        events.push(`copy ${secret}`);
        return Promise.resolve();
      },
      async mayLose => {
        if (await mayLose(next())) events.push('change');
      },
    );
    return events;
  }

  it('asks once, copies if the user wants that, then changes', async () => {
    assert.deepEqual(await agree(['S1']), ['ask S1', 'copy S1', 'change']);
    assert.deepEqual(await agree(['S1'], false), ['ask S1', 'change']);
    assert.deepEqual(await agree([undefined]), ['ask undefined', 'change']);
  });

  it('changes nothing and asks again if the change would lose another secret', async () => {
    assert.deepEqual(await agree(['S1', 'S2']), ['ask S1', 'ask S2', 'copy S2', 'change']);
    assert.deepEqual(await agree([undefined, 'S2'], false), ['ask undefined', 'ask S2', 'change']);
    assert.deepEqual(await agree(['S1', 'S2', 'S3']), ['ask S1', 'ask S2', 'ask S3', 'copy S3', 'change']);
    assert.deepEqual(await agree(['S1', undefined]), ['ask S1', 'ask undefined', 'change']);
  });

  it('rejects if the user cancels or copying fails, and changes nothing', async () => {
    const fails = () => Promise.reject(new Error('no'));
    const yes = () => Promise.resolve(true);
    const loss = { secret: 'S1' };
    let isChanged = false;
    const change = async (mayLose: (now: Loss) => Promise<boolean>) => {
      isChanged = await mayLose(loss);
    };
    await assert.rejects(changeWithAgreement(loss, fails, yes as never, change), /no/);
    await assert.rejects(changeWithAgreement(loss, yes, fails, change), /no/);
    assert.equal(isChanged, false);
  });
});
