import assert from 'node:assert/strict';
import type { ResourceKind } from '../../../src/core/configuration';
import { resets } from '../../../src/core/resets';
import { resourceIssues } from '../../../src/core/resourceRules';

type Members = Readonly<Record<string, unknown>>;

const policy = { id: 'p', title: 'T', allowedScopes: ['openid'] };
const store = { type: 'janrainCapture', connectionDetails: { clientSecret: 's' } };
const login = { id: 'l', title: 'T', loginURL: 'https://a.example/', identityStoreDetails: store };
const client = { id: 'c', name: 'N', type: 'confidential', tokenPolicy: 'p', redirectURIs: [] };

describe('the rules of a body', () => {
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
    ['clients', client, { redirectURIs: ['http://a.example/'] }, 'error redirectURIs.0'],
    ['clients', client, { redirectURIs: [''] }, 'error redirectURIs.0'],
    ['clients', client, { redirectURIs: {} }, 'error redirectURIs'],
  ];
  for (const [kind, base, change, expected] of table) {
    const what = JSON.stringify(change, (_, value: unknown) => (value === undefined ? 'none' : value));
    it(`${kind} with ${what.slice(0, 80)}: ${expected === '' ? 'nothing' : expected}`, () => {
      const body = JSON.parse(JSON.stringify({ ...base, ...change })) as Members;
      const found = resourceIssues(kind, body, base).map(
        issue => `${issue.severity} ${issue.path.join('.')}`,
      );
      const once = [...new Set(found)].map(text => {
        const count = found.filter(other => other === text).length;
        return count === 1 ? text : `${text}*${count}`;
      });
      assert.deepEqual(once.join(), expected);
    });
  }

  it('holds one to create against nothing of before', () => {
    assert.deepEqual(resourceIssues('tokenPolicies', { title: 'T', allowedScopes: ['openid'] }), []);
    const open = { name: 'N', type: 'public', tokenPolicy: 'p' };
    assert.deepEqual(
      resourceIssues('clients', open).map(({ path }) => path),
      [['loginPolicy']],
    );
  });
});

describe('what a PUT resets', () => {
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
    ['clients', { redirectURIs: [] }, {}, 'redirectURIs [] none'],
    ['clients', { loginPolicy: 'l' }, {}, 'loginPolicy "l" none'],
  ];
  for (const [kind, now, body, expected] of table) {
    it(`${JSON.stringify(now)} with ${JSON.stringify(body)}: ${expected === '' ? 'nothing' : expected}`, () => {
      const found = resets(kind, now, body).map(reset => `${reset.name} ${reset.now} ${reset.becomes}`);
      assert.ok(expected === '' ? found.length === 0 : found.join().startsWith(expected), found.join());
    });
  }
});
