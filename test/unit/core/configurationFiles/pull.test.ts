import assert from 'node:assert/strict';
import type { ConfigurationSnapshot } from '../../../../src/core/resources/configurationSnapshot';
import { problemOf } from '../../../support/fakes';
import { MemoryFolder } from '../../../support/folders';
import { randomSource } from '../../../support/mutations';
import {
  customer,
  randomCustomer,
  resourceOf,
  secretSign,
  snapshotOf,
} from '../../../support/randomCustomer';

const policy = (id: string, title: string, more = '') =>
  resourceOf('tokenPolicies', `{"id":"${id}","title":"${title}","allowedScopes":["openid"]${more}}`);
const login = (id: string, title: string, more = '') =>
  resourceOf(
    'loginPolicies',
    `{"id":"${id}","title":"${title}","loginURL":"https://shop.example/","identityStoreDetails":{"connectionDetails":{"clientSecret":"${secretSign}1"}}${more}}`,
  );
const client = (id: string, name: string, more = '') =>
  resourceOf(
    'clients',
    `{"id":"${id}","name":"${name}","type":"public","tokenPolicy":"p1","loginPolicy":"l1"${more}}`,
  );
const whole = snapshotOf([policy('p1', 'Shop'), login('l1', 'Shop'), client('c1', 'Shop')], {
  l1: { pushClaims: '{"enabled":true}', allowedResponseTypes: undefined },
});
const without = (snapshot: ConfigurationSnapshot, id: string) =>
  snapshotOf(snapshot.resources.filter(resource => resource.id !== id));
const withPolicy = (...resources: readonly ReturnType<typeof policy>[]) =>
  snapshotOf([...resources, ...whole.resources.slice(1)]);

function pulled(snapshot = whole): MemoryFolder {
  const files = new MemoryFolder();
  files.pull(snapshot);
  return files;
}

