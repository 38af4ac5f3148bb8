import assert from 'node:assert/strict';
import { type AccessToken, isLive, tokenState } from '../../../../src/core/tokens/accessToken';

const token: AccessToken = {
  ...{ profileId: 'p1', requestedScope: '', grantedScope: '', value: 'x' },
  ...{ issuedAt: 0, expiresAt: 100_000 },
};

describe('tokenState', () => {
  const cases: readonly [now: number, state: string][] = [
    [-1_000_000, 'fresh'],
    [0, 'fresh'],
    [89_999, 'fresh'],
    [90_000, 'expiring'],
    [99_999, 'expiring'],
    [100_000, 'expired'],
    [1e15, 'expired'],
  ];
  for (const [now, state] of cases) {
    it(`at ${now}: ${state}`, () => {
      assert.equal(tokenState(token, now, 10_000), state);
      assert.equal(isLive(token, now), state !== 'expired');
    });
  }

  it('never warns if the warning is off', () => {
    assert.equal(tokenState(token, 99_999, 0), 'fresh');
  });
});
