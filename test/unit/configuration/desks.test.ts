import assert from 'node:assert/strict';
import { Emitter } from '../../../src/core/emitter';
import type { Profile } from '../../../src/core/profile';
import { Desks, type DeskPorts } from '../../../src/features/configuration/desk';
import { profileWith } from '../../support/fakes';

const list = JSON.stringify({ total: 1, _embedded: { tokenPolicies: [{ id: 't1', title: 'One' }] } });

/** A service that lists one token policy, whoever asks. */
const send: DeskPorts['send'] = () => Promise.resolve({ status: 200, headers: {}, body: list } as never);

describe('Desks', () => {
  const profiles: Profile[] = [
    { ...profileWith(), id: '1', name: 'one' },
    { ...profileWith(), id: '2', name: 'two', clientId: 'another client' },
    { ...profileWith(), id: '3', name: 'three', customerId: 'another customer' },
  ];
  const desks = new Desks({
    profiles: { all: profiles, onDidChange: new Emitter<void>().event },
    send,
    tokens: { authorizeFor: () => () => Promise.resolve('token') },
    history: { keep: () => Promise.resolve() },
    notes: { put: () => Promise.resolve(), remove: () => Promise.resolve() },
    newId: () => 'note',
    now: () => 0,
    warn: () => undefined,
    mask: () => undefined,
  } as unknown as DeskPorts);

  after(() => {
    desks.dispose();
  });

  it('forget what other profiles of the same customer have read, once something was written', async () => {
    const [writing, same, other] = profiles.map(profile => desks.for(profile));
    assert.ok(writing && same && other);
    for (const { holdings } of [writing, same, other]) await holdings.list('tokenPolicies');
    const listed = () =>
      [writing, same, other].map(({ holdings }) => holdings.listed('tokenPolicies')?.length);
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
});
