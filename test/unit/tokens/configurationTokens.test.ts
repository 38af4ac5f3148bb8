import assert from 'node:assert/strict';
import type { Authorize } from '../../../src/api/configuration/configurationApi';
import { Problem } from '../../../src/core/common/problem';
import type { Profile } from '../../../src/core/profile/profile';
import { ConfigurationTokens } from '../../../src/tokens/configurationTokens';
import { problemOf, settled } from '../../support/fakes';
import { updateProfile } from '../../support/updateProfile';
import { TokenServiceFixture } from './tokenServiceFixture';

const policy = '.:config/tokenPolicies/1';
const policies = '.:config/tokenPolicies**';
const all = '.:config/**';

describe('ConfigurationTokens', () => {
  let at: TokenServiceFixture;
  let acme: Profile;
  let tokens: ConfigurationTokens;
  let authorize: Authorize;

  const tokensIn = (window: TokenServiceFixture) =>
    new ConfigurationTokens({
      profiles: window.profiles,
      tokenService: window.tokenService,
      requestToken: window.ask,
      now: window.clock.now,
      mask: value => window.masked.add(value),
    });

  beforeEach(async () => {
    at = new TokenServiceFixture();
    acme = await at.addProfile();
    tokens = tokensIn(at);
    authorize = tokens.authorizeFor(acme);
  });
  afterEach(async () => {
    tokens.dispose();
    await settled();
  });

  /** Asks for a scope that the service grants; fails where that sends no request. */
  async function obtain(
    scope: string,
    value: string,
    options: Parameters<Authorize>[1] = {},
    expiresIn = 3600,
  ) {
    const arrival = at.asked.length;
    const asked = authorize(scope, options);
    (await at.arrival(arrival)).resolve({ accessToken: value, expiresIn, scope });
    return asked;
  }

  it('requests just that scope, as the client of the profile; masks secret and token in the log', async () => {
    assert.equal(await obtain(policy, 'T1'), 'T1');
    const [request] = at.asked;
    assert.deepEqual(
      [request?.scope, request?.client],
      [policy, { clientId: acme.clientId, clientSecret: 'secret of acme' }],
    );
    assert.ok(at.masked.has('T1') && at.masked.has('secret of acme'));
  });

  it('keeps it only in memory: not stored, not shown, without an event', async () => {
    at.seen.length = 0;
    await obtain(policy, 'T1');
    await settled();
    assert.ok(![...at.secrets.values.values()].some(text => text.includes('T1')));
    assert.deepEqual(
      [at.tokenService.status.token, await at.tokenService.listLive(acme), at.seen],
      [undefined, [], []],
    );
  });

  it('sends one request for a hundred callers, also for scopes that the token covers', async () => {
    const callers = Array.from({ length: 100 }, () => authorize(policies, {}));
    (await at.arrival(0)).resolve({ accessToken: 'T1', expiresIn: 3600, scope: policies });
    assert.deepEqual(new Set(await Promise.all(callers)), new Set(['T1']));
    assert.equal(await authorize(policy, {}), 'T1');
    assert.equal(at.asked.length, 1);
  });

  it('a caller that cancels affects no other', async () => {
    const controller = new AbortController();
    const one = authorize(policy, { signal: controller.signal });
    const other = authorize(policy, {});
    const request = await at.arrival(0);
    controller.abort();
    await problemOf(one, 'cancelled');
    request.resolve({ accessToken: 'T1', expiresIn: 3600, scope: policy });
    assert.equal(await other, 'T1');
    assert.equal(at.asked.length, 1);
  });

  it('uses a live token, the one with the least access', async () => {
    await at.issue(acme, '*:**', 'wide');
    await at.issue(acme, all, 'narrow');
    assert.equal(await authorize(policy, {}), 'narrow');
    assert.equal(await authorize('*:config/clients/1', {}), 'wide');
    assert.equal(at.asked.length, 2);
  });

  it('does not use one that was granted less than was requested', async () => {
    const requested = at.tokenService.acquire({ profile: acme, scope: all, activate: true });
    (await at.arrival(0)).resolve({ accessToken: 'empty', expiresIn: 3600, scope: '' });
    await requested;
    assert.equal(await obtain(policy, 'T1'), 'T1');
  });

  it('reads the kept tokens once', async () => {
    await at.issue(acme, all, 'kept');
    const reads = () =>
      at.faults.steps.filter(step => step.startsWith('secrets.get hostedLogin.tokens')).length;
    await authorize(policy, {});
    const before = reads();
    for (let times = 0; times < 20; times++) await authorize(policy, {});
    assert.equal(reads(), before);
  });

  it('requests one if the stored tokens cannot be read', async () => {
    at.faults.fails = (_, step) => step.startsWith('secrets.get hostedLogin.tokens');
    assert.equal(await obtain(policy, 'T1'), 'T1');
  });

  describe('a token that was refused', () => {
    it('is replaced, once for all callers that used it', async () => {
      await obtain(policy, 'T1');
      const again = Array.from({ length: 5 }, () => authorize(policy, { refused: 'T1' }));
      (await at.arrival(1)).resolve({ accessToken: 'T2', expiresIn: 3600, scope: policy });
      assert.deepEqual(new Set(await Promise.all(again)), new Set(['T2']));
      // A late request with the old token gets the new one.
      assert.equal(await authorize(policy, { refused: 'T1' }), 'T2');
      assert.equal(await authorize(policy, {}), 'T2');
      assert.equal(at.asked.length, 2);
    });

    it('stays stored if it was, but is not used here', async () => {
      await at.issue(acme, all, 'kept');
      assert.equal(await authorize(policy, {}), 'kept');
      assert.equal(await obtain(policy, 'T1', { refused: 'kept' }), 'T1');
      assert.equal(await authorize(policy, {}), 'T1');
      assert.equal(at.tokenService.status.token?.value, 'kept');
    });
  });

  describe('ends', () => {
    const lives: readonly [lifeSeconds: number, usedUntil: number, notAfter: number][] = [
      [3600, 3539, 3541],
      [60, 29, 31],
    ];
    for (const [life, until, after] of lives) {
      it(`before it expires: of ${life} s, used for ${until} s`, async () => {
        await obtain(policy, 'T1', {}, life);
        at.clock.pass(until * 1000);
        assert.equal(await authorize(policy, {}), 'T1');
        at.clock.pass((after - until) * 1000);
        assert.equal(await obtain(policy, 'T2'), 'T2');
      });
    }

    const ends: readonly [string, () => Promise<unknown>][] = [
      ['the tokens are forgotten', () => at.tokenService.forget(acme)],
      ['the secret is changed', () => updateProfile(at.profiles, acme, 'another secret')],
      [
        'another window forgets',
        async () => {
          const other = new TokenServiceFixture(at);
          await other.tokenService.forget(acme);
        },
      ],
    ];
    for (const [what, end] of ends) {
      it(`when ${what}`, async () => {
        await at.issue(acme, '.:webhooks/**', 'kept for something else');
        await obtain(policy, 'T1');
        await end();
        await settled();
        assert.equal(await obtain(policy, 'T2'), 'T2');
      });
    }

    it('when the tokens are forgotten, also if none is stored', async () => {
      await obtain(policy, 'T1');
      await at.tokenService.forget(acme);
      assert.equal(await obtain(policy, 'T2'), 'T2');
    });

    it('for a profile whose client changed: no token is sent to the previous service', async () => {
      await obtain(policy, 'T1');
      const moved = { ...acme, origin: 'https://v1.api.eu.janrain.com' };
      await updateProfile(at.profiles, moved, 'secret there');
      await problemOf(authorize(policy, {}), 'profileChanged');
      assert.equal(at.asked.length, 1);
      const there = tokens.authorizeFor(moved)(policy, {});
      (await at.arrival(1)).resolve({ accessToken: 'T2', expiresIn: 3600, scope: policy });
      assert.equal(await there, 'T2');
      await problemOf(authorize(policy, {}), 'profileChanged');
    });

    it('for a profile whose client changes during a request', async () => {
      const asked = authorize(policy, {});
      const request = await at.arrival(0);
      await updateProfile(at.profiles, { ...acme, clientId: 'another-client' }, 'another secret');
      request.resolve({ accessToken: 'T1', expiresIn: 3600, scope: policy });
      await problemOf(asked, 'profileChanged');
    });

    it('for a removed profile', async () => {
      await obtain(policy, 'T1');
      await at.profiles.remove(acme);
      await problemOf(authorize(policy, {}), 'profileChanged');
    });

    it('not for waiting callers if it is forgotten during the request; no other caller gets it', async () => {
      const asked = authorize(policy, {});
      const request = await at.arrival(0);
      await at.tokenService.forget(acme);
      request.resolve({ accessToken: 'T1', expiresIn: 3600, scope: policy });
      assert.equal(await asked, 'T1');
      assert.equal(await obtain(policy, 'T2'), 'T2');
    });
  });

  describe('what is not granted', () => {
    /** Answers what is asked for with the first granted scope of these, in turn; '' is none. */
    async function answer(...granted: readonly string[]) {
      for (const [index, scope] of granted.entries()) {
        (await at.arrival(index)).resolve({ accessToken: `T${index + 1}`, expiresIn: 3600, scope });
      }
    }

    it('is requested with a wider scope, and that token serves other scopes too', async () => {
      const asked = authorize(policy, {});
      await answer('', policies);
      assert.equal(await asked, 'T2');
      assert.equal(await authorize('.:config/tokenPolicies/2', {}), 'T2');
      assert.deepEqual(
        at.asked.map(({ scope }) => scope),
        [policy, policies],
      );
    });

    it('at all is reported with its scope', async () => {
      const asked = authorize(policy, {});
      await answer('', '', '.:config/clients**', '', '', '');
      const problem = await problemOf(asked, 'nothingGranted');
      assert.ok(problem.message.includes(policy), problem.message);
      assert.match(problem.nextStep, /allowedScopes/);
      assert.equal(at.asked.length, 6);
    });

    it('because narrower scopes are refused is requested wider until one is granted', async () => {
      const asked = authorize(policy, {});
      for (let index = 0; index < 5; index++) {
        (await at.arrival(index)).reject(new Problem('nothingGranted', 'invalid_scope'));
      }
      (await at.arrival(5)).resolve({ accessToken: 'T6', expiresIn: 3600, scope: '*:**' });
      assert.equal(await asked, 'T6');
      assert.deepEqual(
        at.asked.map(({ scope }) => scope),
        [policy, policies, all, '*:config/**', '.:**', '*:**'],
      );
      assert.equal(await authorize('*:config/clients/1', {}), 'T6');
    });

    it('because the request fails is reported as that error, and the next caller requests again', async () => {
      const asked = authorize(policy, {});
      (await at.arrival(0)).reject(new Problem('server', 'Trouble.'));
      await problemOf(asked, 'server');
      assert.equal(await obtain(policy, 'T1'), 'T1');
    });
  });

  it('writes with no other token than a held one that is required, also after a read was refused with it', async () => {
    const write = '*:config/tokenPolicies/1';
    let isRequired = true;
    tokens.hold(acme, { value: 'H', scope: write, issuedTo: acme, isRequired: () => isRequired });
    assert.equal(await authorize(write, {}), 'H');
    const read = authorize(policy, { refused: 'H' });
    (await at.arrival(0)).resolve({ accessToken: 'T0', expiresIn: 3600, scope: policy });
    assert.equal(await read, 'T0');
    const problem = await problemOf(authorize(write, {}), 'lockOut');
    assert.match(problem.message, /refused the token of “acme”, whose configuration access should remain/);
    isRequired = false;
    const asked = authorize(write, {});
    (await at.arrival(1)).resolve({ accessToken: 'T1', expiresIn: 3600, scope: write });
    assert.equal(await asked, 'T1');
  });

  it('uses a held token of another profile for the scope it is held for, until that profile forgets it or is removed', async () => {
    const other = await at.addProfile('other', { clientId: 'client-2' });
    const held = { value: 'H', scope: policy, issuedTo: other, isRequired: () => false };
    const hold = () => tokens.hold(acme, held);
    hold();
    assert.equal(await authorize(policy, {}), 'H');
    assert.equal(await obtain(policies, 'T1'), 'T1');
    await at.tokenService.forget(other);
    assert.equal(await authorize(policy, {}), 'T1');
    hold();
    assert.equal(await authorize(policy, {}), 'H');
    await at.profiles.remove(other);
    assert.equal(await authorize(policy, {}), 'T1');
  });
});
