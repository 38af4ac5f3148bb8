import assert from 'node:assert/strict';
import {
  configurationAccessOf,
  canRestoreAccess,
  type ConfigurationAccess,
} from '../../../../src/core/resourceRules/configurationAccess';
import {
  causingMembers,
  mayAffectAccess,
  checkLockout,
  type LockoutContext,
  type ResourceWrite,
} from '../../../../src/core/resourceRules/lockoutRules';
import type { Resource, ResourceKey } from '../../../../src/core/resources/resource';

type Members = Readonly<Record<string, unknown>>;

const policy = (id: string, allowedScopes: unknown, more: Members = {}): Resource => {
  const members = { id, title: `Policy ${id}`, allowedScopes, ...more };
  return { kind: 'tokenPolicies', id, title: members.title, body: JSON.stringify(members), members };
};
const client = (id: string, tokenPolicy: unknown, more: Members = {}): Resource => {
  const members = { id, name: `Client ${id}`, type: 'confidential', tokenPolicy, ...more };
  return { kind: 'clients', id, title: members.name, body: JSON.stringify(members), members };
};
const access = (one: Resource, other: Resource, granted = ['*:config/**']): ConfigurationAccess => {
  const found = configurationAccessOf(one, other, granted);
  assert.ok(found);
  return found;
};

const admin = policy('admin', ['*:**']);
const spare = policy('spare', ['*:config/**']);
/** What is enough, in another form. */
const pair = ['*:config/clients**', '*:config/tokenPolicies**'];
const broad = policy('broad', [...pair, '*:**']);
/** With a text for which no token was ever requested. */
const loose = policy('loose', ['*:config/**', '*:config**', '*:**', 'openid']);
/** Allows all by such a text alone. */
const odd = policy('odd', ['*:config**', 'openid']);
const reads = policy('reads', ['.:config/**']);
const narrowScopes = ['clients', 'tokenPolicies'].flatMap(name => [
  `*:config/${name}`,
  `*:config/${name}/**`,
]);
const narrow = policy('narrow', [...narrowScopes, 'openid']);
const people = policy('people', ['openid', 'profile']);
const own = client('own', 'admin');
const second = client('second', 'spare');
const third = client('third', 'spare');
const reader = client('reader', 'reads');
const staff = client('staff', 'people', { loginPolicy: 'l1' });

/** What is proved: by our own profile alone, with one that is spare, with two on the same policy, by none. */
const one = [access(own, admin)];
const two = [...one, access(second, spare)];
const three = [...two, access(third, spare)];
const none: readonly ConfigurationAccess[] = [];

const replace = (resource: Resource, change: Members): ResourceWrite => ({
  does: 'replace',
  key: resource,
  members: { ...resource.members, ...change },
});
const without = (resource: Resource, ...names: string[]): ResourceWrite => ({
  does: 'replace',
  key: resource,
  members: Object.fromEntries(Object.entries(resource.members).filter(([name]) => !names.includes(name))),
});
const remove = (key: ResourceKey): ResourceWrite => ({ does: 'delete', key });
const reset = (id: string): ResourceWrite => ({ does: 'resetSecret', key: { kind: 'clients', id } });

describe('canRestoreAccess', () => {
  const cases: [scopes: readonly string[], expected: boolean][] = [
    [['*:**'], true],
    [['*:config/**'], true],
    [['*:config/clients**', '*:config/tokenPolicies**'], true],
    [['*:config/clients', '*:config/clients/**', '*:config/tokenPolicies**'], true],
    [['openid', '*:config/**'], true],
    [['*:config/tokenPolicies**'], false],
    [['*:config/tokenPolicies/own'], false],
    [['*:config/tokenPolicies/own', '*:config/clients/own'], false],
    [['*:config/clients**', '.:config/tokenPolicies**'], false],
    [['*:config/clients/**', '*:config/tokenPolicies/**'], false],
    [['.:**'], false],
    [['**.**'], false],
    [[' *:config/**'], false],
    [[], false],
  ];
  for (const [scopes, expected] of cases) {
    it(`${JSON.stringify(scopes)}: ${expected ? 'enough' : 'too little'}`, () => {
      assert.equal(canRestoreAccess(scopes), expected);
    });
  }
});

