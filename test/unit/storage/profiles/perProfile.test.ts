import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/core/common/event';
import type { Profile } from '../../../../src/core/profile/profile';
import { PerProfile } from '../../../../src/storage/profiles/perProfile';
import { profileWith } from '../../../support/fakes';

describe('PerProfile', () => {
  let all: readonly Profile[];
  let changed: Emitter<void>;
  let values: PerProfile<{ readonly profile: Profile; readonly isOld?: boolean }>;
  const acme = profileWith({ id: 'acme' });
  const other = profileWith({ id: 'other' });

  const change = (...profiles: readonly Profile[]) => {
    all = profiles;
    changed.fire();
  };

  beforeEach(() => {
    all = [acme, other];
    changed = new Emitter();
    const profiles = {
      get all() {
        return all;
      },
      onDidChange: changed.event,
    };
    values = new PerProfile(profiles, ({ isOld }) => isOld !== true);
  });

  it('keeps a value while the client of its profile is the same', () => {
    const value = values.set({ profile: acme });
    change({ ...acme, name: 'renamed' }, other);
    assert.equal(values.get(acme.id), value);
  });

  it('drops the value of a profile that is removed or gets another client', () => {
    for (const profile of [acme, other]) values.set({ profile });
    change({ ...acme, clientId: 'another' });
    assert.deepEqual(values.all, []);
  });

  it('does not return a value that is out of date before an event says so', () => {
    values.set({ profile: acme, isOld: true });
    assert.equal(values.get(acme.id), undefined);
  });

  it('reports each value that is dropped or replaced, once', () => {
    const dropped: (string | undefined)[] = [];
    const named = new PerProfile<{ readonly profile: Profile; readonly name: string }>(
      { all: [acme], onDidChange: changed.event },
      () => true,
      ({ name }) => dropped.push(name),
    );
    named.set({ profile: acme, name: 'first' });
    named.set({ profile: acme, name: 'second' });
    assert.deepEqual(dropped, ['first']);
    named.dispose();
    named.dispose();
    assert.deepEqual(dropped, ['first', 'second']);
  });

  it('drops all values and ignores events once disposed of', () => {
    values.set({ profile: acme });
    values.dispose();
    assert.deepEqual(values.all, []);
  });
});
