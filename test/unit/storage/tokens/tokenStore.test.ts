import assert from 'node:assert/strict';
import type { AccessToken } from '../../../../src/core/tokens/accessToken';
import { isSameScope, TokenStore } from '../../../../src/storage/tokens/tokenStore';
import {
  FakeClock,
  FakeSecrets,
  problemOf,
  profileWith,
  settled,
  StorageFaults,
} from '../../../support/fakes';

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
  let clock: FakeClock;
  beforeEach(() => {
    faults = new StorageFaults();
    secrets = new FakeSecrets(faults);
    clock = new FakeClock();
    store = new TokenStore(secrets, clock.now);
  });

  const scopes = async (profile = p1) =>
    (await store.read(profile)).map(({ requestedScope }) => requestedScope);

  it('keeps a token over a reload, as it was', async () => {
    const token = tokenWith({ expiresAt: 1234.5, grantedScope: '' });
    await store.put(p1, token);
    assert.deepEqual(await new TokenStore(secrets, clock.now).read(p1), [token]);
    assert.deepEqual(await store.read(p2), []);
  });

  it('has the one requested last first, and one for each set of scopes', async () => {
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

  it('drops expired tokens first if there are too many', async () => {
    for (let count = 1; count <= 20; count++) {
      const expiresAt = count % 2 === 0 ? 1_500 : 9_000;
      await store.put(p1, tokenWith({ requestedScope: `s${count}`, expiresAt }));
    }
    clock.time += 60_000;
    await store.put(p1, tokenWith({ requestedScope: 'new', issuedAt: 2_000, expiresAt: 9_000 }));
    assert.deepEqual(await scopes(), [
      'new',
      ...[19, 17, 15, 13, 11, 9, 7, 5, 3, 1].map(count => `s${count}`),
    ]);
  });

  it('loses none that are put at once', async () => {
    const all = Array.from({ length: 20 }, (_, index) => `s${index}`);
    await Promise.all(all.map(requestedScope => store.put(p1, tokenWith({ requestedScope }))));
    assert.deepEqual(await scopes(), all.reverse());
  });

  it('forgets one, or all; leaves nothing of a removed profile', async () => {
    for (const requestedScope of ['a', 'b c', 'd']) await store.put(p1, tokenWith({ requestedScope }));
    await store.put(p2, tokenWith({ profileId: 'p2' }));
    await store.drop(p1, 'c b');
    assert.deepEqual(await scopes(), ['d', 'a']);
    await store.drop(p1, 'unknown');
    assert.deepEqual(await scopes(), ['d', 'a']);
    await store.drop(p1);
    assert.deepEqual([await scopes(), await scopes(p2)], [[], ['.:config/**']]);
    assert.doesNotMatch(secrets.values.get(key) ?? '', /token-value/);
    await store.remove(p1);
    assert.deepEqual([...secrets.values.keys()], ['hostedLogin.tokens.p2']);
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

  it('has only the tokens of the same client, whatever the name of the profile', async () => {
    await store.put(p1, tokenWith({ requestedScope: 'a' }));
    const changes = [{ origin: 'https://elsewhere.example' }, { customerId: 'x' }, { clientId: 'x' }];
    for (const change of changes) assert.deepEqual(await scopes({ ...p1, ...change }), []);
    assert.deepEqual(await scopes({ ...p1, name: 'renamed' }), ['a']);
    const moved = { ...p1, clientId: 'x' };
    await store.put(moved, tokenWith({ requestedScope: 'b' }));
    assert.deepEqual([await scopes(moved), await scopes()], [['b'], []]);
    assert.doesNotMatch(secrets.values.get(key) ?? '', /"a"/);
  });

  it('ignores events after it is disposed', async () => {
    const changed: string[] = [];
    store.onDidChange(profileId => changed.push(profileId));
    store.dispose();
    await store.put(p1, tokenWith());
    assert.deepEqual(changed, []);
  });

  it('says which profile changed, and fires no other events', async () => {
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
        step === 'delete' ? store.remove(p1) : store.put(p1, tokenWith({ requestedScope: 'b' })),
        'storage',
      );
      assert.doesNotMatch(`${problem.message} ${problem.detail}`, /token-value/);
      assert.deepEqual([...secrets.values], before);
      faults.fails = () => false;
      await store.put(p1, tokenWith({ requestedScope: 'b' }));
      assert.deepEqual(await scopes(), ['b', 'a']);
    });
  }

  it('reads a record once, and again only when it has changed', async () => {
    await store.put(p1, tokenWith());
    const gets = () => faults.steps.filter(step => step === `secrets.get ${key}`).length;
    await Promise.all([store.read(p1), store.read(p1)]);
    const before = gets();
    for (let count = 0; count < 5; count++) await store.read(p1);
    await store.read(p2);
    await secrets.store('hostedLogin.tokens.p2', '[]');
    await store.read(p1);
    assert.equal(gets(), before);
    clock.time += 60_000;
    await secrets.store(key, '[]');
    assert.deepEqual([await store.read(p1), gets()], [[], before + 1]);
  });

  it('keeps a token that could not be stored for this window, and stores it with the next change', async () => {
    const unstored = tokenWith({ requestedScope: 'a', value: 'A' });
    faults.fails = (_, step) => step.startsWith('secrets.store ');
    await problemOf(store.put(p1, unstored), 'storage');
    clock.time += 60_000;
    assert.deepEqual(await scopes(), ['a']);
    faults.fails = () => false;
    await store.put(p1, tokenWith({ requestedScope: 'b', value: 'B' }));
    assert.deepEqual(await scopes(), ['b', 'a']);
    assert.match(secrets.values.get(key) ?? '', /"A"/);
    await store.drop(p1, 'a');
    clock.time += 60_000;
    assert.deepEqual(await scopes(), ['b'], 'forgotten like any other');
  });

  it('keeps an unstored token that is later than those that are dropped', async () => {
    faults.fails = (_, step) => step.startsWith('secrets.store ');
    const issuedAt = 5_000;
    await problemOf(store.put(p1, tokenWith({ requestedScope: 'a', issuedAt })), 'storage');
    faults.fails = () => false;
    await secrets.store(key, JSON.stringify([{ ...kept, issuedAt: 1 }]));
    await store.dropEarlier(p1, 3_000);
    assert.deepEqual(await scopes(), ['a']);
    await secrets.store(key, '[]');
    assert.deepEqual(await scopes(), ['a']);
  });

  it('does not try again to store a token after its profile was removed', async () => {
    await store.put(p1, tokenWith());
    faults.fails = (_, step) => step.startsWith('secrets.store ');
    await problemOf(store.put(p1, tokenWith({ requestedScope: 'b' })), 'storage');
    faults.fails = () => false;
    await secrets.delete(key);
    await settled();
    assert.deepEqual([await scopes(), secrets.values.has(key)], [[], false]);
  });

  it('that fails to forget leaves what was, and forgets after', async () => {
    await store.put(p1, tokenWith());
    faults.fails = (_, name) => name.startsWith('secrets.store ');
    await problemOf(store.drop(p1), 'storage');
    faults.fails = () => false;
    assert.deepEqual(await scopes(), ['.:config/**']);
    await store.drop(p1);
    assert.deepEqual(await scopes(), []);
  });

  describe('with another window that writes at the same time', () => {
    let other: TokenStore;
    beforeEach(() => {
      other = new TokenStore(secrets, clock.now);
    });
    /** What each window, and one that opens now, finds when all is quiet: scope and value of each token, sorted. */
    async function found(): Promise<string> {
      await quiet();
      const fresh = new TokenStore(secrets, clock.now);
      const all = await Promise.all(
        [store, other, fresh].map(async each =>
          (await each.read(p1)).map(({ requestedScope, value }) => `${requestedScope}=${value}`).sort(),
        ),
      );
      assert.deepEqual(all[0], all[1], 'both windows');
      assert.deepEqual(all[0], all[2], 'and a third one');
      return (all[2] ?? []).join(' ');
    }
    async function quiet(): Promise<void> {
      for (let steps = -1; steps !== faults.steps.length;) {
        steps = faults.steps.length;
        assert.ok(steps < 5_000, 'two windows write in turns for ever');
        for (let turn = 0; turn < 5; turn++) await settled();
      }
    }
    const put = (window: TokenStore, requestedScope: string, value: string) => {
      clock.time += 1;
      const [issuedAt, expiresAt] = [clock.time, clock.time + 3_600_000];
      return window.put(p1, tokenWith({ requestedScope, value, issuedAt, expiresAt }));
    };
    const drop = (window: TokenStore, scope?: string) => {
      clock.time += 1;
      return window.drop(p1, scope);
    };

    it('keeps the tokens of both', async () => {
      await Promise.all([put(store, 'a', 'A'), put(other, 'b', 'B')]);
      assert.equal(await found(), 'a=A b=B');
    });

    it('of the same scope keeps the one issued later', async () => {
      await Promise.all([put(other, 'a', 'A1'), put(store, 'a', 'A2')]);
      assert.equal(await found(), 'a=A2');
      await Promise.all([put(store, 'a', 'A3'), put(other, 'a', 'A4')]);
      assert.equal(await found(), 'a=A4');
    });

    it('what one forgets stays forgotten, and what the other requests is kept', async () => {
      for (const [first, second] of [
        [store, other],
        [other, store],
      ] as const) {
        await put(first, 'a', 'A');
        await Promise.all([drop(first, 'a'), put(second, 'b', 'B')]);
        assert.equal(await found(), 'b=B');
        await Promise.all([put(second, 'c', 'C'), drop(first)]);
        assert.equal(await found(), '');
      }
    });

    it('a renewal replaces a token that the other window does not lose', async () => {
      await put(store, 'a', 'A1');
      const [issuedAt, expiresAt] = [clock.time + 1, clock.time + 3_600_000];
      const renewed = tokenWith({ requestedScope: 'a', value: 'A2', issuedAt, expiresAt });
      assert.deepEqual(await Promise.all([store.put(p1, renewed, true), put(other, 'b', 'B')]), [true, true]);
      assert.equal(await found(), 'a=A2 b=B');
    });

    it('of tokens of two clients keeps those of the later one, also when the other window does not know it yet', async () => {
      const moved = { ...p1, clientId: 'x' };
      await Promise.all([
        put(store, 'a', 'A'),
        other.put(moved, tokenWith({ requestedScope: 'b', value: 'B', issuedAt: clock.time + 1 })),
      ]);
      await quiet();
      assert.deepEqual([await store.read(p1), (await store.read(moved)).length], [[], 1]);
    });

    it('loses no token when twenty are kept already, and those go that were issued first', async () => {
      for (let count = 1; count <= 20; count++) await put(store, `s${count}`, 'x');
      await quiet();
      await Promise.all([put(store, 'a', 'A'), put(other, 'b', 'B')]);
      const kept = Array.from({ length: 18 }, (_, index) => `s${index + 3}=x`);
      assert.equal(await found(), ['a=A', 'b=B', ...kept].sort().join(' '));
    });

    it('settles if both store more than are kept, and keeps the last twenty of all', async () => {
      const all = Array.from({ length: 30 }, (_, index) => `t${index}`);
      await Promise.all(all.map((scope, index) => put(index % 2 === 0 ? store : other, scope, 'x')));
      assert.equal(
        await found(),
        all
          .slice(10)
          .map(scope => `${scope}=x`)
          .sort()
          .join(' '),
      );
    });

    it('settles if more than twenty expired ones are stored', async () => {
      const issuedAt = clock.time;
      const dead = (requestedScope: string) => tokenWith({ requestedScope, issuedAt, expiresAt: issuedAt });
      for (let count = 1; count <= 20; count++) await store.put(p1, dead(`s${count}`));
      await Promise.all([store.put(p1, dead('a')), put(other, 'b', 'B')]);
      assert.match(await found(), /b=B/);
    });

    it('a profile removed in one is not brought back by the other', async () => {
      await Promise.all([put(store, 'a', 'A'), put(other, 'b', 'B')]);
      await quiet();
      await store.remove(p1);
      await quiet();
      assert.equal(secrets.values.has(key), false);
    });

    it('does not store again what was forgotten a minute later', async () => {
      await put(store, 'a', 'A');
      clock.time += 3_600_000;
      await drop(other, 'a');
      await quiet();
      clock.time += 3_600_000;
      await put(other, 'b', 'B');
      assert.equal(await found(), 'b=B');
      assert.doesNotMatch(secrets.values.get(key) ?? '', /forgotten/);
    });

    it('keeps the last write of each of three windows, whatever they do at once', async () => {
      for (let seed = 1; seed <= 60; seed++) {
        let state = seed;
        const random = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
        secrets.values.clear();
        const windows = [0, 1, 2].map(() => new TokenStore(secrets, clock.now));
        const expected = new Map<string, string>();
        await Promise.all(
          windows.map(async (window, index) => {
            for (let step = 0; step < 6; step++) {
              for (let turns = random(3); turns > 0; turns--) await settled();
              const scope = `w${index}s${random(2)}`;
              if (random(3) === 0) {
                expected.delete(scope);
                await drop(window, scope);
              } else {
                const value = `${scope}v${step}`;
                expected.set(scope, value);
                await put(window, scope, value);
              }
            }
          }),
        );
        const wanted = [...expected].map(([scope, value]) => `${scope}=${value}`).sort();
        await quiet();
        const kept = (await store.read(p1)).map(token => `${token.requestedScope}=${token.value}`).sort();
        assert.deepEqual(kept, wanted, `seed ${seed}`);
        for (const window of windows) window.dispose();
      }
    });
  });

  it('compares scopes as sets', () => {
    const token = tokenWith({ requestedScope: 'a b' });
    assert.deepEqual(
      ['b a', 'a  b\n', 'a', 'a b c', 'A b'].map(scope => isSameScope(token, scope)),
      [true, true, false, false, false],
    );
  });
});
