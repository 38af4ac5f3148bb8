import assert from 'node:assert/strict';
import type { Resource, ResourceKey } from '../../../src/core/configuration';
import { concernsAccess, judge, type Write } from '../../../src/core/lockOut';
import { type Access, waysIn } from '../../../src/core/waysIn';

type Members = Readonly<Record<string, unknown>>;

const policy = (id: string, allowedScopes: unknown, more: Members = {}): Resource => {
  const members = { id, title: `Policy ${id}`, allowedScopes, ...more };
  return { kind: 'tokenPolicies', id, title: members.title, body: JSON.stringify(members), members };
};
const client = (id: string, tokenPolicy: unknown, more: Members = {}): Resource => {
  const members = { id, name: `Client ${id}`, type: 'confidential', tokenPolicy, ...more };
  return { kind: 'clients', id, title: members.name, body: JSON.stringify(members), members };
};

const admin = policy('admin', ['*:**']);
const spare = policy('spare', ['*:config/**']);
const reads = policy('reads', ['.:config/**']);
const people = policy('people', ['openid', 'profile']);
const one: Access = {
  tokenPolicies: [admin, spare, reads, people],
  clients: [
    client('own', 'admin'),
    client('reader', 'reads'),
    client('shop', 'people', { type: 'public', loginPolicy: 'l1' }),
    client('staff', 'people', { loginPolicy: 'l1' }),
  ],
};
const two: Access = { ...one, clients: [...one.clients, client('second', 'spare')] };
const three: Access = { ...two, clients: [...two.clients, client('third', 'spare')] };
const none: Access = { ...one, clients: one.clients.slice(1) };

const replace = (resource: Resource, change: Members): Write => ({
  does: 'replace',
  key: resource,
  members: { ...resource.members, ...change },
});
const without = (resource: Resource, ...names: string[]): Write => ({
  does: 'replace',
  key: resource,
  members: Object.fromEntries(Object.entries(resource.members).filter(([name]) => !names.includes(name))),
});
const remove = (key: ResourceKey): Write => ({ does: 'delete', key });
const reset = (id: string): Write => ({ does: 'resetSecret', key: { kind: 'clients', id } });
const clientOf = (access: Access, id: string): Resource => {
  const found = access.clients.find(candidate => candidate.id === id);
  assert.ok(found);
  return found;
};

describe('waysIn', () => {
  const ways = (access: Access) => waysIn(access).map(way => `${way.client.id} by ${way.policy.id}`);

  it('are the configuration clients whose policy lets them change it', () => {
    assert.deepEqual(ways(one), ['own by admin']);
    assert.deepEqual(ways(three), ['own by admin', 'second by spare', 'third by spare']);
    assert.deepEqual(waysIn(one)[0]?.scopes, ['*:**']);
    assert.deepEqual(ways(none), []);
  });

  const scopes: [allowedScopes: unknown, isWay: boolean][] = [
    [['*:**'], true],
    [['*:config/**'], true],
    [['*:config/tokenPolicies**'], true],
    [['*:config/tokenPolicies/p'], true],
    [['openid', '*:config/**'], true],
    [['*:config/tokenPolicies/other'], false],
    [['*:config/clients**'], false],
    [['.:**'], false],
    [['**.**'], false],
    [[], false],
    [undefined, false],
    ['*:**', false],
    [[1, '*:**'], false],
  ];
  for (const [allowedScopes, isWay] of scopes) {
    it(`a policy that allows ${JSON.stringify(allowedScopes)}: ${isWay ? 'one' : 'none'}`, () => {
      const access = { tokenPolicies: [policy('p', allowedScopes)], clients: [client('c', 'p')] };
      assert.equal(waysIn(access).length, isWay ? 1 : 0);
    });
  }

  const clients: [more: Members, isWay: boolean][] = [
    [{}, true],
    [{ loginPolicy: null }, true],
    [{ loginPolicy: '' }, true],
    [{ loginPolicy: 'l1' }, false],
    [{ type: 'public' }, false],
    [{ type: undefined }, false],
    [{ tokenPolicy: 'unknown' }, false],
    [{ tokenPolicy: undefined }, false],
    [{ _links: { self: {} } }, true],
    [{ _links: { application_client: { href: '/x' } } }, false],
  ];
  for (const [more, isWay] of clients) {
    it(`a confidential client with ${JSON.stringify(more)}: ${isWay ? 'one' : 'none'}`, () => {
      const access = { tokenPolicies: [admin], clients: [client('c', 'admin', more)] };
      assert.equal(waysIn(access).length, isWay ? 1 : 0);
    });
  }
});

