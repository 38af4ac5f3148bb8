import assert from 'node:assert/strict';
import { readRecentTitle, RecentScopes } from '../../../../src/storage/tokens/recentScopes';
import { FakeState, problemOf, StorageFaults } from '../../../support/fakes';

const key = 'hostedLogin.recentScopes';

describe('RecentScopes', () => {
  let faults: StorageFaults;
  let state: FakeState;
  let recent: RecentScopes;
  beforeEach(() => {
    faults = new StorageFaults();
    state = new FakeState('globalState', faults);
    recent = new RecentScopes(state);
  });

  it('has the newest first, five for each profile, each set of scopes once', async () => {
    for (const scope of ['a', 'b c', 'd', 'e', 'f', 'c b', 'g']) await recent.add('p1', scope);
    assert.deepEqual([recent.get('p1'), recent.get('p2')], [['g', 'c b', 'f', 'e', 'd'], []]);
    await recent.add('p1', ' d ');
    await recent.add('p1', 'b c');
    assert.deepEqual(recent.get('p1'), ['b c', ' d ', 'g', 'f', 'e']);
  });

  it('keeps profiles apart, over a reload, and forgets one', async () => {
    await recent.add('p1', 'a');
    await recent.add('p2', 'b');
    const after = new RecentScopes(state);
    assert.deepEqual([after.get('p1'), after.get('p2')], [['a'], ['b']]);
    await after.forget('p1');
    await after.forget('unknown');
    assert.deepEqual([after.get('p1'), after.get('p2')], [[], ['b']]);
  });

  it('loses none that are added at once', async () => {
    await Promise.all(['a', 'b', 'c'].map(scope => recent.add('p1', scope)));
    assert.deepEqual(recent.get('p1'), ['c', 'b', 'a']);
  });

  it('keeps the titles of what its scopes name, over a reload, as long as they are among them', async () => {
    const policy = { kind: 'loginPolicies', id: 'l1' } as const;
    const client = { kind: 'clients', id: 'c1' } as const;
    await recent.add('p1', '.:config/loginPolicies/l1', ({ id }) => (id === 'l1' ? 'Shop' : undefined));
    await recent.add('p1', '*:config/clients/c1', ({ id }) => (id === 'c1' ? 'Web' : undefined));
    const titles = () => [policy, client].map(key => readRecentTitle(state, 'p1', key));
    assert.deepEqual(titles(), ['Shop', 'Web']);
    assert.equal(readRecentTitle(state, 'p2', policy), undefined);
    // Called otherwise now.
    await recent.add('p1', '*:config/clients/c1', ({ id }) => (id === 'c1' ? 'Web 2' : undefined));
    assert.deepEqual(titles(), ['Shop', 'Web 2']);
    for (const scope of ['a', 'b', 'c', 'd']) await recent.add('p1', scope);
    assert.deepEqual(titles(), [undefined, 'Web 2']);
    await recent.forget('p1');
    assert.deepEqual(titles(), [undefined, undefined]);
  });

  for (const value of [null, 'text', 7, ['a'], { p1: 'a' }, { p1: [1, null, 'a'] }]) {
    it(`is content with ${JSON.stringify(value)}`, async () => {
      await state.update(key, value);
      assert.deepEqual(
        recent.get('p1').filter(scope => scope !== 'a'),
        [],
      );
      await recent.add('p1', 'new');
      assert.equal(recent.get('p1')[0], 'new');
    });
  }

  it('rejects if it cannot be written, and stays unchanged', async () => {
    await recent.add('p1', 'a');
    faults.fails = () => true;
    await problemOf(recent.add('p1', 'b'), 'storage');
    assert.deepEqual(recent.get('p1'), ['a']);
  });
});
