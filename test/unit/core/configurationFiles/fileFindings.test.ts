import assert from 'node:assert/strict';
import {
  checkFile,
  type FileSurroundings,
  restoreMembers,
} from '../../../../src/core/configurationFiles/fileFindings';
import type { ResourceKind } from '../../../../src/core/resources/resource';

const surroundings: FileSurroundings = {
  ids: new Map([['tokenPolicies/shop', 'p1']]),
  addresses: new Set(['tokenPolicies/shop', 'loginPolicies/shop', 'clients/shop']),
  isOnService: false,
  base: undefined,
};

const client = {
  name: 'Shop',
  type: 'public',
  redirectURIs: ['https://shop.example/in'],
  tokenPolicy: 'tokenPolicies/shop',
  loginPolicy: 'loginPolicies/shop',
};

const loginPolicy = {
  title: 'Shop',
  loginURL: 'https://login.example/',
  identityStoreDetails: { type: 'janrainCapture', connectionDetails: { clientSecret: { $secret: 'keep' } } },
};

/** The findings as severity, message and the text they are at. */
function findingsIn(kind: ResourceKind, value: unknown, changes: Partial<FileSurroundings> = {}) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
  return checkFile({ kind, name: 'shop' }, text, { ...surroundings, ...changes }).map(
    ({ severity, message, start, end }) => [severity, message, text.slice(start, end)],
  );
}

