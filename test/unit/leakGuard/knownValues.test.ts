import assert from 'node:assert/strict';
import { KnownValues } from '../../../src/features/leakGuard/knownValues';
import { profileWith } from '../../support/fakes';

describe('the values that a window knows', () => {
  const profile = profileWith({});
  const tokenWith = (value: string) => ({
    profileId: profile.id,
    value,
    requestedScope: '*:**',
    grantedScope: '*:**',
    issuedAt: 0,
    expiresAt: 3_600_000,
  });
  const setUp = (value: string) => {
    let kept = [tokenWith(value)];
    const sources = {
      profiles: { all: [profile], clientSecret: () => Promise.resolve('secret-of-the-client') },
      keeper: { all: () => Promise.resolve(kept) },
    };
    const keep = (...values: readonly string[]) => {
      kept = values.map(tokenWith);
    };
    return { known: new KnownValues(), sources, keep };
  };

  it('are read again before one is acted on: another window may have renewed or forgotten the token', async () => {
    const { known, sources, keep } = setUp('the-first-token');
    await known.read(sources);
    const [token] = known.filter(({ kind }) => kind === 'token');
    assert.ok(token?.kind === 'token');
    const stateNow = async () => {
      const about = await known.fresh(sources, token.id);
      return about?.kind === 'token' ? about.state : undefined;
    };
    assert.equal(await stateNow(), 'kept');
    keep('the-second-token');
    assert.equal(await stateNow(), 'replaced');
    keep();
    assert.equal(await stateNow(), 'gone');
    assert.equal(await known.fresh(sources, 'another'), undefined);
  });
});