describe('the lock-out guard', () => {
  const own = clientOf(one, 'own');
  const second = clientOf(two, 'second');
  const reader = clientOf(one, 'reader');
  const cases: [what: string, access: Access, write: Write, verdict: string][] = [
    // The ways into a lock-out, with one way in: none is let through.
    ['delete the only client', one, remove(own), 'refused'],
    ['delete the only policy', one, remove(admin), 'refused'],
    ['move the only client', one, replace(own, { tokenPolicy: 'people' }), 'refused'],
    ['move the only client to one that reads', one, replace(own, { tokenPolicy: 'reads' }), 'refused'],
    ['move the only client to no policy', one, without(own, 'tokenPolicy'), 'refused'],
    ['give the only client a login policy', one, replace(own, { loginPolicy: 'l1' }), 'refused'],
    ['narrow the only policy', one, replace(admin, { allowedScopes: ['.:config/**'] }), 'refused'],
    ['forget the scopes of the only policy', one, without(admin, 'allowedScopes'), 'refused'],
    ['empty the scopes of the only policy', one, replace(admin, { allowedScopes: [] }), 'refused'],
    [
      'misspell the scopes of the only policy',
      one,
      replace(admin, { allowedScopes: ['*.config'] }),
      'refused',
    ],
    // What touches the way that we came in by, or leaves one: a title has to be typed.
    ['rename the only policy', one, replace(admin, { title: 'x' }), 'typed Policy admin'],
    ['rename the only client', one, replace(own, { name: 'x' }), 'typed Client own'],
    ['reset our own secret', one, reset('own'), 'typed Client own'],
    ['reset our own secret, with a spare', three, reset('own'), 'typed Client own'],
    ['delete our own client, with a spare', three, remove(own), 'typed Client own'],
    ['narrow our own policy, with a spare', two, replace(admin, { allowedScopes: [] }), 'typed Policy admin'],
    ['move to another administering policy', one, replace(own, { tokenPolicy: 'spare' }), 'typed Client own'],
    ['delete the second of two clients', two, remove(second), 'typed Client second'],
    ['delete the policy of the second', two, remove(spare), 'typed Policy spare'],
    ['narrow the policy of two at once', three, replace(spare, { allowedScopes: [] }), 'typed Policy spare'],
    // Everything else is free.
    ['delete one of three', three, remove(second), 'free'],
    ['rename the second', two, replace(second, { name: 'x' }), 'free'],
    ['reset the secret of the second', two, reset('second'), 'free'],
    ['narrow what only reads', one, replace(reads, { allowedScopes: ['.:config/clients**'] }), 'free'],
    ['delete the client that only reads', one, remove(reader), 'free'],
    // Where no way in is to be seen, nothing that might be one is touched.
    ['with none to be seen, narrow a policy', none, replace(spare, { allowedScopes: [] }), 'refused'],
    ['with none to be seen, delete a client', none, remove(reader), 'refused'],
  ];
  for (const [what, access, write, expected] of cases) {
    it(`${what}: ${expected}`, () => {
      const verdict = judge(access, write, 'own');
      assert.equal(verdict.is === 'typed' ? `typed ${verdict.title}` : verdict.is, expected);
      if (verdict.is !== 'free') assert.match(verdict.why, /^\S.*\.$/);
    });
  }

  it('says which way in stays', () => {
    const verdict = judge(two, remove(second), 'own');
    assert.ok(verdict.is === 'typed');
    assert.match(verdict.why, /“Client own” by “Policy admin”/);
  });

  it('is not talked into a way in by a body that leaves out what the service has', () => {
    const linked = client('linked', 'spare', { loginPolicy: 'l1', _links: { application_client: {} } });
    const access = { ...one, clients: [...one.clients, linked] };
    const write = without(linked, 'loginPolicy', '_links');
    assert.equal(judge(access, remove(own), 'own').is, 'refused');
    assert.equal(judge(access, write, 'other').is, 'free');
  });

  const concerned: [what: string, write: Write, now: Resource, expected: boolean][] = [
    ['a policy for people', replace(people, { title: 'x' }), people, false],
    ['a policy that becomes one for people', without(admin, 'allowedScopes'), admin, true],
    ['a policy that allows nobody knows what', remove(reads), policy('reads', undefined), true],
    ['a client that people sign in through', remove(clientOf(one, 'staff')), clientOf(one, 'staff'), false],
    ['a configuration client', remove(reader), reader, true],
    ['a client that tells no type', remove(own), client('x', 'admin', { type: 7 }), true],
    ['our own, whatever it is', reset('own'), client('own', 'people', { type: 'public' }), true],
    ['a login policy', remove({ kind: 'loginPolicies', id: 'l1' }), people, false],
  ];
  for (const [what, write, now, expected] of concerned) {
    it(`${expected ? 'looks' : 'does not look'} at ${what}`, () => {
      assert.equal(concernsAccess(write, now, 'own'), expected);
    });
  }
});
