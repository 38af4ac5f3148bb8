import assert from 'node:assert/strict';
import { createPlan } from '../../../../src/core/configurationFiles/plan/plan';
import { promote, type PromoteOptions } from '../../../../src/core/configurationFiles/promote';
import type { Resource } from '../../../../src/core/resources/resource';
import { MemoryFolder } from '../../../support/folders';
import { customer, resourceOf, secretSign, snapshotOf } from '../../../support/randomCustomer';

const other = { ...customer, customerId: customer.customerId.replace('1ab', '9zz') };

const policy = (id: string, title: string, ...scopes: readonly string[]) =>
  resourceOf('tokenPolicies', JSON.stringify({ id, title, allowedScopes: scopes }));
const login = (id: string, title: string, host: string, store = 'one') =>
  resourceOf(
    'loginPolicies',
    JSON.stringify({
      ...{ id, title, loginURL: `https://${host}/` },
      identityStoreDetails: { domain: store, connectionDetails: { clientSecret: `${secretSign}${id}` } },
    }),
  );
const client = (id: string, name: string, tokenPolicy: string, loginPolicy: string, host: string) =>
  resourceOf(
    'clients',
    JSON.stringify({
      id,
      name,
      type: 'public',
      tokenPolicy,
      loginPolicy,
      redirectURIs: [`https://${host}/`],
    }),
  );
const admin = [
  policy('d0', 'Admin', '*:config/**'),
  resourceOf('clients', '{"id":"c0","name":"Admin","type":"confidential","tokenPolicy":"d0"}'),
];

const dev = [
  ...admin,
  policy('d1', 'Shop', 'openid', 'email'),
  login('d2', 'Shop', `dev.example/${customer.customerId}`),
  client('c1', 'Shop', 'd1', 'd2', 'dev.example'),
];
const prod = [
  policy('q9', 'First', 'openid'),
  policy('q1', 'Shop', 'openid'),
  login('q2', 'Shop', 'prod.example', 'two'),
  client('k1', 'Shop', 'q1', 'q2', 'prod.example'),
];

function folder(resources: readonly Resource[], of: typeof customer | typeof other = customer): MemoryFolder {
  const files = new MemoryFolder();
  files.pull({ ...snapshotOf(resources), ...of });
  return files;
}

/** Promotes, and writes to the target. */
function promoted(from: MemoryFolder, to: MemoryFolder, options?: PromoteOptions) {
  const result = promote(from.folder, to.folder, options);
  for (const [path, text] of result.writes) to.texts.set(path, text);
  return result;
}

const compared = (files: MemoryFolder, resources: readonly Resource[]) =>
  Object.fromEntries(
    createPlan(files.folder, { ...snapshotOf(resources), ...other }).entries.map(entry => [
      entry.address,
      entry.changes.map(({ name }) => name),
    ]),
  );

