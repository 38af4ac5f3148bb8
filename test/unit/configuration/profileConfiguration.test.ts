import assert from 'node:assert/strict';
import {
  ConfigurationRegistry,
  type ConfigurationRegistryDeps,
} from '../../../src/configuration/profileConfiguration';
import { Emitter } from '../../../src/core/common/event';
import { isSameName, type Profile } from '../../../src/core/profile/profile';
import { profileWith } from '../../support/fakes';

const list = JSON.stringify({ total: 1, _embedded: { tokenPolicies: [{ id: 't1', title: 'One' }] } });

/** A service that lists one token policy, whoever asks. */
const send: ConfigurationRegistryDeps['send'] = () =>
  Promise.resolve({ status: 200, headers: {}, body: list } as never);

describe('ConfigurationRegistry', () => {
  const { customerId } = profileWith();
  const profiles: Profile[] = [
    { ...profileWith(), id: '1', name: 'one' },
    {
      ...profileWith(),
      id: '2',
      name: 'two',
      clientId: 'another client',
      customerId: customerId.toUpperCase(),
    },
    { ...profileWith(), id: '3', name: 'three', customerId: 'another customer' },
  ];
  const byName = (name: string) => profiles.find(each => isSameName(each.name, name));
  const configurations = new ConfigurationRegistry({
    profiles: {
      all: profiles,
      byName,
      get: (name: string) => byName(name) ?? assert.fail('noProfile'),
      onDidChange: new Emitter<void>().event,
    },
    send,
    tokens: { authorizeFor: () => () => Promise.resolve('token') },
    history: { keep: () => Promise.resolve() },
    pendingWrites: { inProgress: new Set(), put: () => Promise.resolve(), remove: () => Promise.resolve() },
    newId: () => 'note',
    now: () => 0,
    warn: () => undefined,
    mask: () => undefined,
  } as unknown as ConfigurationRegistryDeps);

  after(() => {
    configurations.dispose();
  });

  it('clears the caches of other profiles of the same customer after a write', async () => {
    const [writing, same, other] = profiles.map(profile => configurations.for(profile));
    assert.ok(writing && same && other);
    for (const { resourceCache } of [writing, same, other]) await resourceCache.list('tokenPolicies');
    const listed = () =>
      [writing, same, other].map(({ resourceCache }) => resourceCache.cachedList('tokenPolicies')?.length);
    assert.deepEqual(listed(), [1, 1, 1]);
    const key = { kind: 'tokenPolicies', id: 't2' } as const;
    const write = { does: 'create', key, title: 'Two', after: '{}' } as const;
    await writing.journal.write(
      write,
      () => Promise.resolve(),
      () => Promise.resolve('done' as const),
    );
    assert.deepEqual(listed(), [1, undefined, 1]);
  });

  it('knows what this window created for a customer, by whichever profile, until one of them deletes it', () => {
    const [writing, same, other] = profiles.map(profile => configurations.for(profile));
    assert.ok(writing && same && other);
    const created = () =>
      [writing, same, other].map(({ journal }) =>
        journal.createdRecently('tokenPolicies').map(({ title }) => title),
      );
    writing.journal.noteCreated({ kind: 'tokenPolicies', id: 't3', title: 'Three' });
    assert.deepEqual(created(), [['Three'], ['Three'], []]);
    same.journal.noteDeleted({ kind: 'tokenPolicies', id: 'T3' });
    assert.deepEqual(created(), [[], [], []]);
  });

  it('finds the profile of a document by the name that it had, unless another one has that name now', () => {
    const [first] = profiles;
    assert.ok(first);
    configurations.for(first);
    profiles[0] = { ...first, name: 'renamed' };
    assert.equal(configurations.forDocument('one').profile.name, 'renamed');
    // A caller that does not know of the rename must not write to another profile than it expects.
    assert.throws(() => configurations.get('one'), /noProfile/);
    profiles.push({ ...first, id: '4', name: 'ONE' });
    assert.equal(configurations.forDocument('one').profile.id, '4');
    assert.equal(configurations.get('one').profile.id, '4');
  });
});
