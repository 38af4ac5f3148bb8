import assert from 'node:assert/strict';
import { isProblem, Problem } from '../../../src/core/common/problem';
import type { Profile } from '../../../src/core/profile/profile';
import { reserved } from '../../../src/tokens/reservedTokenIds';
import type { TokenRequest } from '../../../src/tokens/tokenService';
import { deferred, FakeState, problemOf, settled } from '../../support/fakes';
import { updateProfile } from '../../support/updateProfile';
import { TokenServiceFixture } from './tokenServiceFixture';

const scope = '.:config/**';
const issued = (accessToken: string) => ({ accessToken, expiresIn: 3600, scope });

describe('TokenService', () => {
  let at: TokenServiceFixture;
  let acme: Profile;

  beforeEach(async () => {
    at = new TokenServiceFixture();
    acme = await at.addProfile();
    at.seen.length = 0;
  });
  // A rejection that nobody handles fails the test that made it.
  afterEach(settled);

  const acquire = (more: Partial<TokenRequest> = {}) =>
    at.tokenService.acquire({ profile: acme, scope, activate: true, ...more });

  describe('request', () => {
    it('sends the client of the profile, and stores the token', async () => {
      const requested = acquire();
      const request = await at.arrival();
      assert.deepEqual(
        [request.profile, request.client, request.scope],
        [acme, { clientId: acme.clientId, clientSecret: 'secret of acme' }, scope],
      );
      at.clock.pass(1500);
      request.resolve({ accessToken: 'T1', expiresIn: 600, scope: '' });
      const token = await requested;
      // The life counts from before the request.
      assert.deepEqual(token, {
        profileId: acme.id,
        requestedScope: scope,
        grantedScope: '',
        value: 'T1',
        issuedAt: at.clock.time - 1500,
        expiresAt: at.clock.time - 1500 + 600_000,
      });
      assert.equal(at.tokenService.status.token, token);
    });

    it('shows the request, then the token; masks secret and token in the log first', async () => {
      const requested = acquire();
      const request = await at.arrival();
      await settled();
      assert.deepEqual(at.seen, ['acme - requesting']);
      request.resolve(issued('T1'));
      assert.ok(at.masked.has('secret of acme'));
      await requested;
      assert.ok(at.masked.has('T1'));
      assert.deepEqual(
        at.seen.filter((line, index) => line !== at.seen[index - 1]),
        ['acme - requesting', 'acme T1'],
      );
    });

    it('is one for a thousand callers, whatever the order of their scopes', async () => {
      const scopes = ['a b', 'b a', ' b  a '];
      const callers = Array.from({ length: 1000 }, (_, index) => acquire({ scope: scopes[index % 3] ?? '' }));
      (await at.arrival()).resolve(issued('T1'));
      const tokens = await Promise.all(callers);
      assert.deepEqual([at.asked.length, new Set(tokens).size], [1, 1]);
    });

    it('is one for each profile and scope', async () => {
      const bcme = await at.addProfile('bcme');
      const all = [acquire(), acquire({ profile: bcme }), acquire({ scope: '*:**' })];
      await at.arrival(2);
      assert.equal(at.asked.length, 3);
      at.asked.forEach(({ resolve }, index) => {
        resolve(issued(`T${index}`));
      });
      await Promise.all(all);
    });

    it('asks again even when a live token is there, for exactly that scope', async () => {
      await at.issue(acme, '*:**', 'wide');
      await at.issue(acme, scope, 'narrow');
      assert.equal(at.asked[1]?.scope, scope);
      assert.equal(at.tokenService.status.token?.value, 'narrow');
      assert.equal((await at.tokenService.find(acme, '*:**')).value, 'wide');
    });

    it('for another profile than the active one changes nothing visible', async () => {
      await at.issue(acme, scope, 'T1');
      const bcme = await at.addProfile('bcme');
      assert.equal(at.describeStatus(), 'bcme -');
      await at.issue(acme, scope, 'T2');
      assert.equal(at.describeStatus(), 'bcme -');
      await at.profiles.switchTo(acme);
      assert.equal(at.describeStatus(), 'acme -');
      await settled();
      assert.equal(at.describeStatus(), 'acme T2');
      assert.equal(bcme.name, 'bcme');
    });

    it('for another profile than the active one shows no spinner', async () => {
      const bcme = await at.addProfile('bcme');
      const requested = acquire();
      const request = await at.arrival();
      assert.equal(at.describeStatus(), 'bcme -');
      await at.profiles.switchTo(acme);
      assert.equal(at.describeStatus(), 'acme - requesting');
      await at.profiles.switchTo(bcme);
      assert.equal(at.describeStatus(), 'bcme -');
      request.resolve(issued('T1'));
      await requested;
    });

    it('that fails leaves the previous token, and stops the spinner', async () => {
      await at.issue(acme, scope, 'T1');
      const requested = problemOf(acquire(), 'server');
      (await at.arrival()).reject(new Problem('server', 'It is ill.'));
      await requested;
      assert.equal(at.describeStatus(), 'acme T1');
      assert.equal(at.seen.at(-1), 'acme T1');
      assert.equal((await at.tokenService.find(acme)).value, 'T1');
    });

    it('without a secret sends nothing', async () => {
      at.secrets.values.clear();
      await problemOf(acquire(), 'secretMissing');
      assert.deepEqual([at.asked.length, at.describeStatus()], [0, 'acme -']);
    });

    it('is sent to the current origin of the profile, not to the one that the caller read', async () => {
      const moved = { ...acme, origin: 'https://elsewhere.example', clientId: 'moved-client' };
      await updateProfile(at.profiles, moved, 'moved secret');
      const requested = acquire();
      const request = await at.arrival();
      assert.deepEqual(
        [request.profile.origin, request.client],
        ['https://elsewhere.example', { clientId: 'moved-client', clientSecret: 'moved secret' }],
      );
      request.resolve(issued('T1'));
      await requested;
    });

    it('for a removed profile sends nothing', async () => {
      await at.profiles.remove(acme);
      await problemOf(acquire(), 'noProfile');
      assert.equal(at.asked.length, 0);
    });

    it('shows the token before it is stored', async () => {
      const store = at.secrets.store.bind(at.secrets);
      const stored = deferred<undefined>();
      at.secrets.store = async (key, value) => {
        await stored.promise;
        return store(key, value);
      };
      let isDone = false;
      const requested = acquire();
      void requested.then(() => (isDone = true));
      (await at.arrival()).resolve(issued('T1'));
      await settled();
      assert.deepEqual([at.describeStatus(), isDone], ['acme T1', false]);
      stored.resolve(undefined);
      assert.equal((await requested).value, 'T1');
    });

    it('says so if the token cannot be stored, and keeps it for this window', async () => {
      await at.issue(acme, scope, 'T1');
      at.clock.pass(1000);
      at.faults.fails = (_, step) => step.startsWith('secrets.store');
      const requested = problemOf(acquire(), 'storage');
      (await at.arrival()).resolve(issued('T2'));
      const { message } = await requested;
      assert.match(message, /could not store the access token/);
      await at.tokenService.restore();
      assert.equal(at.describeStatus(), 'acme T2');
      assert.equal((await at.tokenService.findLive(acme)).value, 'T2');
      at.faults.fails = () => false;
      await at.issue(acme, '*:**', 'T3');
      const reloaded = new TokenServiceFixture(at);
      assert.equal((await reloaded.tokenService.find(acme, scope)).value, 'T2', 'stored with the next one');
    });

    it('shows that it is running if the previous token expires meanwhile, then the new token', async () => {
      await at.issue(acme, scope, 'T1', 60);
      const requested = acquire();
      const request = await at.arrival(1);
      at.clock.jump(61_000);
      assert.equal(at.describeStatus(), 'acme T1 requesting');
      await problemOf(at.tokenService.findLive(acme), 'noToken');
      request.resolve(issued('T2'));
      await requested;
      assert.equal(at.describeStatus(), 'acme T2');
      assert.equal((await at.tokenService.findLive(acme)).value, 'T2');
    });

    it('is not disturbed by a listener that throws', async () => {
      at.tokenService.onDidChange(() => {
        throw new Error('broken listener');
      });
      await at.issue(acme, scope, 'T1');
      assert.equal(at.describeStatus(), 'acme T1');
      assert.ok(at.warnings.length > 0);
    });
  });

  describe('several live tokens of a profile', () => {
    it('the one requested last in this window is the active one, also after a reload', async () => {
      await at.issue(acme, '.:a', 'T1');
      await at.issue(acme, '.:b', 'T2');
      const [, first] = await at.tokenService.listLive(acme);
      assert.ok(first);
      await at.tokenService.activate(acme, first);
      assert.equal(at.describeStatus(), 'acme T1');
      assert.equal((await at.tokenService.find(acme)).value, 'T1');
      const reloaded = new TokenServiceFixture(at);
      await reloaded.tokenService.restore();
      assert.equal(reloaded.describeStatus(), 'acme T1');
    });

    it('a request of another window changes nothing here, except for a newer token of the same scope', async () => {
      await at.issue(acme, '.:a', 'T1');
      const other = new TokenServiceFixture(at, new FakeState('workspaceState'));
      await other.issue(acme, '.:b', 'T2');
      assert.deepEqual([at.describeStatus(), other.describeStatus()], ['acme T1', 'acme T2']);
      await other.issue(acme, '.:a', 'T3');
      assert.equal(at.describeStatus(), 'acme T3');
      assert.equal(at.asked.length, 1);
    });

    it('one that is acquired but not activated leaves the active one', async () => {
      await at.issue(acme, '.:a', 'T1');
      const obtained = at.tokenService.acquire({ profile: acme, scope: '.:b' });
      (await at.arrival()).resolve({ accessToken: 'T2', expiresIn: 60, scope: '.:b' });
      assert.equal((await obtained).value, 'T2');
      await settled();
      assert.equal(at.describeStatus(), 'acme T1');
      assert.deepEqual(
        (await at.tokenService.listLive(acme)).map(({ value }) => value),
        ['T2', 'T1'],
      );
    });

    it('one that is acquired without an active one becomes active', async () => {
      const obtained = at.tokenService.acquire({ profile: acme, scope: '.:b' });
      (await at.arrival()).resolve({ accessToken: 'T2', expiresIn: 60, scope: '.:b' });
      await obtained;
      assert.equal(at.describeStatus(), 'acme T2');
    });

    it('a reserved one is never active or listed, and is forgotten with the others', async () => {
      const token = {
        ...{ profileId: acme.id, requestedScope: '.:b', grantedScope: '.:b', value: 'T2' },
        ...{ issuedAt: at.clock.now(), expiresAt: at.clock.now() + 60_000 },
      };
      const other = new TokenServiceFixture(at, new FakeState('workspaceState'));
      await at.tokenService.storeReserved(acme, token);
      for (const { tokenService } of [at, other]) {
        await settled();
        assert.equal(tokenService.status.token, undefined);
        assert.deepEqual(
          [await tokenService.list(acme), await tokenService.listLive(reserved(acme))],
          [[], [{ ...token, profileId: reserved(acme).id }]],
        );
      }
      // One that was issued since the decision stays.
      await other.tokenService.dropReserved(acme, token.issuedAt);
      assert.equal((await at.tokenService.listLive(reserved(acme))).length, 1);
      await other.tokenService.dropReserved(acme, token.issuedAt + 1);
      assert.deepEqual(await at.tokenService.listLive(reserved(acme)), []);
      for (const goes of [() => at.tokenService.forget(acme), () => at.profiles.remove(acme)]) {
        await at.tokenService.storeReserved(acme, token);
        await goes();
        await settled();
        assert.deepEqual(await other.tokenService.listLive(reserved(acme)), []);
      }
    });

    it('the first one shown in a workspace stays active, whatever is requested elsewhere', async () => {
      await at.issue(acme, '.:a', 'T1');
      const other = new TokenServiceFixture(at, new FakeState('workspaceState'));
      await other.tokenService.restore();
      assert.equal(other.describeStatus(), 'acme T1');
      const obtained = other.tokenService.acquire({ profile: acme, scope: '.:b' });
      (await other.arrival()).resolve({ accessToken: 'B1', expiresIn: 3600, scope: '.:b' });
      await obtained;
      await settled();
      assert.deepEqual([at.describeStatus(), other.describeStatus()], ['acme T1', 'acme T1']);
      const reloaded = new TokenServiceFixture(other, other.workspaceState);
      await reloaded.tokenService.restore();
      assert.equal(reloaded.describeStatus(), 'acme T1');
    });

    it('one that another window forgot during its renewal stays forgotten', async () => {
      await at.issue(acme, '.:a', 'T1');
      const other = new TokenServiceFixture(at, new FakeState('workspaceState'));
      const renewed = problemOf(at.tokenService.renew(acme, await at.tokenService.find(acme)), 'cancelled');
      const request = await at.arrival(1);
      assert.equal(at.describeStatus(), 'acme T1', 'nobody waits for it');
      await other.tokenService.forget(acme);
      request.resolve(issued('T2'));
      await renewed;
      await settled();
      assert.deepEqual([at.describeStatus(), other.describeStatus()], ['acme -', 'acme -']);
    });

    for (let turns = 0; turns < 30; turns++) {
      it(`one that another window forgot during its renewal is new, if asked for ${turns} turns after the answer`, async () => {
        await at.issue(acme, '.:a', 'T1');
        const other = new TokenServiceFixture(at, new FakeState('workspaceState'));
        const renewed = at.tokenService.renew(acme, await at.tokenService.find(acme)).catch(() => undefined);
        const request = await at.arrival(1);
        await other.tokenService.forget(acme);
        request.resolve(issued('T2'));
        for (let turn = 0; turn < turns; turn++) await Promise.resolve();
        const asked = acquire({ scope: '.:a' });
        await settled();
        at.asked[2]?.resolve(issued('T2'));
        assert.equal((await asked).value, 'T2');
        await renewed;
        await settled();
        assert.equal(at.describeStatus(), 'acme T2');
      });
    }

    it('an answer that arrives after another window removed the profile is not stored', async () => {
      await at.issue(acme, '.:a', 'put back late');
      const other = new TokenServiceFixture(at, new FakeState('workspaceState'));
      await other.profiles.remove(acme);
      at.clock.pass(5_000);
      await settled();
      assert.doesNotMatch([...at.secrets.values].join(), /late/);
    });

    it('live ones do not include expired ones', async () => {
      await at.issue(acme, '.:a', 'T1', 60);
      await at.issue(acme, '.:b', 'T2', 120);
      at.clock.jump(60_000);
      assert.deepEqual(
        (await at.tokenService.listLive(acme)).map(({ value }) => value),
        ['T2'],
      );
    });

    it('the token becomes active even if the active scope cannot be stored', async () => {
      at.faults.fails = (_, step) => step.includes('activeScopes');
      await at.issue(acme, '.:a', 'T1');
      assert.equal(at.describeStatus(), 'acme T1');
      assert.deepEqual([...new Set(at.warnings)], ['The active scope could not be stored']);
    });
  });

  describe('storage that fails at any single step', () => {
    /** The steps that an action takes where all is well. */
    async function stepsOf(
      action: (good: TokenServiceFixture, profile: Profile) => Promise<unknown>,
    ): Promise<string[]> {
      const good = new TokenServiceFixture();
      const profile = await good.addProfile();
      await good.issue(profile, 'a', 'T1');
      good.faults.steps.length = 0;
      await action(good, profile);
      return [...good.faults.steps];
    }

    it('of a request: leaves the previous token or the new one, and the next request works', async () => {
      const steps = await stepsOf((good, profile) => good.issue(profile, 'b', 'T2'));
      assert.ok(steps.length >= 3, steps.join());
      for (const failing of steps.keys()) {
        const trial = new TokenServiceFixture();
        const profile = await trial.addProfile();
        await trial.issue(profile, 'a', 'T1');
        trial.faults.steps.length = 0;
        trial.faults.fails = index => index === failing;
        const requested = trial.tokenService.acquire({ profile, scope: 'b', activate: true }).then(
          ({ value }) => value,
          (error: unknown) => (isProblem(error) ? error.kind : error),
        );
        await settled();
        trial.asked[1]?.resolve({ accessToken: 'T2', expiresIn: 3600, scope: 'b' });
        const outcome = await requested;
        await settled();
        const name = `${steps[failing] ?? ''} → ${String(outcome)}`;
        assert.ok(outcome === 'T2' || outcome === 'storage', name);
        // An issued token is used even if it could not be stored.
        assert.equal(trial.describeStatus(), trial.asked.length > 1 ? 'acme T2' : 'acme T1', name);
        trial.faults.fails = () => false;
        await trial.issue(profile, 'b', 'T3');
        assert.equal(trial.describeStatus(), 'acme T3', name);
      }
    });

    it('of forgetting: the token is forgotten, or the error is reported and it is still there', async () => {
      const steps = await stepsOf((good, profile) => good.tokenService.forget(profile, 'a'));
      for (const failing of steps.keys()) {
        const trial = new TokenServiceFixture();
        const profile = await trial.addProfile();
        await trial.issue(profile, 'a', 'T1');
        trial.faults.steps.length = 0;
        trial.faults.fails = index => index === failing;
        const outcome = await trial.tokenService.forget(profile, 'a').then(
          () => 'forgotten',
          (error: unknown) => (isProblem(error) ? error.kind : error),
        );
        trial.faults.fails = () => false;
        await trial.tokenService.restore();
        assert.equal(trial.describeStatus(), outcome === 'forgotten' ? 'acme -' : 'acme T1', steps[failing]);
        await trial.tokenService.forget(profile, 'a');
        assert.equal(trial.describeStatus(), 'acme -');
      }
    });
  });

  describe('cancelling', () => {
    it('by one caller rejects only that caller', async () => {
      const controller = new AbortController();
      const stays = acquire();
      const leaves = problemOf(acquire({ signal: controller.signal }), 'cancelled');
      const request = await at.arrival();
      controller.abort();
      await leaves;
      assert.deepEqual([request.signal.aborted, at.tokenService.status.isRequesting], [false, true]);
      request.resolve(issued('T1'));
      assert.equal((await stays).value, 'T1');
    });

    it('by all aborts the request, and the spinner stops with the last one', async () => {
      const controller = new AbortController();
      const all = [1, 2].map(() => problemOf(acquire({ signal: controller.signal }), 'cancelled'));
      const request = await at.arrival();
      controller.abort();
      await Promise.all(all);
      assert.equal(request.signal.aborted, true);
      assert.deepEqual([at.describeStatus(), at.seen.at(-1)], ['acme -', 'acme -']);
    });

    it('stops the spinner also when the service does not listen; what it then answers is dropped', async () => {
      at.ignoresAbort = true;
      const controller = new AbortController();
      const cancelled = problemOf(acquire({ signal: controller.signal }), 'cancelled');
      const request = await at.arrival();
      controller.abort();
      await cancelled;
      assert.equal(at.seen.at(-1), 'acme -');
      request.resolve(issued('late'));
      await settled();
      assert.equal(at.describeStatus(), 'acme -');
      await problemOf(at.tokenService.find(acme), 'noToken');
    });

    it('does not block the next request, even before the cancelled one has ended', async () => {
      at.ignoresAbort = true;
      const controller = new AbortController();
      const cancelled = problemOf(acquire({ signal: controller.signal }), 'cancelled');
      await at.arrival();
      controller.abort();
      await cancelled;
      const next = acquire();
      (await at.arrival(1)).resolve(issued('T2'));
      assert.equal((await next).value, 'T2');
      assert.equal(at.describeStatus(), 'acme T2');
    });

    it('at the moment of another request gives that one its token', async () => {
      const controller = new AbortController();
      const cancelled = problemOf(acquire({ signal: controller.signal }), 'cancelled');
      const request = await at.arrival();
      controller.abort();
      const next = acquire();
      await cancelled;
      request.resolve(issued('T1'));
      assert.equal((await next).value, 'T1');
    });

    it('before the request sends nothing', async () => {
      await problemOf(acquire({ signal: AbortSignal.abort() }), 'cancelled');
      assert.deepEqual([at.asked.length, at.seen.at(-1)], [0, 'acme -']);
    });
  });

  describe('an answer that comes too late', () => {
    it('after everything was forgotten is dropped', async () => {
      await at.issue(acme, scope, 'T1');
      const requested = problemOf(acquire(), 'cancelled');
      const request = await at.arrival();
      await at.tokenService.forget(acme);
      request.resolve(issued('late'));
      await requested;
      assert.equal(at.describeStatus(), 'acme -');
      await problemOf(at.tokenService.find(acme), 'noToken');
    });

    it('after that scope was forgotten is dropped; another scope’s is not', async () => {
      const dropped = problemOf(acquire({ scope: 'b a' }), 'cancelled');
      const kept = acquire();
      await at.arrival(1);
      await at.tokenService.forget(acme, 'a b');
      for (const [index, { resolve }] of at.asked.entries()) resolve(issued(`T${index}`));
      await Promise.all([dropped, kept]);
      assert.equal(at.describeStatus(), 'acme T1');
    });

    it('after another profile’s were forgotten is kept', async () => {
      const bcme = await at.addProfile('bcme');
      const requested = acquire();
      const request = await at.arrival();
      await at.tokenService.forget(bcme);
      request.resolve(issued('T1'));
      assert.equal((await requested).value, 'T1');
    });

    it('forgotten while it is being stored is dropped', async () => {
      const store = at.secrets.store.bind(at.secrets);
      const [storing, held] = [deferred<undefined>(), deferred<undefined>()];
      at.secrets.store = async (key, value) => {
        storing.resolve(undefined);
        await held.promise;
        await store(key, value);
      };
      const requested = problemOf(acquire(), 'cancelled');
      (await at.arrival()).resolve(issued('late'));
      await storing.promise;
      const forgotten = at.tokenService.forget(acme);
      held.resolve(undefined);
      await Promise.all([requested, forgotten]);
      assert.equal(at.describeStatus(), 'acme -');
      await problemOf(at.tokenService.find(acme), 'noToken');
    });

    it('that joined a renewal is told that the profile was removed; the renewal alone is cancelled', async () => {
      await at.issue(acme, scope, 'T1');
      const token = await at.tokenService.find(acme, scope);
      const alone = problemOf(at.tokenService.renew(acme, token), 'cancelled');
      const renewal = await at.arrival(1);
      await updateProfile(at.profiles, { ...acme, clientId: 'another' }, 'new secret');
      renewal.resolve(issued('late'));
      await alone;
      const changed = await updateProfile(at.profiles, acme, 'secret');
      await at.issue(changed, scope, 'T2');
      const next = at.tokenService.renew(changed, await at.tokenService.find(changed, scope));
      const request = await at.arrival(3);
      const joined = acquire({ profile: changed });
      await at.profiles.remove(changed);
      request.resolve(issued('late'));
      await Promise.all([problemOf(joined, 'profileChanged'), problemOf(next, 'profileChanged')]);
      assert.equal(at.asked.length, 4);
      assert.equal(at.describeStatus(), '- -');
    });

    it('that renews a token of another client is not made for the client of now', async () => {
      await at.issue(acme, scope, 'first');
      const { token } = at.tokenService.status;
      assert.ok(token);
      await updateProfile(at.profiles, { ...acme, origin: 'https://v1.api.eu.janrain.com' }, 'new secret');
      const { length } = at.asked;
      await problemOf(at.tokenService.renew(acme, token), 'cancelled');
      assert.equal(at.asked.length, length);
    });

    it('after the profile was removed is dropped', async () => {
      const requested = problemOf(acquire(), 'profileChanged');
      const request = await at.arrival();
      await at.profiles.remove(acme);
      request.resolve(issued('late'));
      await requested;
      assert.doesNotMatch([...at.secrets.values].join(), /late|secret of/);
      assert.equal(at.describeStatus(), '- -');
    });

    for (let turns = 0; turns < 12; turns++) {
      it(`forgotten ${turns} turns after the answer: never comes back`, async () => {
        const requested = acquire().catch(() => undefined);
        (await at.arrival()).resolve(issued('late'));
        for (let turn = 0; turn < turns; turn++) await Promise.resolve();
        await at.tokenService.forget(acme);
        await requested;
        await settled();
        assert.equal(at.describeStatus(), 'acme -');
        await problemOf(at.tokenService.find(acme), 'noToken');
      });
    }
  });

  describe('a request after something that makes the one under way stale', () => {
    const moved = { origin: 'https://elsewhere.example' };
    const changes: Readonly<Record<string, () => Promise<unknown>>> = {
      'everything was forgotten': () => at.tokenService.forget(acme),
      'that scope was forgotten': () => at.tokenService.forget(acme, scope),
      'another secret was stored': () => updateProfile(at.profiles, acme, 'the right secret'),
      'the profile leads elsewhere': () => updateProfile(at.profiles, { ...acme, ...moved }, 'other secret'),
    };
    for (const [what, change] of Object.entries(changes)) {
      it(`${what}: does not join it`, async () => {
        const stale = acquire().catch(() => undefined);
        await at.arrival();
        await change();
        const next = acquire();
        const request = await at.arrival(1);
        const { profile, clientSecret } = await at.profiles.readWithSecret(acme);
        assert.deepEqual(
          [request.profile, request.client],
          [profile, { clientId: profile.clientId, clientSecret }],
        );
        request.resolve(issued('new'));
        assert.equal((await next).value, 'new');
        at.asked[0]?.resolve(issued('stale'));
        await stale;
      });
    }

    it('joins it after a change that makes nothing stale', async () => {
      const first = acquire();
      const request = await at.arrival();
      await updateProfile(at.profiles, { ...acme, name: 'renamed' });
      await at.tokenService.forget(acme, 'another');
      const second = acquire();
      request.resolve(issued('T1'));
      assert.equal(await first, await second);
    });
  });

  describe('a profile with another client', () => {
    const clients: readonly Partial<Profile>[] = [
      { origin: 'https://elsewhere.example' },
      { customerId: '00000000-0000-0000-0000-000000000000' },
      { clientId: 'another-client' },
    ];
    for (const client of clients) {
      it(`${Object.keys(client).join()}: has none of the tokens from before, at no time`, async () => {
        await at.issue(acme, scope, 'old');
        const late = problemOf(acquire({ scope: '*:**' }), 'profileChanged');
        const request = await at.arrival(1);
        at.seen.length = 0;
        const moved = await updateProfile(at.profiles, { ...acme, ...client }, 'new secret');
        assert.equal(at.describeStatus(), 'acme - requesting');
        await problemOf(at.tokenService.find(moved), 'noToken');
        request.resolve(issued('late'));
        await late;
        await at.tokenService.restore();
        assert.equal(at.describeStatus(), 'acme -');
        assert.deepEqual(
          at.seen.filter(line => /old|late/.test(line)),
          [],
        );
        await at.issue(moved, scope, 'new');
        assert.equal(at.describeStatus(), 'acme new');
      });
    }

    it('keeps its tokens when it is only renamed', async () => {
      await at.issue(acme, scope, 'T1');
      await updateProfile(at.profiles, { ...acme, name: 'renamed' });
      assert.equal(at.describeStatus(), 'renamed T1');
      await at.tokenService.whenSettled();
      assert.equal(at.describeStatus(), 'renamed T1');
    });
  });

  describe('whenSettled', () => {
    it('resolves when the state of the new profile is shown', async () => {
      await at.issue(acme, scope, 'T1');
      const bcme = await at.addProfile('bcme');
      await at.profiles.switchTo(acme);
      await at.tokenService.whenSettled();
      assert.equal(at.describeStatus(), 'acme T1');
      await at.profiles.switchTo(bcme);
      void at.tokenService.whenSettled();
      await at.profiles.switchTo(acme);
      await at.tokenService.whenSettled();
      assert.equal(at.describeStatus(), 'acme T1');
    });

    it('waits for a reading that began later too', async () => {
      await at.issue(acme, scope, 'T1');
      await at.addProfile('bcme');
      await at.profiles.switchTo(acme);
      const upToDate = at.tokenService.whenSettled();
      at.slowDown();
      void at.tokenService.restore();
      await upToDate;
      assert.equal(at.describeStatus(), 'acme T1');
    });

    it('does not reject when the tokens cannot be read', async () => {
      at.faults.fails = (_, step) => step.startsWith('secrets.get');
      void at.tokenService.restore();
      await at.tokenService.whenSettled();
      assert.equal(at.describeStatus(), 'acme -');
    });
  });

  it('ignores all events after it is disposed', async () => {
    let heard = 0;
    at.tokens.onDidChange(() => (heard += 1));
    at.tokenService.dispose();
    at.seen.length = 0;
    at.faults.steps.length = 0;
    await at.profiles.switchTo(await at.profiles.add({ ...acme, name: 'bcme' }, 'secret'));
    await at.secrets.store(`hostedLogin.tokens.${acme.id}`, '[]');
    await settled();
    assert.deepEqual(
      [heard, at.seen, at.faults.steps.filter(step => step.startsWith('secrets.get hostedLogin.tokens'))],
      [0, [], []],
    );
  });

  describe('tryForget', () => {
    it('forgets, and only warns if that fails', async () => {
      await at.issue(acme, scope, 'T1');
      at.faults.fails = (_, step) => step.startsWith('secrets.store hostedLogin.tokens');
      await at.tokenService.tryForget(acme);
      assert.deepEqual([at.describeStatus(), at.warnings.length], ['acme T1', 1]);
      at.faults.fails = () => false;
      await at.tokenService.tryForget(acme);
      assert.deepEqual([at.describeStatus(), at.warnings.length], ['acme -', 1]);
    });
  });

  describe('forget', () => {
    it('forgets one scope, and makes the previous token active; or forgets all', async () => {
      await at.issue(acme, 'a', 'T1');
      await at.issue(acme, 'b', 'T2');
      await at.tokenService.forget(acme, 'b');
      assert.equal(at.describeStatus(), 'acme T1');
      await at.tokenService.forget(acme);
      assert.equal(at.describeStatus(), 'acme -');
      assert.equal(at.seen.at(-1), 'acme -');
    });

    it('keeps the token if it fails', async () => {
      await at.issue(acme, scope, 'T1');
      at.faults.fails = (_, step) => step.startsWith('secrets.store hostedLogin.tokens');
      await problemOf(at.tokenService.forget(acme), 'storage');
      assert.equal(at.describeStatus(), 'acme T1');
    });
  });

  describe('restore', () => {
    it('restores the token after a reload, and masks it in the log first', async () => {
      await at.issue(acme, scope, 'T1');
      const after = new TokenServiceFixture(at);
      assert.equal(after.describeStatus(), 'acme -');
      await after.tokenService.restore();
      assert.deepEqual([after.describeStatus(), after.seen], ['acme T1', ['acme T1']]);
      assert.ok(after.masked.has('T1'));
    });

    it('shows nothing when there is no profile', async () => {
      const empty = new TokenServiceFixture();
      await empty.tokenService.restore();
      assert.equal(empty.describeStatus(), '- -');
    });

    it('does not reject when the storage fails; it warns', async () => {
      const after = new TokenServiceFixture(at);
      at.faults.fails = (_, step) => step.startsWith('secrets.get');
      await after.tokenService.restore();
      assert.deepEqual(
        [after.warnings, after.describeStatus()],
        [['The tokens could not be read'], 'acme -'],
      );
    });

    it('follows what another window requests and forgets', async () => {
      const elsewhere = new TokenServiceFixture(at);
      await elsewhere.issue(acme, scope, 'T1');
      assert.equal(at.describeStatus(), 'acme T1');
      await elsewhere.tokenService.forget(acme);
      await settled();
      assert.equal(at.describeStatus(), 'acme -');
    });

    for (let turns = 0; turns < 12; turns++) {
      it(`begun ${turns} turns before a newer token was kept: does not bring the old one back`, async () => {
        await at.issue(acme, scope, 'old');
        const requested = acquire();
        (await at.arrival()).resolve(issued('new'));
        for (let turn = 0; turn < turns; turn++) await Promise.resolve();
        const restored = at.tokenService.restore();
        await Promise.all([requested, restored]);
        await settled();
        assert.equal(at.describeStatus(), 'acme new');
      });
    }

    it('ignores a slow read if a later one has finished', async () => {
      await at.issue(acme, scope, 'old');
      const get = at.secrets.get.bind(at.secrets);
      let release: () => void = () => undefined;
      const held = new Promise<void>(resolve => (release = resolve));
      at.secrets.get = async key => {
        const value = await get(key);
        await held;
        return value;
      };
      const slow = at.tokenService.restore();
      await settled();
      at.secrets.get = get;
      await at.tokenService.forget(acme);
      release();
      await slow;
      assert.equal(at.describeStatus(), 'acme -');
    });
  });

  describe('switching the profile', () => {
    it('hides the token of the previous profile at once', async () => {
      await at.issue(acme, scope, 'T1');
      at.seen.length = 0;
      await at.addProfile('bcme');
      assert.ok(at.seen.length > 0);
      assert.deepEqual(new Set(at.seen), new Set(['bcme -']));
    });
  });

  describe('find', () => {
    it('says which token is missing', async () => {
      const { message, nextStep } = await problemOf(at.tokenService.find(acme), 'noToken');
      assert.deepEqual(
        [message, nextStep],
        ['“acme” has no access token.', 'Request an access token first.'],
      );
      assert.match(
        (await problemOf(at.tokenService.find(acme, scope), 'noToken')).message,
        /scope \.:config\/\*\*/,
      );
    });

    it('finds an expired token; findLive does not', async () => {
      await at.issue(acme, scope, 'T1', 60);
      at.clock.pass(59_999);
      assert.equal((await at.tokenService.findLive(acme)).value, 'T1');
      at.clock.pass(1);
      assert.equal((await at.tokenService.find(acme, scope)).value, 'T1');
      const { message, nextStep } = await problemOf(at.tokenService.findLive(acme), 'noToken');
      assert.deepEqual([message, nextStep], ['The access token of “acme” has expired.', 'Request it again.']);
    });
  });
});