describe('promote', () => {
  it('takes what differs, and leaves what belongs to the environment', () => {
    const [from, to] = [folder(dev), folder(prod, other)];
    from.edit('clients/shop.json', '"public"', '"public",\n  // new\n  "more": 1.0');
    to.edit('clients/shop.json', '{', '{\n  // ours');
    const result = promoted(from, to);
    assert.deepEqual(result.changed, ['tokenPolicies/shop', 'clients/shop']);
    assert.deepEqual(compared(to, prod), {
      'tokenPolicies/first': [],
      'tokenPolicies/shop': ['allowedScopes'],
      'loginPolicies/shop': [],
      'clients/shop': ['more'],
    });
    assert.match(to.text('clients/shop.json'), /\/\/ ours/);
    assert.deepEqual([...promoted(from, to).writes], []);
  });

  it('leaves configuration access out, unless it is named', () => {
    const [from, to] = [folder(dev), folder(prod, other)];
    const { skipped } = promoted(from, to);
    assert.deepEqual(
      skipped.map(({ address }) => address),
      ['tokenPolicies/admin', 'clients/admin'],
    );
    const { changed } = promoted(from, to, {
      only: new Set(['tokenPolicies/admin', 'clients/admin']),
    });
    assert.deepEqual(changed, ['tokenPolicies/admin', 'clients/admin']);
  });

  it('takes along what a client points to, under new addresses when the titles are others', () => {
    const more = [
      policy('d5', 'First one', 'openid'),
      login('d6', 'New', `login.example/${customer.customerId}/x`),
      client('c5', 'New', 'd5', 'd6', 'dev.example'),
    ];
    const [from, to] = [folder([...dev, ...more]), folder(prod, other)];
    // The address is taken by a policy of another title.
    from.texts.set('tokenPolicies/shop-2.json', from.text('tokenPolicies/first-one.json'));
    const result = promoted(from, to, { only: new Set(['clients/new']) });
    assert.deepEqual(result.changed, ['clients/new', 'tokenPolicies/first-one', 'loginPolicies/new']);
    const text = to.text('loginPolicies/new.json');
    assert.ok(text.includes(`login.example/${other.customerId}/x`), text);
    assert.ok(text.includes('"two"') && text.includes('{"$secret": "NEW_SECRET"}'), text);
    assert.ok(!text.includes(secretSign) && !text.includes(customer.customerId));
    assert.deepEqual(
      result.notes.map(({ address }) => address),
      ['clients/new', 'loginPolicies/new'],
    );
    const created = createPlan(to.folder, { ...snapshotOf(prod), ...other }).entries.filter(
      ({ result: each }) => each === 'create',
    );
    assert.deepEqual(
      created.map(({ address }) => address),
      ['tokenPolicies/first-one', 'loginPolicies/new', 'clients/new'],
    );
  });

  it('asks which identity store a new login policy uses, if the target has several', () => {
    const from = folder([...dev, login('d6', 'New', 'x.example')]);
    const to = folder([...prod, login('q3', 'Other', 'y.example', 'three')], other);
    const first = promoted(from, to, { only: new Set(['loginPolicies/new']) });
    assert.deepEqual(first.choices, [
      { address: 'loginPolicies/new', from: ['loginPolicies/shop', 'loginPolicies/other'] },
    ]);
    assert.deepEqual(first.changed, []);
    promoted(from, to, {
      only: new Set(['loginPolicies/new']),
      identityStores: new Map([['loginPolicies/new', 'loginPolicies/other']]),
    });
    assert.match(to.text('loginPolicies/new.json'), /"three"/);
  });

  it('keeps the secrets of the target entry by entry, and names those that it does not have', () => {
    const hooks = (id: string, ...names: readonly string[]) =>
      resourceOf(
        'loginPolicies',
        JSON.stringify({
          ...{ id, title: 'Shop', loginURL: 'https://shop.example/' },
          hooks: names.map(name => ({ name, clientSecret: `${secretSign}${id}` })),
        }),
      );
    const [from, to] = [folder([hooks('d2', 'new', 'a', 'b')]), folder([hooks('q2', 'b', 'a')], other)];
    to.edit('loginPolicies/shop.json', '"keep"', '"HOOK_B"');
    promoted(from, to);
    const { hooks: list } = JSON.parse(to.text('loginPolicies/shop.json')) as { readonly hooks: unknown };
    assert.deepEqual(list, [
      { name: 'new', clientSecret: { $secret: 'SHOP_SECRET' } },
      { name: 'a', clientSecret: { $secret: 'keep' } },
      { name: 'b', clientSecret: { $secret: 'HOOK_B' } },
    ]);
  });

  it('keeps the members that hosted-login.json of the target names', () => {
    const [from, to] = [folder(dev), folder(prod, other)];
    to.edit(
      'hosted-login.json',
      '"format": 1,',
      '"format": 1, "keep": ["tokenPolicies/shop/allowedScopes"],',
    );
    assert.deepEqual(promoted(from, to).changed, []);
  });

  it('never takes an ID of the other customer along', () => {
    const [from, to] = [folder(dev), folder(prod, other)];
    from.edit('clients/shop.json', '"tokenPolicies/shop"', '"d1"');
    from.edit(
      'tokenPolicies/shop.json',
      '"email"',
      '".:config/clients/c1/secret", "*:config/clients/some-other-id"',
    );
    const named = { only: new Set(['clients/shop', 'tokenPolicies/shop']) };
    const { skipped } = promoted(from, to, named);
    assert.match(
      skipped.find(({ address }) => address === 'tokenPolicies/shop')?.reason ?? '',
      /some-other-id/,
    );
    assert.ok(to.text('clients/shop.json').includes('"tokenPolicies/shop"'));
    from.edit('tokenPolicies/shop.json', ', "*:config/clients/some-other-id"', '');
    promoted(from, to, named);
    assert.match(to.text('tokenPolicies/shop.json'), /"\.:config\/clients\/<shop>\/secret"/);
    assert.ok(!/"d1"|c1/.test([...to.texts.values()].join('')));
  });

  it('leaves out a file with a secret in clear', () => {
    const [from, to] = [folder(dev), folder(prod, other)];
    const inClear = from
      .text('clients/shop.json')
      .replace('{', '{"note": {"clientSecret": "in-clear-0123"},');
    from.texts.set('clients/shop.json', inClear);
    const { skipped } = promoted(from, to);
    assert.deepEqual(
      skipped.find(({ address }) => address === 'clients/shop'),
      {
        address: 'clients/shop',
        reason: 'There is a secret in it. Write {"$secret": "keep"} instead.',
      },
    );
    assert.ok(![...to.texts.values()].join('').includes('in-clear'));
  });

  it('does not touch a file that cannot be read', () => {
    const [from, to] = [folder(dev), folder(prod, other)];
    to.texts.set('clients/shop.json', '{"name": "Shop"');
    const { skipped } = promoted(from, to);
    assert.ok(skipped.some(({ address }) => address === 'clients/shop'));
    assert.equal(to.text('clients/shop.json'), '{"name": "Shop"');
  });

  describe('with a file of the same name that is another resource', () => {
    const others = (title: string, address = 'shop') => {
      const to = folder(
        prod.filter(({ id }) => id !== 'q1'),
        other,
      );
      to.texts.set(`tokenPolicies/${address}.json`, JSON.stringify({ title, allowedScopes: ['email'] }));
      return to;
    };

    it('leaves it out, with what refers to it, and says what to do', () => {
      for (const address of ['shop', 'SHOP']) {
        const to = others('Shop!', address);
        const before = to.text(`tokenPolicies/${address}.json`);
        const { changed, skipped } = promoted(folder(dev), to);
        assert.ok(!changed.some(each => each.startsWith('tokenPolicies/')), changed.join());
        assert.equal(to.text(`tokenPolicies/${address}.json`), before);
        const reasons = new Map(skipped.map(each => [each.address, each.reason]));
        assert.match(
          reasons.get('tokenPolicies/shop') ?? '',
          /has another title: “Shop!”.*rename one of the files/,
        );
        assert.match(reasons.get('clients/shop') ?? '', /refers to tokenPolicies\/shop, which is left out/);
      }
    });

    it('takes another name if the other one is matched by its title, is in ids.json, or differs in case', () => {
      const from = folder([...dev, policy('d8', 'Shop!', 'openid')]);
      const { changed } = promoted(from, others('Shop!', 'Shop'));
      assert.ok(changed.includes('tokenPolicies/shop-2'), changed.join());
      const to = folder(
        prod.filter(({ id }) => id !== 'q1'),
        other,
      );
      to.edit('ids.json', '{', '{\n  "tokenPolicies/shop": "gone-1",\n  "tokenPolicies/Shop-2": "gone-2",');
      assert.ok(promoted(folder(dev), to).changed.includes('tokenPolicies/shop-3'));
    });
  });

  it('finds titles in another Unicode form', () => {
    const to = folder([policy('q1', 'Caf\u00e9', 'openid')], other);
    const { changed } = promoted(folder([policy('d1', 'Cafe\u0301', 'email')]), to);
    assert.deepEqual(changed, ['tokenPolicies/cafe']);
    assert.equal([...to.texts.keys()].filter(path => path.startsWith('tokenPolicies/')).length, 1);
  });
});
