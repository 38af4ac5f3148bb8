import assert from 'node:assert/strict';
import type { Profile } from '../../../../../src/core/profile/profile';
import type { OutgoingRequest } from '../../../../../src/features/requests/sending/httpyacRequest';
import { tokensToSend } from '../../../../../src/features/requests/sending/httpyacTokens';
import { TokenServiceFixture } from '../../../tokens/tokenServiceFixture';

const scope = '.:config/**';
const minute = 60_000;

describe('the token that httpYac sends', () => {
  let fixture: TokenServiceFixture;
  let profile: Profile;
  let rules: { isShared: boolean; mayRenew: boolean };

  beforeEach(async () => {
    fixture = new TokenServiceFixture();
    profile = await fixture.addProfile();
    rules = { isShared: true, mayRenew: true };
  });

  const sendAll = (request: Partial<OutgoingRequest> = {}) =>
    tokensToSend(
      {
        profiles: fixture.profiles,
        tokenService: fixture.tokenService,
        now: fixture.clock.now,
        warn: message => fixture.warnings.push(message),
        isShared: () => rules.isShared,
        mayRenew: () => rules.mayRenew,
      },
      { url: `${profile.origin}/x`, method: 'GET', ...request },
    );
  const send = async (url?: string) => (await sendAll(url === undefined ? {} : { url })).token;

  /** As time that passes while the machine sleeps: no timer runs. */
  const sleep = (milliseconds: number) => {
    fixture.clock.time += milliseconds;
  };

  it('is the active one, and counts as used', async () => {
    await fixture.issue(profile, scope, 'active');
    fixture.tokenService.usage.forget(profile.id);
    assert.equal(await send(), 'active');
    assert.equal(fixture.tokenService.usage.all.length, 1);
    assert.equal(fixture.asked.length, 1);
  });

  it('is none when there is none, and none is requested', async () => {
    assert.equal(await send(), undefined);
    assert.equal(fixture.asked.length, 0);
  });

  it('is none for another host, and all tokens are foreign there', async () => {
    await fixture.issue(profile, scope, 'active');
    for (const url of [
      'https://elsewhere.example/x',
      `https://elsewhere.example/?${profile.origin}`,
      `${profile.origin}.evil.example/x`,
      `${profile.origin}@evil.example/x`,
      `${profile.origin.replace('https', 'http')}/x`,
      '{{origin}}/x',
      '/x',
      '',
    ]) {
      const { token, forbidden, refusal } = await sendAll({ url });
      assert.equal(token, undefined, url);
      assert.deepEqual(forbidden, ['active'], url);
      assert.ok(refusal, url);
    }
    assert.equal(await send(profile.origin.toUpperCase()), 'active');
  });

  it('is none when nothing is shared', async () => {
    await fixture.issue(profile, scope, 'active');
    rules.isShared = false;
    assert.equal(await send(), undefined);
  });

  for (const [name, passed] of [
    ['within the last minute', 59.5 * minute],
    ['when it has ended', 90 * minute],
  ] as const) {
    it(`is renewed first ${name}`, async () => {
      await fixture.issue(profile, scope, 'old');
      sleep(passed);
      const sent = send();
      const again = send();
      (await fixture.arrival(1)).resolve({ accessToken: 'new', expiresIn: 3600, scope });
      assert.deepEqual(await Promise.all([sent, again]), ['new', 'new']);
      assert.equal(fixture.tokenService.status.token?.value, 'new');
      assert.equal(fixture.asked.length, 2, 'once for both');
    });
  }

  it('is not renewed when the setting is against it', async () => {
    await fixture.issue(profile, scope, 'old');
    rules.mayRenew = false;
    sleep(59.5 * minute);
    assert.equal(await send(), 'old');
    sleep(minute);
    assert.equal(await send(), undefined);
    assert.equal(fixture.asked.length, 1);
  });

  it('is the old one as long as it lives, when it cannot be renewed', async () => {
    await fixture.issue(profile, scope, 'old');
    sleep(59.5 * minute);
    const sent = send();
    (await fixture.arrival(1)).reject(new Error('no service today'));
    assert.equal(await sent, 'old');
    sleep(minute);
    const later = send();
    (await fixture.arrival(2)).reject(new Error('no service today'));
    assert.equal(await later, undefined);
    assert.ok(fixture.warnings.includes('The token for httpYac could not be renewed'));
  });

  it('is that of the active profile if another one has the same customer', async () => {
    await fixture.issue(profile, scope, 'of acme');
    await fixture.addProfile('other');
    assert.equal(await send(), undefined);
  });

  it('is that of the profile whose host and customer it goes to', async () => {
    await fixture.issue(profile, scope, 'of acme');
    const others = await Promise.all([
      fixture.addProfile('by host', { origin: 'https://v1.api.eu.janrain.com' }),
      fixture.addProfile('by customer', { customerId: 'aaaaaaaa-0000-0000-0000-000000000001' }),
    ]);
    for (const other of others) {
      await fixture.profiles.switchTo(other);
      assert.deepEqual(await sendAll({ url: `${profile.origin}/${profile.customerId}/config/clients` }), {
        ...{ token: 'of acme', own: ['of acme'], forbidden: [], refusal: undefined },
      });
      const { token, forbidden } = await sendAll({
        url: `${other.origin}/${other.customerId}/config/clients`,
      });
      assert.equal(token, undefined);
      assert.deepEqual(forbidden, ['of acme']);
    }
  });

  it('is another live one that allows the request, when the active one does not', async () => {
    await fixture.issue(profile, scope, 'wide');
    await fixture.issue(profile, '.:config/clients', 'narrow');
    const at = (path: string, method = 'GET') =>
      sendAll({ url: `${profile.origin}/${profile.customerId}/config/${path}`, method });
    assert.equal((await at('clients')).token, 'narrow');
    assert.equal((await at('tokenPolicies')).token, 'wide');
    assert.equal(
      (await at('clients', 'POST')).token,
      'narrow',
      'none does: the service says what is missing',
    );
    assert.equal(fixture.asked.length, 2, 'and none is requested');
  });

  it('is none when something may lead the request elsewhere', async () => {
    await fixture.issue(profile, scope, 'active');
    const { token, refusal } = await sendAll({ doubt: 'it may' });
    assert.equal(token, undefined);
    assert.deepEqual(refusal, { host: profile.origin, reason: 'it may' });
    assert.equal((await sendAll({ hosts: ['evil.example'] })).token, undefined);
  });
});