describe('configurationAccessOf', () => {
  const clients: [more: Members, isAccess: boolean][] = [
    [{}, true],
    [{ loginPolicy: null }, true],
    [{ loginPolicy: '' }, true],
    [{ loginPolicy: 'l1' }, false],
    [{ type: 'public' }, false],
    [{ type: undefined }, false],
    [{ tokenPolicy: 'unknown' }, false],
    [{ tokenPolicy: undefined }, false],
    [{ tokenPolicy: { toString: null } }, false],
    [{ tokenPolicy: ['admin'] }, false],
    [{ _links: { self: {} } }, true],
    [{ _links: { application_client: { href: '/x' } } }, false],
  ];
  for (const [more, isAccess] of clients) {
    it(`a confidential client with ${JSON.stringify(more)}: ${isAccess ? 'access' : 'none'}`, () => {
      assert.equal(configurationAccessOf(client('c', 'admin', more), admin) !== undefined, isAccess);
    });
  }

  for (const scopes of [undefined, '*:**', [1, '*:**'], [{ toString: null }, 1], null]) {
    it(`a policy that allows ${JSON.stringify(scopes)}: none`, () => {
      assert.equal(configurationAccessOf(client('c', 'p'), policy('p', scopes)), undefined);
    });
  }
});

describe('checkLockout', () => {
  const cases: [
    what: string,
    proved: readonly ConfigurationAccess[],
    write: ResourceWrite,
    now: Resource,
    check: string,
  ][] = [
    // Lockouts with one proved access: all are refused.
    ['delete the only client', one, remove(own), own, 'blocked'],
    ['delete the only policy', one, remove(admin), admin, 'blocked'],
    ['delete the only client, its ID in capitals', one, remove({ ...own, id: 'OWN' }), own, 'blocked'],
    ['delete the only policy, its ID in capitals', one, remove({ ...admin, id: 'ADMIN' }), admin, 'blocked'],
    ['reset the secret of the only client', one, reset('own'), own, 'blocked'],
    ['move the only client', one, replace(own, { tokenPolicy: 'people' }), own, 'blocked'],
    ['move it to one that reads', one, replace(own, { tokenPolicy: 'reads' }), own, 'blocked'],
    ['move it to one that was never tried', one, replace(own, { tokenPolicy: 'spare' }), own, 'blocked'],
    ['move it to no policy', one, without(own, 'tokenPolicy'), own, 'blocked'],
    ['give it a login policy', one, replace(own, { loginPolicy: 'l1' }), own, 'blocked'],
    ['make it public', one, replace(own, { type: 'public' }), own, 'blocked'],
    ['narrow the only policy', one, replace(admin, { allowedScopes: ['.:config/**'] }), admin, 'blocked'],
    [
      'narrow it to itself',
      one,
      replace(admin, { allowedScopes: ['*:config/tokenPolicies/admin'] }),
      admin,
      'blocked',
    ],
    ['forget the scopes of the only policy', one, without(admin, 'allowedScopes'), admin, 'blocked'],
    ['empty its scopes', one, replace(admin, { allowedScopes: [] }), admin, 'blocked'],
    ['misspell its scopes', one, replace(admin, { allowedScopes: ['*.config'] }), admin, 'blocked'],
    [
      'give it scopes of no form',
      one,
      replace(admin, { allowedScopes: [{ toString: null }] }),
      admin,
      'blocked',
    ],
    // Writes that affect our own access, or leave only one: the title must be typed.
    ['rename the only policy', one, replace(admin, { title: 'x' }), admin, 'confirm Policy admin'],
    ['rename the only client', one, replace(own, { name: 'x' }), own, 'confirm Client own'],
    [
      'narrow it to what is enough',
      one,
      replace(admin, { allowedScopes: ['*:config/**'] }),
      admin,
      'confirm Policy admin',
    ],
    ['narrow it to what was never granted', one, replace(admin, { allowedScopes: pair }), admin, 'blocked'],
    ['rewrite it in another form', one, replace(admin, { allowedScopes: ['*:config**'] }), admin, 'blocked'],
    [
      'let it allow more',
      one,
      replace(admin, { allowedScopes: ['*:**', '.:x'] }),
      admin,
      'confirm Policy admin',
    ],
    [
      'leave what is allowed, where everything was granted',
      [access(client('own', 'broad'), broad, ['*:**'])],
      replace(broad, { allowedScopes: pair }),
      broad,
      'blocked',
    ],
    [
      'leave out what was not needed',
      [access(client('own', 'broad'), broad, pair)],
      replace(broad, { allowedScopes: pair }),
      broad,
      'confirm Policy broad',
    ],
    [
      'leave a text that may grant less',
      [access(client('own', 'loose'), loose)],
      replace(loose, { allowedScopes: ['*:config**', 'openid'] }),
      loose,
      'blocked',
    ],
    [
      'leave out the text that may grant less',
      [access(client('own', 'loose'), loose)],
      replace(loose, { allowedScopes: ['*:config/**'] }),
      loose,
      'confirm Policy loose',
    ],
    [
      'leave what allows everything',
      [access(client('own', 'loose'), loose)],
      replace(loose, { allowedScopes: ['*:**'] }),
      loose,
      'confirm Policy loose',
    ],
    [
      'leave the only text that can have granted it',
      [access(client('own', 'odd'), odd)],
      replace(odd, { allowedScopes: ['*:config**'] }),
      odd,
      'confirm Policy odd',
    ],
    ['reset our own secret, with a spare', two, reset('own'), own, 'confirm Client own'],
    ['delete our own client, with a spare', two, remove(own), own, 'confirm Client own'],
    [
      'narrow our policy, with a spare',
      two,
      replace(admin, { allowedScopes: [] }),
      admin,
      'confirm Policy admin',
    ],
    [
      'move to another policy, with a spare',
      two,
      replace(own, { tokenPolicy: 'spare' }),
      own,
      'confirm Client own',
    ],
    ['delete the second of two', two, remove(second), second, 'confirm Client second'],
    ['delete the policy of the second', two, remove(spare), spare, 'confirm Policy spare'],
    [
      'narrow the policy of two at once',
      three,
      replace(spare, { allowedScopes: [] }),
      spare,
      'confirm Policy spare',
    ],
    // What looks like access of somebody else, whose secret nobody here has.
    ['delete a client that is not proved', one, remove(second), second, 'confirm Client second'],
    ['move it', one, replace(second, { tokenPolicy: 'people' }), second, 'confirm Client second'],
    ['narrow its policy', one, replace(spare, { allowedScopes: [] }), spare, 'confirm Policy spare'],
    [
      'leave it a text that may grant less',
      one,
      replace(spare, { allowedScopes: ['*:config**'] }),
      spare,
      'confirm Policy spare',
    ],
    // Everything else is allowed.
    ['delete one of three', three, remove(second), second, 'allowed'],
    ['rename the policy of somebody else', one, replace(odd, { title: 'x' }), odd, 'allowed'],
    ['leave out a scope of users', one, replace(narrow, { allowedScopes: narrowScopes }), narrow, 'allowed'],
    ['let it allow more', one, replace(spare, { allowedScopes: ['*:config/**', '.:x'] }), spare, 'allowed'],
    ['write it in a documented form', one, replace(spare, { allowedScopes: pair }), spare, 'allowed'],
    ['rename the second', two, replace(second, { name: 'x' }), second, 'allowed'],
    ['reset the secret of the second', two, reset('second'), second, 'allowed'],
    ['rename a client that is not proved', one, replace(second, { name: 'x' }), second, 'allowed'],
    [
      'narrow what only reads',
      one,
      replace(reads, { allowedScopes: ['.:config/clients**'] }),
      reads,
      'allowed',
    ],
    ['delete the client that only reads', one, remove(reader), reader, 'allowed'],
    // If no access is proved, what might be the last one is not changed.
    ['with none proved, narrow a policy', none, replace(spare, { allowedScopes: [] }), spare, 'blocked'],
    [
      'with none proved, let a policy allow more',
      none,
      replace(reads, { allowedScopes: ['.:config/**', '*:config/**'] }),
      reads,
      'confirm Policy reads',
    ],
    [
      'with none proved, let it allow more, and something else',
      none,
      replace(reads, { allowedScopes: ['.:config/**', '*:config/**'], isOff: true }),
      reads,
      'blocked',
    ],
    [
      'with none proved, allow something else',
      none,
      replace(spare, { allowedScopes: pair }),
      spare,
      'blocked',
    ],
    ['with none proved, delete a client', none, remove(reader), reader, 'blocked'],
    ['with none proved, reset a secret', none, reset('second'), second, 'blocked'],
  ];
  const policies = [admin, spare, broad, loose, odd, reads, people];
  const situation = (proved: readonly ConfigurationAccess[], now: Resource): LockoutContext => ({
    ...{ proved, notProved: [], ownClientId: 'own', now },
    policyOfNow: policies.find(({ id }) => id === now.members['tokenPolicy']),
  });
  for (const [what, proved, write, now, expected] of cases) {
    it(`${what}: ${expected}`, () => {
      const check = checkLockout(situation(proved, now), write);
      assert.equal(check.kind === 'confirm' ? `confirm ${check.title}` : check.kind, expected);
      if (check.kind !== 'allowed') assert.match(check.why, /^\S.*\.$/);
    });
  }

  it('does not count access that may be lost as a replacement', () => {
    const fleeting = { ...access(second, spare), mayBeLost: true };
    const check = checkLockout(situation([...one, fleeting], own), remove(own));
    assert.ok(check.kind === 'blocked');
    assert.match(
      check.why,
      /Only “Client second” with the policy “Policy spare” would remain, .*Copy it first/,
    );
    assert.equal(checkLockout(situation([...one, fleeting], own), reset('own')).kind, 'blocked');
    assert.equal(
      checkLockout(situation([...one, fleeting, access(third, spare)], own), remove(own)).kind,
      'confirm',
    );
    // Somebody else's access, which is not proved here.
    const others = { ...situation([fleeting], own), policyOfNow: admin };
    for (const write of [remove(own), reset('own')])
      assert.equal(checkLockout(others, write).kind, 'blocked');
    assert.equal(
      checkLockout(situation([fleeting], admin), replace(admin, { allowedScopes: [] })).kind,
      'blocked',
    );
    assert.equal(
      checkLockout({ ...situation([fleeting], reader), policyOfNow: reads }, remove(reader)).kind,
      'allowed',
    );
    // A write that removes no access is judged as usual.
    const only = { ...access(own, admin), mayBeLost: true };
    assert.equal(checkLockout(situation([only], admin), replace(admin, { title: 'x' })).kind, 'confirm');
    assert.equal(checkLockout(situation([...one, fleeting], second), remove(second)).kind, 'confirm');
  });

  it('assumes that a client with an unreadable policy has access', () => {
    const check = checkLockout({ ...situation(one, reader), policyOfNow: undefined }, remove(reader));
    assert.equal(check.kind, 'confirm');
  });

  it('says what remains, and why other access does not count', () => {
    const left = checkLockout(situation(two, second), remove(second));
    assert.ok(left.kind === 'confirm');
    assert.match(left.why, /“Client own” with the policy “Policy admin”/);
    const blocked = checkLockout(
      { ...situation(one, own), notProved: ['“acme (spare)”: wrong secret.'] },
      remove(own),
    );
    assert.ok(blocked.kind === 'blocked');
    assert.match(blocked.why, /Create spare .* “acme \(spare\)”: wrong secret\.$/);
  });

  it('does not count a login client as access if the body leaves members out', () => {
    const linked = client('own', 'admin', { loginPolicy: 'l1', _links: { application_client: {} } });
    const write = without(linked, 'loginPolicy', '_links');
    assert.equal(configurationAccessOf(linked, admin), undefined);
    assert.equal(checkLockout(situation(none, linked), write).kind, 'blocked');
    // Nor if it was proved: a body without these members changes the kind of the client.
    const proved = [{ client: linked, policy: admin, scopes: ['*:**'], granted: ['*:**'] }];
    assert.equal(checkLockout(situation(proved, linked), write).kind, 'blocked');
  });
});

