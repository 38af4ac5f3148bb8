import assert from 'node:assert/strict';
import type { AccessToken } from '../../../src/core/accessToken';
import { isSameScope, TokenStore } from '../../../src/vault/tokenStore';
import { FakeSecrets, problemOf, profileWith, StorageFaults } from '../../support/fakes';

function tokenWith(values: Partial<AccessToken> = {}): AccessToken {
  return {
    profileId: 'p1',
    requestedScope: '.:config/**',
    grantedScope: '.:config/**',
    value: 'token-value',
    issuedAt: 1000,
    expiresAt: 3_601_000,
    ...values,
  };
}

const key = 'hostedLogin.tokens.p1';
const [p1, p2] = [profileWith(), profileWith({ id: 'p2' })];

describe('TokenStore', () => {
  let faults: StorageFaults;
  let secrets: FakeSecrets;
  let store: TokenStore;
  beforeEach(() => {
    faults = new StorageFaults();
    secrets = new FakeSecrets(faults);
    store = new TokenStore(secrets);
  });

  const scopes = async (profile = p1) =>
    (await store.read(profile)).map(({ requestedScope }) => requestedScope);

  it('keeps a token over a reload, as it was', async () => {
    const token = tokenWith({ expiresAt: 1234.5, grantedScope: '' });
    await store.put(p1, token);
    assert.deepEqual(await new TokenStore(secrets).read(p1), [token]);
    assert.deepEqual(await store.read(p2), []);
  });

  it('has the one asked for last first, and one for each scope whatever its order', async () => {
    await store.put(p1, tokenWith({ requestedScope: 'a b', value: '1' }));
    await store.put(p1, tokenWith({ requestedScope: 'c', value: '2' }));
    await store.put(p1, tokenWith({ requestedScope: ' b  a ', value: '3' }));
    assert.deepEqual(
      (await store.read(p1)).map(({ requestedScope, value }) => [requestedScope, value]),
      [
        [' b  a ', '3'],
        ['c', '2'],
      ],
    );
  });

  it('keeps twenty, the newest', async () => {
    for (let count = 1; count <= 22; count++) await store.put(p1, tokenWith({ requestedScope: `s${count}` }));
    const kept = await scopes();
    assert.deepEqual([kept.length, kept[0], kept.at(-1)], [20, 's22', 's3']);
  });

  it('loses none that are put at once', async () => {
    const all = Array.from({ length: 20 }, (_, index) => `s${index}`);
    await Promise.all(all.map(requestedScope => store.put(p1, tokenWith({ requestedScope }))));
    assert.deepEqual(await scopes(), all.reverse());
  });

  it('forgets one, or all; nothing is left behind', async () => {
    for (const requestedScope of ['a', 'b c', 'd']) await store.put(p1, tokenWith({ requestedScope }));
    await store.put(p2, tokenWith({ profileId: 'p2' }));
    await store.drop(p1, 'c b');
    assert.deepEqual(await scopes(), ['d', 'a']);
    await store.drop(p1, 'unknown');
    assert.deepEqual(await scopes(), ['d', 'a']);
    await store.drop(p1);
    assert.deepEqual(
      [[...secrets.values.keys()], await scopes(p2)],
      [['hostedLogin.tokens.p2'], ['.:config/**']],
    );
  });

  const { origin, customerId, clientId } = p1;
  const { profileId: _, ...token } = tokenWith();
  const kept = { ...token, origin, customerId, clientId };
  const texts: Readonly<Record<string, [text: string, count: number]>> = {
    nothing: ['', 0],
    'broken JSON': ['[{"value":', 0],
    'no list': ['{"value":"x"}', 0],
    null: ['null', 0],
    'an entry of every kind': [JSON.stringify([null, 7, 'x', [], {}, kept]), 1],
    'an empty value': [JSON.stringify([{ ...kept, value: '' }]), 0],
    'an end that is no number': [JSON.stringify([{ ...kept, expiresAt: '3600' }]), 0],
    'an end that is null, as NaN is kept': [JSON.stringify([{ ...kept, expiresAt: NaN }]), 0],
    'no granted scope': [JSON.stringify([{ ...kept, grantedScope: undefined }]), 0],
    'the token of another origin': [JSON.stringify([{ ...kept, origin: 'https://elsewhere.example' }]), 0],
    'a token of no origin': [JSON.stringify([token]), 0],
    'members of a newer version': [JSON.stringify([{ ...kept, more: 1 }]), 1],
  };
  for (const [what, [text, count]] of Object.entries(texts)) {
    it(`reads ${count} from ${what}, and puts on`, async () => {
      secrets.values.set(key, text);
      assert.deepEqual(await store.read(p1), count === 0 ? [] : [tokenWith()]);
      await store.put(p1, tokenWith({ requestedScope: 'new' }));
      assert.equal((await scopes()).length, count + 1);
    });
  }

  it('has the tokens of the same client alone, whatever the profile is called', async () => {
    await store.put(p1, tokenWith({ requestedScope: 'a' }));
    const changes = [{ origin: 'https://elsewhere.example' }, { customerId: 'x' }, { clientId: 'x' }];
    for (const change of changes) assert.deepEqual(await scopes({ ...p1, ...change }), []);
    assert.deepEqual(await scopes({ ...p1, name: 'renamed' }), ['a']);
    const moved = { ...p1, clientId: 'x' };
    await store.put(moved, tokenWith({ requestedScope: 'b' }));
    assert.deepEqual([await scopes(moved), await scopes()], [['b'], []]);
    assert.doesNotMatch(secrets.values.get(key) ?? '', /"a"/);
  });

  it('listens no more when it is disposed of', async () => {
    const changed: string[] = [];
    store.onDidChange(profileId => changed.push(profileId));
    store.dispose();
    await store.put(p1, tokenWith());
    assert.deepEqual(changed, []);
  });

  it('tells which profile changed, and of nothing else', async () => {
    const changed: string[] = [];
    store.onDidChange(profileId => changed.push(profileId));
    await store.put(p1, tokenWith());
    await secrets.store('hostedLogin.clientSecret.p1', 'x');
    await store.drop(p1);
    assert.deepEqual(changed, ['p1', 'p1']);
  });

  for (const step of ['get', 'store', 'delete']) {
    it(`that fails to ${step} says so without a value, leaves what was, and works again after`, async () => {
      await store.put(p1, tokenWith({ requestedScope: 'a' }));
      const before = [...secrets.values];
      faults.fails = (_, name) => name.startsWith(`secrets.${step} `);
      const problem = await problemOf(
        step === 'delete' ? store.drop(p1) : store.put(p1, tokenWith({ requestedScope: 'b' })),
        'storage',
      );
      assert.doesNotMatch(`${problem.message} ${problem.detail}`, /token-value/);
      assert.deepEqual([...secrets.values], before);
      faults.fails = () => false;
      await store.put(p1, tokenWith({ requestedScope: 'b' }));
      assert.deepEqual(await scopes(), ['b', 'a']);
    });
  }

  it('compares scopes as sets', () => {
    const token = tokenWith({ requestedScope: 'a b' });
    assert.deepEqual(
      ['b a', 'a  b\n', 'a', 'a b c', 'A b'].map(scope => isSameScope(token, scope)),
      [true, true, false, false, false],
    );
  });
});
