import assert from 'node:assert/strict';
import { scopeRemarks, parseScopeInput } from '../../../../src/core/scopes/scopeInput';

describe('parseScopeInput', () => {
  const cases: readonly [typed: string, list: string][] = [
    ['.:config/**', '.:config/**'],
    ['  .:config/tokenPolicies**   *:config/clients** ', '.:config/tokenPolicies** *:config/clients**'],
    ['scope=.:config/**', '.:config/**'],
    [
      'grant_type=client_credentials&scope=.%3Aconfig%2F**+*%3Aconfig%2Fclients**&x=1',
      '.:config/** *:config/clients**',
    ],
    ['https://example.com/login/token?scope=.:config/**', '.:config/**'],
    ['-d "scope=*:config/**"', '*:config/**'],
    ["--data-urlencode 'scope=.:config/**'", '.:config/**'],
    ['scope=100%', '100%'],
    ['"*:config/**"', '*:config/**'],
    ["'.:config/**'", '.:config/**'],
    ['`.:config/**`', '.:config/**'],
    ['“.:config/**”', '.:config/**'],
    [
      '"scope": "*:config/tokenPolicies** .:config/clients**",',
      '*:config/tokenPolicies** .:config/clients**',
    ],
    ['{"scope":".:config/**"}', '.:config/**'],
    ['scope: .:config/**', '.:config/**'],
    ['"allowedScopes": [".:config/**", "openid"]', '.:config/** openid'],
    [
      '[".:config/tokenPolicies**", ".:config/loginPolicies**"]',
      '.:config/tokenPolicies** .:config/loginPolicies**',
    ],
    [
      '.:config/tokenPolicies**,.:config/loginPolicies**,',
      '.:config/tokenPolicies** .:config/loginPolicies**',
    ],
    [
      '.:config/tokenPolicies**;\n.:config/loginPolicies**',
      '.:config/tokenPolicies** .:config/loginPolicies**',
    ],
    // Everything else stays: the service or the check decides.
    ['.:config/tokenPolicy', '.:config/tokenPolicy'],
    ['scope:config/**', 'scope:config/**'],
    ['.:config/clients/a"b', '.:config/clients/a"b'],
    ['', ''],
    [' "" , ', ''],
  ];
  for (const [typed, list] of cases) {
    it(`makes ${JSON.stringify(list)} of ${JSON.stringify(typed)}`, () => {
      assert.equal(parseScopeInput(typed), list);
      assert.equal(parseScopeInput(list), list);
    });
  }
});

describe('scopeRemarks', () => {
  it('says what the editor reports', () => {
    assert.deepEqual(scopeRemarks('.:config/tokenPolicy'), [
      'tokenPolicy is not among the documented paths. Do you mean tokenPolicies?',
    ]);
    assert.deepEqual(scopeRemarks('.:config/** .:config/clients**'), [
      '.:config/clients** is covered by .:config/**.',
    ]);
    assert.deepEqual(scopeRemarks('.:config/clients/<clientId>'), ['Replace <clientId> with a value.']);
    assert.deepEqual(scopeRemarks('*:config/** openid'), []);
  });

  it('stops after 20, and says how many more there are', () => {
    const list = Array.from({ length: 30 }, (_, index) => `.:other${index}`).join(' ');
    const remarks = scopeRemarks(`${list} *:config/** .:config/clients**`);
    assert.equal(remarks.length, 21);
    assert.equal(remarks[19], 'other19 is not among the documented paths.');
    assert.equal(remarks[20], 'And 11 more.');
  });

  it('adds covered scopes after the issues', () => {
    const remarks = scopeRemarks(`.:other *:config/** ${'.:config/** '.repeat(30)}`);
    assert.equal(remarks[1], '.:config/** is covered by *:config/**.');
    assert.equal(remarks.at(-1), 'And 11 more.');
  });
});