describe('checkFile', () => {
  it('finds nothing in files that can be applied, with comments too', () => {
    assert.deepEqual(findingsIn('clients', client), []);
    assert.deepEqual(findingsIn('tokenPolicies', '{ // a comment\n "title": "Shop", }'), []);
    assert.deepEqual(
      findingsIn('tokenPolicies', { title: 'S', allowedScopes: ['*:config/clients/<shop>', 'openid'] }),
      [],
    );
  });

  it('only says that it is too long to be checked', () => {
    const text = (length: number) => JSON.stringify({ title: '', note: 'x'.repeat(length) });
    assert.equal(findingsIn('tokenPolicies', text(1_000_000)).length, 1);
    assert.match(findingsIn('tokenPolicies', text(1_000_000))[0]?.[1] ?? '', /title/);
    const [first, ...others] = findingsIn('tokenPolicies', text(1_300_000));
    assert.deepEqual([first?.[0], first?.[2], others], ['information', '{', []]);
    assert.match(first?.[1] ?? '', /too long for Hosted Login to check here/);
  });

  it('leaves what is not a JSON object to VS Code', () => {
    for (const text of ['', '{', '[]', '"x"', '\ufeff{']) assert.deepEqual(findingsIn('clients', text), []);
  });

  it('points out an address of nothing', () => {
    const [finding, ...others] = findingsIn('clients', { ...client, tokenPolicy: 'tokenPolicies/shp' });
    assert.equal(others.length, 0);
    assert.deepEqual([finding?.[0], finding?.[2]], ['error', '"tokenPolicies/shp"']);
    assert.match(finding?.[1] ?? '', /no file tokenPolicies\/shp\.json/);
  });

  it('points out an object in a list at its brace, since it may be long', () => {
    const [finding] = findingsIn('tokenPolicies', { title: 'S', allowedScopes: ['openid', { scope: 'x' }] });
    assert.deepEqual([finding?.[0], finding?.[2]], ['error', '{']);
    assert.match(finding?.[1] ?? '', /allowedScopes/);
  });

  it('points out a secret that is in a file, without quoting it', () => {
    const secret = 'a1b2c3d4e5f6a7b8';
    const text = JSON.stringify(loginPolicy).replace('{"$secret":"keep"}', JSON.stringify(secret));
    const [finding] = findingsIn('loginPolicies', text);
    assert.deepEqual([finding?.[0], finding?.[2]], ['error', JSON.stringify(secret)]);
    assert.ok(!finding?.[1]?.includes(secret));
  });

  it('points out a secret to keep when there is none, and only there', () => {
    const [finding] = findingsIn('loginPolicies', loginPolicy);
    assert.match(finding?.[1] ?? '', /no secret here to keep/);
    assert.deepEqual(findingsIn('loginPolicies', loginPolicy, { isOnService: true }), []);
    const named = JSON.stringify(loginPolicy).replace('keep', 'OWNER_SECRET');
    assert.deepEqual(findingsIn('loginPolicies', named), []);
  });

  it('points out a secret in a member that everybody sees', () => {
    for (const $secret of ['keep', 'OWNER_SECRET']) {
      const claims = { customClaims: { id_token: { debug: { $secret } } } };
      for (const isOnService of [true, false]) {
        const found = findingsIn(
          'loginPolicies',
          { title: 'S', loginURL: 'https://a.example/', ...claims },
          { isOnService },
        );
        assert.deepEqual([found[0]?.[0], found[0]?.[2]], ['error', `"${$secret}"`]);
        assert.match(found[0]?.[1] ?? '', /not masked/);
      }
    }
  });

  it('tells that a name is not used where the service has a secret', () => {
    const named = JSON.stringify(loginPolicy).replace('keep', 'OWNER_SECRET');
    const base = { document: named.replace(/\{"\$secret":"OWNER_SECRET"\}/, '"••••••••"'), options: {} };
    const [finding, ...others] = findingsIn('loginPolicies', named, { isOnService: true, base });
    assert.deepEqual([finding?.[0], finding?.[2], others], ['information', '{"$secret":"OWNER_SECRET"}', []]);
    assert.match(finding?.[1] ?? '', /keeps it, so OWNER_SECRET is not used/);
    assert.deepEqual(findingsIn('loginPolicies', named, { isOnService: true }), []);
  });

  it('finds nothing in a secret of push claims that could not be read', () => {
    const pushing = { ...loginPolicy, $pushClaims: { endpoint: { clientSecret: { $secret: 'keep' } } } };
    assert.deepEqual(findingsIn('loginPolicies', pushing, { isOnService: true }), []);
    const base = {
      document: JSON.stringify(loginPolicy).replace('{"$secret":"keep"}', '"••••••••"'),
      options: {},
    };
    assert.deepEqual(findingsIn('loginPolicies', pushing, { isOnService: true, base }), []);
    const [finding] = findingsIn('loginPolicies', pushing, {
      ...{ isOnService: true, base: { ...base, options: { pushClaims: '{"endpoint":{}}' } } },
    });
    assert.match(finding?.[1] ?? '', /no secret here to keep/);
  });

  it('points out what the service would refuse, but not what it had before', () => {
    const policy = { title: 'Shop', accessTokenLifetime: 7200 };
    const [finding] = findingsIn('tokenPolicies', policy);
    assert.deepEqual([finding?.[0], finding?.[2]], ['error', '7200']);
    const base = { document: JSON.stringify({ id: 'p1', ...policy }), options: {} };
    assert.deepEqual(findingsIn('tokenPolicies', policy, { isOnService: true, base }), []);
    assert.equal(
      findingsIn('tokenPolicies', { ...policy, accessTokenLifetime: 9 }, { isOnService: true, base }).length,
      1,
    );
  });

  it('points out what the service would reset because it is left out, unless it has the default value', () => {
    const document = JSON.stringify({ id: 'p1', title: 'S', accessTokenLifetime: 600, useAccessJWT: false });
    const found = findingsIn(
      'tokenPolicies',
      { title: 'S' },
      { isOnService: true, base: { document, options: {} } },
    );
    assert.deepEqual(found, [
      ['warning', 'Left out, so the service resets it: accessTokenLifetime: 600 → 3600', '{'],
    ]);
  });

  it('tells what a quick fix can write', () => {
    const text = JSON.stringify(loginPolicy).replace('{"$secret":"keep"}', '"a1b2c3d4e5f6a7b8"');
    const [created] = checkFile({ kind: 'loginPolicies', name: 'winter-sale' }, text, surroundings);
    assert.equal(created?.marker, '{"$secret": "WINTER_SALE_SECRET"}');
    const existing = { ...surroundings, isOnService: true };
    assert.equal(
      checkFile({ kind: 'loginPolicies', name: 'x' }, text, existing)[0]?.marker,
      '{"$secret": "keep"}',
    );
    const base = {
      document: JSON.stringify({ ...client, tokenPolicy: 'p1', type: 'confidential' }),
      options: {},
    };
    const changed = JSON.stringify(client);
    const [fixed] = checkFile({ kind: 'clients', name: 'shop' }, changed, { ...existing, base });
    assert.equal(fixed?.member, 'type');
  });
});

describe('restoreMembers', () => {
  it('restores members with addresses, and leaves everything else and comments', () => {
    const base = { document: JSON.stringify({ ...client, tokenPolicy: 'p1' }), options: {} };
    const text = '\ufeff{\r\n  // ours\r\n  "name": "Winter",\r\n  "type": "confidential"\r\n}';
    assert.equal(
      restoreMembers('clients', text, { ids: surroundings.ids, base }, ['type', 'tokenPolicy']),
      '\ufeff{\r\n  // ours\r\n  "name": "Winter",\r\n  "type": "public",\r\n  "tokenPolicy": "tokenPolicies/shop"\r\n}',
    );
    assert.equal(restoreMembers('clients', text, { ids: surroundings.ids, base: undefined }, ['type']), text);
  });
});
