import assert from 'node:assert/strict';
import { omittedMembers } from '../../../../src/core/resourceRules/omittedMembers';
import { validateResource } from '../../../../src/core/resourceRules/validateResource';
import type { ResourceKind } from '../../../../src/core/resources/resource';

type Members = Readonly<Record<string, unknown>>;

const policy = { id: 'p', title: 'T', allowedScopes: ['openid'] };
const store = { type: 'janrainCapture', connectionDetails: { clientSecret: 's' } };
const login = { id: 'l', title: 'T', loginURL: 'https://a.example/', identityStoreDetails: store };
const client = { id: 'c', name: 'N', type: 'confidential', tokenPolicy: 'p', redirectURIs: [] };

describe('validateResource', () => {
  const table: [kind: ResourceKind, base: Members, change: Members, found: string][] = [
    ['tokenPolicies', policy, {}, ''],
    ['tokenPolicies', policy, { title: undefined }, 'error title'],
    ['tokenPolicies', policy, { title: ' ' }, 'error title'],
    ['tokenPolicies', policy, { title: 'x'.repeat(5000) }, ''],
    ['tokenPolicies', policy, { title: '../\u0000🚀' }, ''],
    ['tokenPolicies', policy, { accessTokenLifetime: 60, refreshTokenLifetime: 31_557_600 }, ''],
    ['tokenPolicies', policy, { accessTokenLifetime: 59 }, 'error accessTokenLifetime'],
    ['tokenPolicies', policy, { accessTokenLifetime: 3601 }, 'error accessTokenLifetime'],
    ['tokenPolicies', policy, { accessTokenLifetime: '600' }, 'error accessTokenLifetime'],
    ['tokenPolicies', policy, { accessTokenLifetime: 60.5 }, 'error accessTokenLifetime'],
    ['tokenPolicies', policy, { accessTokenLifetime: null }, 'error accessTokenLifetime'],
    ['tokenPolicies', policy, { refreshTokenLifetime: 31_557_601 }, 'error refreshTokenLifetime'],
    ['tokenPolicies', policy, { useAccessJWT: 'yes' }, 'error useAccessJWT'],
    ['tokenPolicies', policy, { allowedScopes: 'openid' }, 'error allowedScopes'],
    ['tokenPolicies', policy, { allowedScopes: [] }, 'warning allowedScopes'],
    ['tokenPolicies', policy, { allowedScopes: ['email'] }, 'warning allowedScopes'],
    ['tokenPolicies', policy, { allowedScopes: ['*:config/**'] }, ''],
    ['tokenPolicies', policy, { allowedScopes: ['openid', 7] }, 'error allowedScopes.1'],
    ['tokenPolicies', policy, { allowedScopes: ['openid', 'openid email'] }, 'error allowedScopes.1'],
    ['tokenPolicies', policy, { id: 'other' }, 'error id'],
    ['tokenPolicies', policy, { id: undefined }, 'error id'],
    ['tokenPolicies', policy, { unknown: { deep: [null] } }, ''],
    ['loginPolicies', login, {}, ''],
    ['loginPolicies', login, { loginURL: 'ftp://a' }, 'error loginURL'],
    ['loginPolicies', login, { loginURL: 'a.example' }, 'error loginURL'],
    ['loginPolicies', login, { identityStoreDetails: undefined }, 'error identityStoreDetails*2'],
    ['loginPolicies', login, { identityStoreDetails: { type: 'other' } }, 'error identityStoreDetails'],
    [
      'loginPolicies',
      login,
      { identityStoreDetails: { connectionDetails: { clientSecret: 's' }, type: 'janrainCapture' } },
      '',
    ],
    ['clients', client, {}, ''],
    ['clients', client, { name: 7 }, 'error name'],
    ['clients', client, { tokenPolicy: '' }, 'error tokenPolicy'],
    ['clients', client, { type: 'private' }, 'error type*2'],
    ['clients', client, { type: 'public', loginPolicy: 'l' }, 'error type'],
    ['clients', client, { redirectURIs: ['https://a', 'app://b', 'http://localhost:1/c'] }, ''],
    [
      'clients',
      client,
      {
        redirectURIs: [
          'http://127.0.0.1',
          'http://[::1]:8080/x',
          'http://localhost',
          'https://localhost:3001/y',
        ],
      },
      '',
    ],
    ['clients', client, { redirectURIs: ['http://a.example/'] }, 'error redirectURIs.0'],
    ['clients', client, { redirectURIs: ['http://localhost.example/'] }, 'error redirectURIs.0'],
    ['clients', client, { redirectURIs: ['http://128.0.0.1/'] }, 'error redirectURIs.0'],
    ['clients', client, { redirectURIs: [''] }, 'error redirectURIs.0'],
    ['clients', client, { redirectURIs: {} }, 'error redirectURIs'],
    ['clients', client, { tokenPolicy: undefined }, 'error tokenPolicy'],
    ['clients', client, { tokenPolicy: 7 }, 'error tokenPolicy'],
    ['clients', client, { tokenPolicy: 'other' }, ''],
    ['clients', { ...client, loginPolicy: 'l' }, { loginPolicy: undefined }, 'error loginPolicy'],
    ['clients', { ...client, loginPolicy: 'l' }, { loginPolicy: null }, 'error loginPolicy'],
    ['clients', { ...client, loginPolicy: 'l' }, { loginPolicy: '' }, 'error loginPolicy'],
    ['clients', { ...client, loginPolicy: 'l' }, { loginPolicy: 'other' }, ''],
    [
      'clients',
      { ...client, type: 'public', loginPolicy: 'l' },
      { loginPolicy: undefined },
      'error loginPolicy',
    ],
    ['clients', client, { loginPolicy: 'l' }, ''],
  ];
  for (const [kind, base, change, expected] of table) {
    const what = JSON.stringify(change, (_, value: unknown) => (value === undefined ? 'none' : value));
    it(`${kind} with ${what.slice(0, 80)}: ${expected === '' ? 'nothing' : expected}`, () => {
      const body = JSON.parse(JSON.stringify({ ...base, ...change })) as Members;
      const found = validateResource(kind, body, base).map(
        issue => `${issue.severity} ${issue.path.join('.')}`,
      );
      const once = [...new Set(found)].map(text => {
        const count = found.filter(other => other === text).length;
        return count === 1 ? text : `${text}*${count}`;
      });
      assert.deepEqual(once.join(), expected);
    });
  }

  /** What the service has, however it came by it, and an edit of something else. */
  const held: [kind: ResourceKind, base: Members, change: Members, found: string][] = [
    ['tokenPolicies', { ...policy, accessTokenLifetime: '1800' }, {}, ''],
    ['tokenPolicies', { ...policy, accessTokenLifetime: '1800' }, { accessTokenLifetime: '600' }, ''],
    ['tokenPolicies', { ...policy, accessTokenLifetime: '1800' }, { accessTokenLifetime: 600 }, ''],
    [
      'tokenPolicies',
      { ...policy, accessTokenLifetime: '1800' },
      { accessTokenLifetime: '7200' },
      'error accessTokenLifetime',
    ],
    [
      'tokenPolicies',
      { ...policy, accessTokenLifetime: '1800' },
      { accessTokenLifetime: '30 min' },
      'error accessTokenLifetime',
    ],
    ['tokenPolicies', { ...policy, refreshTokenLifetime: 5 }, {}, ''],
    ['tokenPolicies', { ...policy, refreshTokenLifetime: null }, {}, ''],
    ['tokenPolicies', { ...policy, useAccessJWT: 'true' }, {}, ''],
    ['tokenPolicies', { ...policy, useAccessJWT: 'true' }, { useAccessJWT: 'false' }, ''],
    ['tokenPolicies', { ...policy, useAccessJWT: 'true' }, { useAccessJWT: 'no' }, 'error useAccessJWT'],
    ['tokenPolicies', { ...policy, useAccessJWT: true }, { useAccessJWT: 'true' }, 'error useAccessJWT'],
    ['tokenPolicies', { ...policy, allowedScopes: 'openid' }, {}, ''],
    ['tokenPolicies', { ...policy, allowedScopes: ['email'] }, {}, ''],
    [
      'tokenPolicies',
      { ...policy, allowedScopes: [7, 'a b'] },
      { allowedScopes: ['a b'] },
      'warning allowedScopes',
    ],
    ['loginPolicies', { ...login, loginURL: 'app://x' }, {}, ''],
    ['loginPolicies', { id: 'l', title: 'T', loginURL: 'https://a' }, {}, 'error identityStoreDetails'],
    ['tokenPolicies', { id: 'p' }, { title: undefined }, 'error title'],
    ['clients', { id: 'c', name: 'N', type: 'hybrid', tokenPolicy: 7 }, {}, ''],
    ['clients', { ...client, type: 'public' }, {}, ''],
    ['clients', { ...client, redirectURIs: ['http://a', 'http://b'] }, {}, ''],
    ['clients', { ...client, redirectURIs: ['http://a', 'http://b'] }, { redirectURIs: ['http://b'] }, ''],
    [
      'clients',
      { ...client, redirectURIs: ['http://a'] },
      { redirectURIs: ['http://b', 'http://a'] },
      'error redirectURIs.0',
    ],
  ];
  for (const [kind, base, change, expected] of held) {
    const what = `${kind} ${JSON.stringify(base)} with ${JSON.stringify(change)}`;
    it(`judges what an edit changed: ${what}: ${expected === '' ? 'nothing' : expected}`, () => {
      const renamed = kind === 'clients' ? { name: 'Other' } : { title: 'Other' };
      const found = validateResource(kind, { ...base, ...renamed, ...change }, base);
      assert.equal(found.map(issue => `${issue.severity} ${issue.path.join('.')}`).join(), expected);
    });
  }

  it('says that a policy cannot be removed, and names it', () => {
    const [issue, ...others] = validateResource('clients', { ...client, tokenPolicy: '' }, client);
    assert.deepEqual(others, []);
    assert.match(issue?.message ?? '', /tokenPolicy of a client cannot be removed.*"p"/);
  });

  it('requires identityStoreDetails of a login policy', () => {
    const { identityStoreDetails: _, ...without } = login;
    for (const before of [undefined, without]) {
      const [issue, ...others] = validateResource('loginPolicies', without, before);
      assert.deepEqual([issue?.severity, issue?.path, others], ['error', ['identityStoreDetails'], []]);
    }
    const [empty] = validateResource('loginPolicies', { ...login, identityStoreDetails: null });
    assert.deepEqual(empty?.path, ['identityStoreDetails']);
  });

  it('refuses another ID if the response had none', () => {
    const before = { title: 'T', allowedScopes: ['openid'] };
    const paths = (id: unknown) =>
      validateResource(
        'tokenPolicies',
        { ...before, title: 'U', ...(id !== undefined && { id }) },
        before,
        'own',
      ).map(({ severity, path }) => [severity, ...path]);
    assert.deepEqual([undefined, 'own'].map(paths), [[], []]);
    assert.deepEqual(paths('other'), [['error', 'id']]);
    assert.deepEqual(paths(null), [['error', 'id']]);
  });

  it('validates a new resource without one before', () => {
    assert.deepEqual(validateResource('tokenPolicies', { title: 'T', allowedScopes: ['openid'] }), []);
    const open = { name: 'N', type: 'public', tokenPolicy: 'p' };
    assert.deepEqual(
      validateResource('clients', open).map(({ path }) => path),
      [['loginPolicy']],
    );
  });
});