describe('mayAffectAccess', () => {
  const cases: [what: string, write: ResourceWrite, now: Resource, expected: boolean][] = [
    ['a policy for people', replace(people, { title: 'x' }), people, false],
    ['a policy that becomes one for people', without(admin, 'allowedScopes'), admin, true],
    ['a policy that allows nobody knows what', remove(reads), policy('reads', undefined), true],
    ['a policy with scopes of no form', remove(reads), policy('reads', [{ toString: null }, 1]), true],
    ['a client that people sign in through', remove(staff), staff, false],
    ['a configuration client', remove(reader), reader, true],
    ['a client that tells no type', remove(own), client('x', 'admin', { type: 7 }), true],
    ['our own, whatever it is', reset('own'), client('own', 'people', { type: 'public' }), true],
    ['that of another profile', reset('second'), client('second', 'people', { loginPolicy: 'l' }), true],
    ['a login policy', remove({ kind: 'loginPolicies', id: 'l1' }), people, false],
  ];
  for (const [what, write, now, expected] of cases) {
    it(`${expected ? 'may affect' : 'does not affect'} access: ${what}`, () => {
      assert.equal(mayAffectAccess(write, now, ['own', 'second']), expected);
    });
  }
});

describe('causingMembers', () => {
  it('names the changed members that access depends on, otherwise all that changed', () => {
    assert.deepEqual(causingMembers('tokenPolicies', ['title', 'allowedScopes']), ['allowedScopes']);
    assert.deepEqual(causingMembers('clients', ['name', 'tokenPolicy', 'type']), ['tokenPolicy', 'type']);
    assert.deepEqual(causingMembers('clients', ['name']), ['name']);
  });
});
