import assert from 'node:assert/strict';
import { Problem } from '../../../../src/core/common/problem';
import type { Profile } from '../../../../src/core/profile/profile';
import { acquireAndSwitch, activateToken } from '../../../../src/features/tokens/tokenActivation';
import { RecentScopes } from '../../../../src/storage/tokens/recentScopes';
import { problemOf, settled } from '../../../support/fakes';
import { TokenServiceFixture } from '../../tokens/tokenServiceFixture';

const scope = '.:config/**';

describe('a requested token', () => {
  let at: TokenServiceFixture;
  let recentScopes: RecentScopes;
  let warnings: string[];
  let acme: Profile;
  let bcme: Profile;

  beforeEach(async () => {
    at = new TokenServiceFixture();
    recentScopes = new RecentScopes(at.globalState);
    warnings = [];
    acme = await at.addProfile('acme');
    bcme = await at.addProfile('bcme');
  });
  afterEach(settled);

  const deps = () => {
    const { profiles, tokenService } = at;
    return {
      profiles,
      tokenService,
      globalState: at.globalState,
      warn: (message: string) => warnings.push(message),
    };
  };
  const request = (profile: Profile, asked = scope, reuse = false) =>
    acquireAndSwitch(deps(), { profile, scope: asked, reuse });
  const answer = async (index = 0, granted = scope) => {
    (await at.arrival(index)).resolve({ accessToken: `T${index}`, expiresIn: 3600, scope: granted });
  };

  it('makes its profile the active one, and is there when it resolves', async () => {
    at.slowDown();
    const requested = request(acme);
    await answer();
    const { value } = await requested;
    assert.deepEqual([value, at.describeStatus(), recentScopes.get(acme.id)], ['T0', 'acme T0', [scope]]);
  });

  for (const [asked, granted, is] of [
    ['.:config/tokenPolicy', '.:config/tokenPolicy', 'is no documented form'],
    ['nonsense', 'nonsense', 'is none at all'],
    ['.:config/clients**', '', 'leads to a token that can do nothing'],
  ] as const) {
    it(`is not offered again when its scope ${is}`, async () => {
      const requested = request(acme, asked);
      await answer(0, granted);
      await requested;
      assert.deepEqual(recentScopes.get(acme.id), []);
    });
  }

  it('that is issued after the user switched leaves the profile that was switched to', async () => {
    await at.profiles.switchTo(acme);
    const requested = request(acme);
    await at.arrival();
    await at.profiles.switchTo(bcme);
    await answer();
    assert.equal((await requested).value, 'T0');
    assert.equal(at.describeStatus(), 'bcme -');
    await at.profiles.switchTo(acme);
    await at.tokenService.whenSettled();
    assert.equal(at.describeStatus(), 'acme T0');
  });

  it('is given also when its profile cannot be made the active one', async () => {
    at.faults.fails = (_, step) => step.startsWith('workspaceState');
    const requested = request(acme);
    await answer();
    assert.equal((await requested).value, 'T0');
    assert.deepEqual([warnings.length, at.describeStatus()], [1, 'bcme -']);
  });

  it('is given also when its scope cannot be remembered', async () => {
    at.faults.fails = (_, step) => step.endsWith('recentScopes');
    const requested = request(acme);
    await answer();
    await requested;
    await settled();
    assert.deepEqual([warnings.length, at.describeStatus()], [1, 'acme T0']);
  });

  it('that is not issued switches nothing', async () => {
    const requested = problemOf(request(acme), 'server');
    (await at.arrival()).reject(new Problem('server', 'It is ill.'));
    await requested;
    assert.equal(at.describeStatus(), 'bcme -');
  });

  it('is used instead of a new one: becomes active again, and the requested scope is remembered', async () => {
    const requests = [request(acme), request(acme, '.:config/clients')];
    await answer(0);
    await answer(1, '.:config/clients');
    await Promise.all(requests);
    await at.profiles.switchTo(bcme);
    const used = await request(acme, '.:config/tokenPolicies', true);
    assert.deepEqual([used.value, at.describeStatus()], ['T0', 'acme T0']);
    assert.equal(recentScopes.get(acme.id)[0], '.:config/tokenPolicies');
    assert.equal(at.asked.length, 2);
  });

  it('that is about to expire is not used instead of a new one', async () => {
    const requested = request(acme);
    await answer();
    await requested;
    at.clock.jump(3_600_000 - 30_000);
    const again = request(acme, scope, true);
    await answer(1);
    assert.deepEqual([(await again).value, at.describeStatus()], ['T1', 'acme T1']);
  });

  it('is not used once it was forgotten', async () => {
    const requested = request(acme);
    await answer();
    await requested;
    await at.tokenService.forget(acme);
    await problemOf(activateToken(deps(), acme, scope), 'noToken');
    assert.deepEqual([at.describeStatus(), recentScopes.get(acme.id)], ['acme -', [scope]]);
  });
});