describe('omittedMembers', () => {
  const table: [kind: ResourceKind, now: Members, body: Members, found: string][] = [
    ['tokenPolicies', policy, policy, ''],
    ['tokenPolicies', { ...policy, _links: {} }, policy, ''],
    ['tokenPolicies', policy, { id: 'p', title: 'T' }, 'allowedScopes ["openid"] openid profile'],
    ['tokenPolicies', { accessTokenLifetime: 600 }, {}, 'accessTokenLifetime 600 3600'],
    ['tokenPolicies', { refreshTokenLifetime: 600 }, {}, 'refreshTokenLifetime 600 7776000'],
    ['tokenPolicies', { useAccessJWT: true }, {}, 'useAccessJWT true false'],
    ['tokenPolicies', { news: { a: null } }, {}, 'news {"a":null} unknown'],
    ['tokenPolicies', { accessTokenLifetime: 600 }, { accessTokenLifetime: null }, ''],
    ['loginPolicies', { customClaims: {} }, {}, 'customClaims {} none'],
    ['tokenPolicies', { constructor: 1 }, {}, 'constructor 1 unknown'],
    ['clients', { redirectURIs: [] }, {}, 'redirectURIs [] none'],
    ['clients', { loginPolicy: 'l' }, {}, 'loginPolicy "l" cannot be removed'],
  ];
  for (const [kind, now, body, expected] of table) {
    it(`${JSON.stringify(now)} with ${JSON.stringify(body)}: ${expected === '' ? 'nothing' : expected}`, () => {
      const found = omittedMembers(kind, now, body).map(
        reset => `${reset.name} ${reset.now} ${reset.afterPut}`,
      );
      assert.ok(expected === '' ? found.length === 0 : found.join().startsWith(expected), found.join());
    });
  }
});
