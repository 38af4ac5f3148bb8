import assert from 'node:assert/strict';
import {
  allows,
  canonicalScope,
  covers,
  missingScopes,
  redundantScopes,
} from '../../../../src/core/scopes/compareScopes';
import { describeScope, describeScopeList } from '../../../../src/core/scopes/describeScope';
import { parseScope, parseScopeList } from '../../../../src/core/scopes/parseScope';

describe('parseScope', () => {
  const valid = [
    '.:config/**',
    '*:config/**',
    '*:config/tokenPolicies**',
    '.:config/loginPolicies/1ab23c45-6789-0123-d4ef-5g678h90ijk1',
    '*:config/clients/{{ clientId }}',
    '*:config/clients/$CLIENT_ID',
    '*:**',
    '*:webhooks/**',
    '.:config/somethingNew/**',
  ];
  for (const text of valid) {
    it(`reads ${text}`, () => {
      assert.deepEqual(parseScope(text), { action: text[0], resource: text.slice(2) });
    });
  }
  const invalid = [
    '',
    '*',
    '*:',
    ':config/**',
    'config/**',
    '*:/config/**',
    'GET:config/**',
    '*.**',
    '**.**',
  ];
  for (const text of [
    ...invalid,
    '*:config/*',
    '*:config/***',
    '*:config//x',
    '.:a,.:b',
    'openid',
    '.:"a"',
  ]) {
    it(`has no scope for ${JSON.stringify(text)}`, () => {
      assert.equal(parseScope(text), undefined);
    });
  }
});