describe('planPull', () => {
  it('writes each resource without ID, links and secrets, and with addresses', () => {
    const files = pulled(
      snapshotOf(
        [
          policy('p1', 'Shop', ',"_links":{"self":{"href":"/x"}}'),
          login('l1', 'Café Größe', ',"big":12345678901234567890'),
          client('c1', 'Shop'),
        ],
        { l1: { pushClaims: '{"enabled":true}', allowedResponseTypes: '["code"]' } },
      ),
    );
    assert.deepEqual(
      [...files.texts.keys()],
      [
        'hosted-login.json',
        'tokenPolicies/shop.json',
        'loginPolicies/cafe-gro-e.json',
        'clients/shop.json',
        'discovery.json',
        'ids.json',
      ],
    );
    assert.equal(
      files.text('loginPolicies/cafe-gro-e.json'),
      `{
  "title": "Café Größe",
  "loginURL": "https://shop.example/",
  "identityStoreDetails": {
    "connectionDetails": {
      "clientSecret": {"$secret": "keep"}
    }
  },
  "big": 12345678901234567890,
  "$pushClaims": {
    "enabled": true
  },
  "$allowedResponseTypes": [
    "code"
  ]
}
`,
    );
    assert.equal(
      files.text('clients/shop.json'),
      `{
  "name": "Shop",
  "type": "public",
  "tokenPolicy": "tokenPolicies/shop",
  "loginPolicy": "loginPolicies/cafe-gro-e"
}
`,
    );
    assert.equal(
      files.text('ids.json'),
      `{
  "clients/shop": "c1",
  "loginPolicies/cafe-gro-e": "l1",
  "tokenPolicies/shop": "p1"
}
`,
    );
    assert.deepEqual(JSON.parse(files.text('hosted-login.json')), { format: 1, ...customer });
  });

  it('writes nothing the second time, and no secret ever', () => {
    const random = randomSource(1);
    for (let round = 0; round < 100; round++) {
      const { snapshot } = randomCustomer(random);
      const files = new MemoryFolder();
      const first = files.pull(snapshot);
      assert.equal(first.result.written.length, snapshot.resources.length);
      assert.deepEqual(first.result.unread, []);
      const all = [...files.texts.values(), JSON.stringify([...files.bases])].join('\n');
      assert.ok(!all.includes(secretSign), all);
      const second = files.pull(snapshot);
      assert.deepEqual([...second.writes], []);
      assert.equal(second.result.same.length, snapshot.resources.length);
      // Also without stored versions, as in somebody else's clone.
      files.bases.clear();
      assert.deepEqual([...files.pull(snapshot).writes], []);
    }
  });

  it('continues when a window was closed half-way', () => {
    const random = randomSource(4);
    for (let round = 0; round < 40; round++) {
      const { snapshot } = randomCustomer(random);
      const titles = snapshot.resources.map(({ kind, title }) => `${kind}/${title}`);
      // Without ids.json, files are found by their titles.
      if (new Set(titles).size < titles.length || titles.some(title => title.endsWith('/'))) continue;
      const whole = new MemoryFolder();
      const writes = [...whole.pull(snapshot).writes];
      const half = new MemoryFolder(Object.fromEntries(writes.slice(0, random(writes.length))));
      half.pull(snapshot);
      assert.deepEqual([...half.texts].sort(), [...whole.texts].sort());
    }
  });

  it('finds the files by their titles if ids.json is lost', () => {
    const files = pulled();
    const ids = files.text('ids.json');
    files.texts.delete('ids.json');
    const { writes } = files.pull(whole);
    assert.deepEqual([...writes], [['ids.json', ids]]);
  });

  it('keeps comments, indentation, line breaks and byte order mark of a file that it changes', () => {
    const files = pulled();
    files.texts.set(
      'tokenPolicies/shop.json',
      '\ufeff{\r\n\t// ours\r\n\t"title": "Shop", /* here */\r\n\t"allowedScopes": ["openid"], // and here\r\n}\r\n',
    );
    const { result } = files.pull(withPolicy(policy('p1', 'Shop', ',"accessTokenLifetime":900')));
    assert.deepEqual(result.written, ['tokenPolicies/shop']);
    assert.equal(
      files.text('tokenPolicies/shop.json'),
      '\ufeff{\r\n\t// ours\r\n\t"title": "Shop", /* here */\r\n\t"allowedScopes": ["openid"], // and here\r\n\t"accessTokenLifetime": 900,\r\n}\r\n',
    );
  });

  it('does not touch a file that means the same in another spelling', () => {
    const files = pulled();
    const text =
      '{"allowedScopes": ["openid"], "accessTokenLifetime": "3600", "useAccessJWT": false, "title": "\\u0053hop"}';
    files.texts.set('tokenPolicies/shop.json', text);
    files.texts.set(
      'clients/shop.json',
      '{"name":"Shop","type":"public","tokenPolicy":"p1","loginPolicy":"loginPolicies/shop"}',
    );
    assert.deepEqual([...files.pull(whole).writes], []);
  });

  it('keeps what was changed here, and says where the service was changed, too', () => {
    const files = pulled();
    files.edit('tokenPolicies/shop.json', '"openid"', '"openid", "email"');
    const before = files.text('tokenPolicies/shop.json');
    assert.deepEqual(files.pull(whole).result.kept, [
      { address: 'tokenPolicies/shop', reason: 'changedHere' },
    ]);
    const changed = withPolicy(policy('p1', 'Shop', ',"useAccessJWT":true'));
    assert.deepEqual(files.pull(changed).result.kept, [
      { address: 'tokenPolicies/shop', reason: 'conflict' },
    ]);
    // What both say was perhaps sent by an earlier run.
    files.edit('tokenPolicies/shop.json', '"title"', '"useAccessJWT": true, "title"');
    assert.deepEqual(files.pull(changed).result.kept, [
      { address: 'tokenPolicies/shop', reason: 'changedHere' },
    ]);
    files.edit('tokenPolicies/shop.json', '"useAccessJWT": true, "title"', '"title"');
    files.bases.clear();
    assert.deepEqual(files.pull(changed).result.kept, [
      { address: 'tokenPolicies/shop', reason: 'unknownBase' },
    ]);
    assert.equal(files.text('tokenPolicies/shop.json'), before);
    const { result } = files.pull(changed, { overwrite: new Set(['tokenPolicies/shop']) });
    assert.deepEqual(result.written, ['tokenPolicies/shop']);
    assert.deepEqual(files.pull(changed).result.kept, []);
  });

  it('keeps files that cannot be read, and those that are only here', () => {
    const files = pulled();
    files.texts.set('tokenPolicies/shop.json', '{"title": "Shop"');
    files.texts.set('clients/new.json', '{"name": "New"}');
    const { result, writes } = files.pull(whole);
    assert.deepEqual(result.kept, [
      { address: 'tokenPolicies/shop', reason: 'invalid' },
      { address: 'clients/new', reason: 'onlyHere' },
    ]);
    assert.deepEqual([...writes], []);
  });

  it('does not write a file again that was deleted here, unless that is asked for', () => {
    const files = pulled();
    files.texts.delete('clients/shop.json');
    const { result, writes } = files.pull(whole);
    assert.deepEqual(result.kept, [{ address: 'clients/shop', reason: 'deletedHere' }]);
    assert.deepEqual([...writes], []);
    files.pull(whole, { overwrite: new Set(['clients/shop']) });
    assert.ok(files.texts.has('clients/shop.json'));
  });

  it('lists files whose resource is gone, and never deletes one', () => {
    const files = pulled();
    const { result } = files.pull(without(whole, 'c1'));
    assert.deepEqual(result.gone, ['clients/shop']);
    assert.ok(files.text('ids.json').includes('"clients/shop"'));
    // When the file is deleted as well, its line is removed.
    files.texts.delete('clients/shop.json');
    files.pull(without(whole, 'c1'));
    assert.ok(!files.text('ids.json').includes('"clients/shop"'));
  });

  it('does not take for gone what could not be read', () => {
    const reason = 'The service did not answer.';
    const files = pulled();
    const ids = files.text('ids.json');
    for (const [unread, address] of [
      [{ kind: 'clients', reason }, 'clients/shop'],
      [{ kind: 'clients', entry: { kind: 'clients', id: 'c1', title: 'Shop' }, reason }, 'clients/shop'],
    ] as const) {
      const { result } = files.pull({ ...without(whole, 'c1'), unread: [unread] });
      assert.deepEqual(result.gone, []);
      assert.ok(
        result.unread.some(each => each.address === address && each.reason === reason),
        JSON.stringify(result.unread),
      );
      assert.equal(files.text('ids.json'), ids);
    }
  });

  it('replaces a secret that is in a file, also in one that it keeps', () => {
    const files = pulled();
    const secret = 'pasted-by-mistake';
    files.edit('loginPolicies/shop.json', '{"$secret": "keep"}', `"${secret}"`);
    files.edit('loginPolicies/shop.json', '"Shop"', '"Changed here"');
    const { result } = files.pull(whole);
    assert.deepEqual(result.kept, [{ address: 'loginPolicies/shop', reason: 'changedHere' }]);
    assert.ok(files.text('loginPolicies/shop.json').includes('"clientSecret": {"$secret": "keep"}'));
    assert.ok(!files.text('loginPolicies/shop.json').includes(secret));
  });

  it('follows a file that was renamed, and everything that points to it', () => {
    const files = pulled();
    files.texts.set('tokenPolicies/renamed.json', files.text('tokenPolicies/shop.json'));
    files.texts.delete('tokenPolicies/shop.json');
    files.edit('clients/shop.json', '"type"', '// edited\n  "more": 1, "type"');
    const { result } = files.pull(whole);
    assert.deepEqual(result.kept, [{ address: 'clients/shop', reason: 'changedHere' }]);
    assert.ok(files.text('ids.json').includes('"tokenPolicies/renamed": "p1"'));
    assert.ok(!files.text('ids.json').includes('"tokenPolicies/shop"'));
    assert.ok(files.text('clients/shop.json').includes('// edited'));
    assert.ok(files.text('clients/shop.json').includes('"tokenPolicy": "tokenPolicies/renamed"'));
    assert.deepEqual([...files.pull(whole).writes], []);
  });

  it('gives each of several resources of one title a file of its own, in the order of their IDs', () => {
    const files = pulled(snapshotOf(['p3', 'p1', 'p2'].map(id => policy(id, 'Same'))));
    assert.ok(
      files
        .text('ids.json')
        .includes(
          '"tokenPolicies/same": "p1",\n  "tokenPolicies/same-2": "p2",\n  "tokenPolicies/same-3": "p3"',
        ),
    );
  });

  it('adds what is below a login policy once it can be read, but not if it was removed from the file', () => {
    const files = pulled(snapshotOf(whole.resources));
    assert.ok(!files.text('loginPolicies/shop.json').includes('$pushClaims'));
    files.pull(whole);
    assert.ok(files.text('loginPolicies/shop.json').includes('$pushClaims'));
    files.edit('loginPolicies/shop.json', /,\s*"\$pushClaims": \{[^}]*\}/, '');
    assert.deepEqual([...files.pull(whole).writes], []);
  });

  it('refuses a folder of another customer, and one with files that does not say whose they are', async () => {
    const pull = (files: MemoryFolder, snapshot = whole) =>
      problemOf(
        Promise.resolve().then(() => files.pull(snapshot)),
        'invalidInput',
      );
    await pull(pulled(), { ...whole, customerId: whole.customerId.replace('1ab', '9zz') });
    await pull(pulled(), { ...whole, origin: 'https://v1.api.eu.janrain.com' });
    const nameless = pulled();
    nameless.texts.delete('hosted-login.json');
    await pull(nameless);
  });

  it('keeps line breaks, byte order mark and comments of ids.json', () => {
    const files = pulled();
    const ids = `\ufeff${files.text('ids.json').replaceAll('\n', '\r\n').replace('{', '{ // of the shop')}`;
    files.texts.set('ids.json', ids);
    assert.deepEqual([...files.pull(whole).writes], []);
    files.pull(snapshotOf([...whole.resources, client('c2', 'Second')]));
    assert.equal(
      files.text('ids.json'),
      ids.replace('  "clients/shop"', '  "clients/second": "c2",\r\n  "clients/shop"'),
    );
  });

  it('refuses a folder whose ids.json cannot be read', async () => {
    const files = pulled();
    files.texts.set('ids.json', '<<<<<<< HEAD\n{}');
    const problem = await problemOf(Promise.resolve().then(() => files.pull(whole)));
    assert.equal(problem.kind, 'invalidInput');
    assert.match(problem.message, /ids\.json: .*merge conflict/);
  });
});
