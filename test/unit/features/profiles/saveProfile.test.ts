import assert from 'node:assert/strict';
import type { Profile } from '../../../../src/core/profile/profile';
import { saveProfileChanges, saveNewProfile } from '../../../../src/features/profiles/saveProfile';
import { problemOf, settled } from '../../../support/fakes';
import { updateProfile } from '../../../support/updateProfile';
import { TokenServiceFixture } from '../../tokens/tokenServiceFixture';

const scope = '.:config/**';
const moved = { origin: 'https://elsewhere.example', clientSecret: 'new secret' };

const service = { origin: moved.origin, clientId: 'y' };

describe('saving a profile', () => {
  let at: TokenServiceFixture;
  let acme: Profile;

  beforeEach(async () => {
    at = new TokenServiceFixture();
    acme = await at.addProfile();
    await at.issue(acme, scope, 'T1');
    at.faults.steps.length = 0;
  });
  afterEach(settled);

  const deps = () => {
    const { profiles, tokenService, masked } = at;
    return { profiles, tokenService, mask: (secret: string) => masked.add(secret) };
  };
  const valuesOf = ({ id: _, ...values }: Profile) => values;
  const writes = () => at.faults.steps.filter(step => /store|update|delete/.test(step));

  it('is shown when it resolves, however slow SecretStorage is', async () => {
    const bcme = await at.addProfile('bcme');
    at.slowDown();
    await saveProfileChanges(deps(), bcme, { ...valuesOf(bcme), name: 'changed' });
    assert.equal(at.describeStatus(), 'changed -');
    await at.profiles.switchTo(acme);
    await saveProfileChanges(deps(), acme, { ...valuesOf(acme), name: 'changed too' });
    assert.equal(at.describeStatus(), 'changed too T1');
  });

  it('under another name touches neither secret nor tokens', async () => {
    await saveProfileChanges(deps(), acme, { ...valuesOf(acme), name: 'renamed' });
    assert.deepEqual(
      [at.describeStatus(), writes()],
      [
        'renamed T1',
        ['globalState.update hostedLogin.profiles', 'secrets.store hostedLogin.profilesChanged'],
      ],
    );
  });

  it('under another name needs no secret', async () => {
    at.secrets.values.delete(`hostedLogin.clientSecret.${acme.id}`);
    await saveProfileChanges(deps(), acme, { ...valuesOf(acme), name: 'renamed' });
    assert.equal(at.profiles.active?.name, 'renamed');
  });

  it('with another secret keeps the tokens, and masks the secret in the log', async () => {
    await saveProfileChanges(deps(), acme, { ...valuesOf(acme), clientSecret: 'new secret' });
    assert.deepEqual([at.describeStatus(), at.masked.has('new secret')], ['acme T1', true]);
    assert.equal(await at.profiles.readClientSecret(acme), 'new secret');
  });

  it('with another client forgets the tokens', async () => {
    await saveProfileChanges(deps(), acme, { ...valuesOf(acme), ...moved });
    assert.equal(at.describeStatus(), 'acme -');
    assert.doesNotMatch(at.secrets.values.get(`hostedLogin.tokens.${acme.id}`) ?? '', /T1/);
  });

  it('under another name keeps the changes of another window', async () => {
    await updateProfile(at.profiles, { ...acme, ...service }, moved.clientSecret);
    await saveProfileChanges(deps(), acme, { ...valuesOf(acme), name: 'renamed' });
    const now = at.profiles.get('renamed');
    assert.deepEqual(
      [now.origin, now.clientId, await at.profiles.readClientSecret(now)],
      [service.origin, service.clientId, moved.clientSecret],
    );
  });

  it('is refused if it is now for another client, or removed', async () => {
    await updateProfile(at.profiles, { ...acme, ...service }, moved.clientSecret);
    const values = { ...valuesOf(acme), clientSecret: 'for the client of before' };
    await problemOf(saveProfileChanges(deps(), acme, values), 'changedMeanwhile');
    assert.equal(await at.profiles.readClientSecret(acme), moved.clientSecret);
    await at.profiles.remove(acme);
    await problemOf(saveProfileChanges(deps(), acme, { ...valuesOf(acme), name: 'renamed' }), 'noProfile');
    assert.deepEqual(at.profiles.all, []);
  });

  it('saves nothing if the check of the stored profile resolves with false; the tokens stay', async () => {
    await updateProfile(at.profiles, acme, 'reset meanwhile', { isOnlyHere: true });
    const seen: unknown[] = [];
    const check = async (now: Profile) => {
      seen.push((await at.profiles.readStored(now))?.clientSecret);
      return false;
    };
    await saveProfileChanges(deps(), acme, { ...valuesOf(acme), ...moved }, check);
    await saveNewProfile(deps(), { ...valuesOf(acme), ...moved }, acme, check);
    assert.deepEqual(seen, ['reset meanwhile', 'reset meanwhile']);
    assert.deepEqual([at.describeStatus(), at.profiles.active], ['acme T1', acme]);
    assert.equal(await at.profiles.readClientSecret(acme), 'reset meanwhile');
  });

  it('is refused if the profile to replace is now for another client', async () => {
    await updateProfile(at.profiles, { ...acme, ...service }, moved.clientSecret);
    const values = { ...valuesOf(acme), clientSecret: 'another' };
    await problemOf(saveNewProfile(deps(), values, acme), 'changedMeanwhile');
    assert.equal(await at.profiles.readClientSecret(acme), moved.clientSecret);
  });

  it('that fails keeps profile, secret and tokens, whichever write it is', async () => {
    for (const failing of ['secrets.store', 'globalState.update']) {
      at.faults.fails = (_, step) => step.startsWith(failing);
      await problemOf(saveProfileChanges(deps(), acme, { ...valuesOf(acme), ...moved }), 'storage');
      await problemOf(saveNewProfile(deps(), { ...valuesOf(acme), ...moved }, acme), 'storage');
      at.faults.fails = () => false;
      await at.tokenService.restore();
      assert.deepEqual([at.describeStatus(), at.profiles.active], ['acme T1', acme]);
      assert.equal(await at.profiles.readClientSecret(acme), 'secret of acme');
    }
  });

  it('is done also if the previous tokens cannot be removed from the storage; they are not used', async () => {
    at.faults.fails = (_, step) => step.startsWith('secrets.store hostedLogin.tokens');
    await saveProfileChanges(deps(), acme, { ...valuesOf(acme), ...moved });
    assert.deepEqual([at.describeStatus(), at.warnings.length], ['acme -', 1]);
    await problemOf(at.tokenService.find(at.profiles.get()), 'noToken');
  });

  it('replaces another one under its id and makes it active, without its tokens', async () => {
    await at.addProfile('bcme');
    await saveNewProfile(deps(), { ...valuesOf(acme), clientSecret: 'another' }, acme);
    assert.deepEqual([at.profiles.active, at.describeStatus()], [acme, 'acme -']);
  });

  it('again makes it the active one', async () => {
    await saveNewProfile(deps(), { ...valuesOf(acme), name: 'bcme', clientSecret: 'another' }, undefined);
    assert.equal(at.describeStatus(), 'bcme -');
  });
});
