import assert from 'node:assert/strict';
import { clickedProfile } from '../../../../src/ui/commands/clickedProfile';
import { profileWith } from '../../../support/fakes';

describe('clickedProfile', () => {
  const all = [profileWith({ id: 'one', name: 'One' }), profileWith({ id: 'two', name: 'Two' })];
  const of = (...clicked: readonly unknown[]) => clickedProfile({ all }, clicked)?.name;

  it('is that of the node, as it is kept now', () => {
    assert.equal(of({ profile: { id: 'two', name: 'its name before' } }), 'Two');
  });

  it('is none for anything else', () => {
    const nothing = [undefined, null, 'two', { path: '/two' }, { profile: 'two' }, { profile: null }];
    for (const what of [...nothing, { profile: {} }]) {
      assert.equal(of(what), undefined, JSON.stringify(what));
    }
    assert.equal(of(), undefined);
  });

  it('refuses a profile that was removed: the active one was not meant', () => {
    assert.throws(() => of({ profile: { id: 'removed', name: 'Old' } }), {
      kind: 'profileChanged',
      message: 'The profile “Old” was removed.',
    });
  });

  it('refuses one without a readable name just the same', () => {
    for (const name of [undefined, null, 5, { toString: 'x' }, ['a']]) {
      assert.throws(() => of({ profile: { id: 'removed', name } }), {
        kind: 'profileChanged',
        message: 'This profile was removed.',
      });
    }
  });
});
