import assert from 'node:assert/strict';
import { Problem } from '../../../src/core/problem';
import type { Profile } from '../../../src/core/profile';
import { requestAndSwitch, useAndSwitch } from '../../../src/features/tokens/requesting';
import { RecentScopes } from '../../../src/vault/recentScopes';
import { problemOf, settled } from '../../support/fakes';
import { KeeperFixture } from '../vault/keeperFixture';

const scope = '.:config/**';

describe('a requested token', () => {
  let at: KeeperFixture;
  let recentScopes: RecentScopes;
  let warnings: string[];
  let acme: Profile;
  let bcme: Profile;

  beforeEach(async () => {
    at = new KeeperFixture();
    recentScopes = new RecentScopes(at.globalState);
    warnings = [];
    acme = await at.addProfile('acme');
    bcme = await at.addProfile('bcme');
  });
  afterEach(settled);

  const rooms = () => {
    const { profiles, keeper } = at;
    return {
      profiles,
      keeper,
      globalState: at.globalState,
      warn: (message: string) => warnings.push(message),
    };
  };
  const request = (profile: Profile, asked = scope) =>
    requestAndSwitch(rooms(), profile, asked, new AbortController().signal);
  const answer = async (index = 0, granted = scope) => {
    (await at.arrival(index)).resolve({ accessToken: `T${index}`, expiresIn: 3600, scope: granted });
  };

  it('makes its profile the active one, and is there when it resolves', async () => {
    at.slowDown();
    const requested = request(acme);
    await answer();
    const { value } = await requested;
    assert.deepEqual([value, at.picture(), recentScopes.of(acme.id)], ['T0', 'acme T0', [scope]]);
  });

  for (const [asked, granted, is] of [
    ['.:config/tokenPolicy', '.:config/tokenPolicy', 'is no documented form'],
    ['nonsense', 'nonsense', 'is none at all'],
    ['.:config/clients**', '', 'leads to a token that can do nothing'],
  ] as const) {
    it(`is not offered again where its scope ${is}`, async () => {
      const requested = request(acme, asked);
      await answer(0, granted);
      await requested;
      assert.deepEqual(recentScopes.of(acme.id), []);
    });
  }

  it('that comes after somebody switched leaves the profile that was switched to', async () => {
    await at.profiles.switchTo(acme);
    const requested = request(acme);
    await at.arrival();
    await at.profiles.switchTo(bcme);
    await answer();
    assert.equal((await requested).value, 'T0');
    assert.equal(at.picture(), 'bcme -');
    await at.profiles.switchTo(acme);
    await at.keeper.upToDate();
    assert.equal(at.picture(), 'acme T0');
  });

  it('is given also where its profile can not be made the active one', async () => {
    at.faults.fails = (_, step) => step.startsWith('workspaceState');
    const requested = request(acme);
    await answer();
    assert.equal((await requested).value, 'T0');
    assert.deepEqual([warnings.length, at.picture()], [1, 'bcme -']);
  });

  it('is given also where its scope can not be remembered', async () => {
    at.faults.fails = (_, step) => step.endsWith('recentScopes');
    const requested = request(acme);
    await answer();
    await requested;
    assert.deepEqual([warnings.length, at.picture()], [1, 'acme T0']);
  });

  it('that is not issued switches nothing', async () => {
    const requested = problemOf(request(acme), 'server');
    (await at.arrival()).reject(new Problem('server', 'It is ill.'));
    await requested;
    assert.equal(at.picture(), 'bcme -');
  });

  it('is used in the place of a new one: it is the active one again, what was asked for is remembered', async () => {
    const requests = [request(acme), request(acme, '.:config/clients')];
    await answer(0);
    await answer(1);
    const [first] = await Promise.all(requests);
    assert.ok(first);
    await at.profiles.switchTo(bcme);
    const used = await useAndSwitch(rooms(), acme, first, '.:config/tokenPolicies');
    assert.deepEqual([used?.value, at.picture()], ['T0', 'acme T0']);
    assert.equal(recentScopes.of(acme.id)[0], '.:config/tokenPolicies');
    assert.equal(at.asked.length, 2);
  });

  it('is not used once it was forgotten', async () => {
    const requested = request(acme);
    await answer();
    const token = await requested;
    await at.keeper.forget(acme);
    assert.equal(await useAndSwitch(rooms(), acme, token, scope), undefined);
    assert.deepEqual([at.picture(), recentScopes.of(acme.id)], ['acme -', [scope]]);
  });
});