describe('parseScopeList', () => {
  it('keeps the offsets of each item', () => {
    const items = parseScopeList(' .:config/tokenPolicies**  *:config/clients/{{ id }} ');
    assert.deepEqual(
      items.map(({ text, start, end }) => ({ text, start, end })),
      [
        { text: '.:config/tokenPolicies**', start: 1, end: 25 },
        { text: '*:config/clients/{{ id }}', start: 27, end: 52 },
      ],
    );
  });

  // The part between « and » is where the issue stands; the third column is what to write there instead.
  const table: [marked: string, kind: 'malformed' | 'undocumented', message: RegExp, replacement?: string][] =
    [
      ['.:config/**«\t»*:config/**', 'malformed', /single spaces/, ' '],
      ['.:config/** «"»*:config/clients**', 'malformed', /character "/, ''],
      // Shown as it is, it would turn the rest of the message around.
      ['.:config/«\u202e»**', 'malformed', /character U\+202E cannot/, ''],
      ['*:config/«\u{1f600}»', 'malformed', /character/, ''],
      ['«*:»', 'malformed', /path is missing/],
      ['.:config/** «:»config/clients**', 'malformed', /action is missing/],
      ['.:config/tokenPolicies**«,».:config/loginPolicies**', 'undocumented', /comma/, ' '],
      ['.:config/tokenPolicies**«,» .:config/loginPolicies**', 'undocumented', /comma/, ''],
      ['«config/**»', 'undocumented', /begin with/],
      ['«GET:config/**»', 'undocumented', /begin with/],
      ['«**.**»', 'undocumented', /begin with/],
      ['*:«/»config/**', 'undocumented', /without a slash/, ''],
      ['.:config/loginPolicies/«<loginPolicyId>»', 'undocumented', /Replace <loginPolicyId>/],
      ['*:«config/*»', 'undocumented', /only at the end/],
      ['*:«config/*/x»', 'undocumented', /only at the end/],
      ['*:config«//»clients**', 'undocumented', /empty/, '/'],
      ['*:config/clients«/»', 'undocumented', /empty/, ''],
      ['*:config/«tokenPolicy»**', 'undocumented', /mean tokenPolicies\?/, 'tokenPolicies'],
      ['*:config/«Clients»/1', 'undocumented', /mean clients\?/, 'clients'],
      ['*:«Config»/clients**', 'undocumented', /mean config\?/, 'config'],
      ['*:config/«users»**', 'undocumented', /not among/],
      ['*:«login»/token', 'undocumented', /not among/],
      ['*:config/clients/1/«secrets»', 'undocumented', /mean secret\?/, 'secret'],
      ['*:config/tokenPolicies/1/«x»', 'undocumented', /not among/],
    ];
  for (const [marked, kind, message, replacement] of table) {
    it(`points out ${JSON.stringify(marked)}`, () => {
      const text = marked.replace(/[«»]/g, '');
      const issues = parseScopeList(text).flatMap(item => item.issue ?? []);
      assert.equal(issues.length, 1);
      const [issue] = issues;
      assert.ok(issue);
      assert.equal(issue.kind, kind);
      assert.match(issue.message, message);
      assert.equal(issue.replacement, replacement);
      assert.equal(issue.start, marked.indexOf('«'));
      assert.equal(issue.end, marked.indexOf('»') - 1);
    });
  }

  const silent = [
    '.:config/** *:config/tokenPolicies** .:config/tokenPolicies** .:config/loginPolicies**',
    '*:config/clients/1/secret *:config/loginPolicies/1/pushClaims .:config/loginPolicies/1/allowedResponseTypes *:config/clients/** *:config**',
    '*:** .:** *:webhooks/** *:webhooks/v3/x',
    'openid profile email address phone',
    '{{scope}} $SCOPE ${SCOPE} {{ $dotenv SCOPE }}',
    '.:config/{{collection}}** .:{{path}} .:config/clients/${ID}/secret',
  ];
  for (const text of silent) {
    it(`finds nothing in ${text}`, () => {
      assert.deepEqual(
        parseScopeList(text).flatMap(item => item.issue ?? []),
        [],
      );
    });
  }
});

describe('covers', () => {
  const table: [wider: string, narrower: string, expected: boolean][] = [
    ['*:config/**', '.:config/**', true],
    ['.:config/**', '*:config/**', false],
    ['*:config/**', '*:config/tokenPolicies**', true],
    ['*:config/**', '.:config/tokenPolicies/ID', true],
    ['*:config/**', '.:config', false],
    ['*:config**', '.:config/**', true],
    ['*:config/**', '.:config**', false],
    ['.:config/tokenPolicies**', '.:config/tokenPolicies', true],
    ['.:config/tokenPolicies**', '.:config/tokenPolicies/**', true],
    ['.:config/tokenPolicies**', '.:config/tokenPolicies/ID', true],
    ['.:config/tokenPolicies**', '.:config/tokenPoliciesX', false],
    ['.:config/tokenPolicies/**', '.:config/tokenPolicies', false],
    ['.:config/tokenPolicies/**', '.:config/tokenPolicies**', false],
    ['.:config/tokenPolicies**', '.:config/loginPolicies/ID', false],
    ['.:config/tokenPolicies/ID', '.:config/tokenPolicies/ID', true],
    ['.:config/tokenPolicies/ID', '.:config/tokenPolicies/ID**', false],
    ['*:**', '*:config/**', true],
    ['*:**', '.:**', true],
    ['*:config/**', '*:**', false],
    ['*:config/**', '*:webhooks/**', false],
  ];
  for (const [wider, narrower, expected] of table) {
    it(`${wider} ${expected ? 'covers' : 'does not cover'} ${narrower}`, () => {
      const [first, second] = [parseScope(wider), parseScope(narrower)];
      assert.ok(first && second);
      assert.equal(covers(first, second), expected);
    });
  }
});

describe('allows', () => {
  const table: [scope: string, method: string, path: string, expected: boolean][] = [
    ['.:config/**', 'GET', 'config/clients', true],
    ['.:config/**', 'head', '/config/clients/1?x=1', true],
    ['.:config/**', 'POST', 'config/clients', false],
    ['*:config/**', 'DELETE', 'config/clients/1', true],
    ['*:config/tokenPolicies**', 'POST', 'config/tokenPolicies/', true],
    ['*:config/tokenPolicies**', 'GET', 'config/clients', false],
    ['*:config/clients/1', 'PUT', 'config/clients/1', true],
    ['*:config/clients/1', 'PUT', 'config/clients/2', false],
    ['.:config/clients** *:config/clients/1', 'PUT', 'config/clients/1', true],
  ];
  for (const [scope, method, path, expected] of table) {
    it(`${scope} ${expected ? 'allows' : 'does not allow'} ${method} ${path}`, () => {
      const granted = parseScopeList(scope).flatMap(item => item.scope ?? []);
      assert.equal(allows(granted, method, path), expected);
    });
  }
});

describe('scope lists', () => {
  it('have one canonical form', () => {
    assert.equal(canonicalScope('  .:b  .:a\t.:b\n'), '.:a .:b');
    assert.equal(canonicalScope(''), '');
  });

  const missing: [requested: string, granted: string, expected: string[]][] = [
    ['.:config/**', '*:config/**', []],
    ['*:config/**', '', ['*:config/**']],
    ['*:config/clients** .:config/tokenPolicies**', '.:config/**', ['*:config/clients**']],
    ['GET:config/**', '*:config/**', ['GET:config/**']],
    ['GET:config/** openid', 'openid GET:config/**', []],
  ];
  for (const [requested, granted, expected] of missing) {
    it(`of ${requested}, ${JSON.stringify(granted)} lacks ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(missingScopes(requested, granted), expected);
    });
  }

  it('keep the first of two equals', () => {
    const [found, ...more] = redundantScopes(parseScopeList('.:config/** .:config/**'));
    assert.equal(found?.item.start, 12);
    assert.equal(more.length, 0);
  });

  const redundant: [list: string, expected: string[]][] = [
    ['*:config/** .:config/clients**', ['.:config/clients** < *:config/**']],
    ['.:config/clients** *:config/**', ['.:config/clients** < *:config/**']],
    ['.:config/** .:config/**', ['.:config/** < .:config/**']],
    ['x y x', ['x < x']],
    ['.:config/** *:config/clients**', []],
  ];
  for (const [list, expected] of redundant) {
    it(`finds what is redundant in ${list}`, () => {
      const found = redundantScopes(parseScopeList(list));
      assert.deepEqual(
        found.map(({ item, coveredBy }) => `${item.text} < ${coveredBy.text}`),
        expected,
      );
    });
  }
});

describe('describeScope', () => {
  const table: [scope: string, expected: string][] = [
    ['.:config/**', 'Read all token policies, login policies and clients'],
    ['*:config/tokenPolicies**', 'Read and configure all token policies'],
    ['.:config/loginPolicies/abc', 'Read login policy abc'],
    ['*:config/clients/abc/secret', 'Read and configure the secret of client abc'],
    ['*:config/loginPolicies/abc/pushClaims', 'Read and configure the push claims of login policy abc'],
    [
      '.:config/loginPolicies/abc/allowedResponseTypes',
      'Read the allowed response types of login policy abc',
    ],
    ['*:config/loginPolicies/abc**', 'Read and configure login policy abc and everything below it'],
    ['.:config/clients/abc/**', 'Read everything below client abc'],
    ['.:config/clients', 'Read the list of clients'],
    ['*:**', 'Read and configure everything'],
    ['.:config/new**', 'Read config/new and everything below it'],
    ['*:toString', 'Read and configure toString'],
    ['openid', 'openid: a scope of users who sign in'],
    ['GET:x', 'GET:x: not a documented form, the service decides what it means'],
  ];
  for (const [scope, expected] of table) {
    it(`says "${expected}"`, () => {
      assert.equal(describeScope(scope), expected);
    });
  }
  it('describes each scope of a list', () => {
    assert.deepEqual(describeScopeList('.:config/clients** *:webhooks/**'), [
      'Read all clients',
      'Read and configure all webhooks',
    ]);
  });
});
