import assert from 'node:assert/strict';
import { linesOf } from '../../../../src/core/common/lines';
import type { DocumentLanguage } from '../../../../src/core/requests/documentRegions';
import {
  explainScopes,
  completeScopes,
  type ScopeCompletion,
} from '../../../../src/core/scopeLanguage/scopeCompletion';
import { readPresets } from '../../../../src/core/scopes/scopePresets';

const { presets: own } = readPresets([{ label: 'Ours', scope: '.:config/clients/<clientId>' }]);

/** A line that shows that the text below it is about Hosted Login. */
const tokenRequest: Readonly<Record<DocumentLanguage, string>> = {
  http: 'POST {{origin}}/{{customerId}}/login/token\n\n',
  shell: 'url="$ORIGIN/$ID/login/token"\n',
  json: '// POST {{origin}}/{{customerId}}/login/token\n',
  markdown: 'A request to `/{customerId}/login/token`:\n\n',
};

function placeOf(marked: string): { lines: ReturnType<typeof linesOf>; line: number; character: number } {
  const before = marked.split('$$CURSOR$$')[0]?.split('\n') ?? [];
  const lines = linesOf(marked.replace('$$CURSOR$$', ''));
  return { lines, line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/** The line with the item of a label accepted, as a snippet; undefined without completion. */
function accept(language: DocumentLanguage, marked: string, label: string): string | undefined {
  const { lines, line, character } = placeOf(tokenRequest[language] + marked);
  const found = completeScopes(lines, language, line, character, () => own);
  if (!found) return undefined;
  const item: ScopeCompletion | undefined = found.items.find(candidate => candidate.label === label);
  assert.ok(item, found.items.map(candidate => candidate.label).join('\n'));
  const text = lines.line(line);
  return text.slice(0, found.start) + item.snippet + text.slice(found.end);
}

function labels(language: DocumentLanguage, marked: string, above = tokenRequest[language]): string[] {
  const { lines, line, character } = placeOf(above + marked);
  return completeScopes(lines, language, line, character, () => own)?.items.map(({ label }) => label) ?? [];
}

describe('completeScopes', () => {
  it('reads the own presets only where it suggests presets: a workspace may have many', () => {
    for (const text of ['GET https://example.com/?x= $$CURSOR$$', 'scope=.:$$CURSOR$$']) {
      const { lines, line, character } = placeOf(tokenRequest.http + text);
      completeScopes(lines, 'http', line, character, () => assert.fail(text));
    }
  });

  it('offers the presets in their order, the own ones first, then the actions', () => {
    assert.deepEqual(labels('http', 'scope=$$CURSOR$$'), [
      'Ours',
      'Read everything',
      'Read and configure everything',
      'Read and configure all token policies',
      'Read all token policies and all login policies',
      'Read one login policy',
      'Read and configure one login policy',
      'Read and configure one property',
      '.:',
      '*:',
    ]);
  });

  it('offers the resources after an action', () => {
    assert.deepEqual(labels('http', 'scope=.:$$CURSOR$$'), [
      'config/**',
      'config/tokenPolicies**',
      'config/tokenPolicies/',
      'config/loginPolicies**',
      'config/loginPolicies/',
      'config/clients**',
      'config/clients/',
      'webhooks/**',
      '**',
    ]);
  });

  it('offers one scope for each string of allowedScopes', () => {
    assert.ok(!labels('json', '{"allowedScopes": ["$$CURSOR$$"]}').some(label => label.includes('property')));
  });

  const both = 'Read all token policies and all login policies';
  const table: [language: DocumentLanguage, marked: string, label: string, expected: string][] = [
    ['http', 'a&scope=$$CURSOR$$&b', both, 'a&scope=.:config/tokenPolicies**+.:config/loginPolicies**&b'],
    ['http', 'scope=*$$CURSOR$$', 'Read and configure everything', 'scope=*:config/**'],
    ['http', 'scope=re$$CURSOR$$ad', 'Read everything', 'scope=.:config/**'],
    [
      'http',
      'scope=.:config/clients**+$$CURSOR$$',
      'Ours',
      'scope=.:config/clients**+.:config/clients/${1:clientId}',
    ],
    ['http', 'scope=.:config/clients** $$CURSOR$$', '.:', 'scope=.:config/clients** .:'],
    ['http', 'scope=.:a%20*:con$$CURSOR$$fig', 'config/clients**', 'scope=.:a%20*:config/clients**'],
    ['http', 'scope=%2A%3A$$CURSOR$$', 'config/**', 'scope=%2A%3Aconfig/**'],
    [
      'http',
      'scope=*:$$CURSOR$$',
      'config/tokenPolicies/',
      'scope=*:config/tokenPolicies/${1:tokenPolicyId}',
    ],
    ['http', 'scope=*:$$CURSOR$$', 'config/clients/', 'scope=*:config/clients/${1:clientId}'],
    [
      'shell',
      "curl -F 'scope=$$CURSOR$$'",
      both,
      "curl -F 'scope=.:config/tokenPolicies** .:config/loginPolicies**'",
    ],
    [
      'http',
      'Content-Disposition: form-data; name="scope"\n\n$$CURSOR$$\n--b--',
      both,
      '.:config/tokenPolicies** .:config/loginPolicies**',
    ],
    ['json', '{"allowedScopes": [":$$CURSOR$$"]}', 'Read everything', '{"allowedScopes": [".:config/**"]}'],
    ['json', '{"scope": "$$CURSOR$$"}', 'Read everything', '{"scope": ".:config/**"}'],
    ['json', '{"scope": ".$$CURSOR$$"}', 'Read everything', '{"scope": ".:config/**"}'],
    ['json', '{"grant_type": "x",\n"scope": "re$$CURSOR$$"}', 'Read everything', '"scope": ".:config/**"}'],
    [
      'json',
      '{"hostedLogin.scopePresets": [{"scope": "x$$CURSOR$$"}]}',
      'Read one login policy',
      '{"hostedLogin.scopePresets": [{"scope": ".:config/loginPolicies/<loginPolicyId>"}]}',
    ],
    [
      'http',
      'scope=$$CURSOR$$',
      'Read and configure one property',
      'scope=*:config/tokenPolicies/${1:tokenPolicyId}+*:config/loginPolicies/${2:loginPolicyId}+*:config/clients/${3:clientId}',
    ],
  ];
  for (const [language, marked, label, expected] of table) {
    it(`${language} ${JSON.stringify(marked)}: ${label}`, () => {
      assert.equal(accept(language, marked, label), expected);
    });
  }

  const silent: [language: DocumentLanguage, marked: string][] = [
    ['http', 'GET /x?scope=a&b=$$CURSOR$$'],
    ['http', 'scope=openid $$CURSOR$$'],
    ['http', 'scope=https://graph/$$CURSOR$$'],
    ['json', '{"scope": ".entity$$CURSOR$$"}'],
    ['json', '{"name": "$$CURSOR$$"}'],
    ['json', '{"allowedScopes": ["openid$$CURSOR$$"]}'],
    ['shell', "http 'scope=$$CURSOR$$'"],
    ['markdown', 'scope=$$CURSOR$$'],
  ];
  for (const [language, marked] of silent) {
    it(`is silent in ${language} ${marked}`, () => {
      assert.deepEqual(labels(language, marked), []);
    });
  }

  const undecided: [language: DocumentLanguage, marked: string][] = [
    ['http', 'scope=$$CURSOR$$'],
    ['http', 'POST https://idp.example/oauth/token\n\ngrant_type=client_credentials&scope=$$CURSOR$$'],
    ['http', 'scope=*:$$CURSOR$$'],
    ['shell', "curl -F 'scope=$$CURSOR$$'"],
    ['json', '{"scope": "$$CURSOR$$"}'],
    ['json', '{"grant_type": "client_credentials", "scope": "re$$CURSOR$$"}'],
    ['json', '{"allowedScopes": ["$$CURSOR$$"]}'],
    ['markdown', '```http\nscope=$$CURSOR$$\n```'],
  ];
  for (const [language, marked] of undecided) {
    it(`offers something in ${language} ${JSON.stringify(marked)} near a token request only`, () => {
      assert.notDeepEqual(labels(language, marked), []);
      assert.notDeepEqual(labels(language, `${'\n'.repeat(20)}${marked}`), []);
      assert.deepEqual(labels(language, marked, ''), []);
      assert.deepEqual(labels(language, `${'\n'.repeat(40)}${marked}`), []);
    });
  }
});

describe('explainScopes', () => {
  function explain(language: DocumentLanguage, marked: string): string[] | undefined {
    const { lines, line, character } = placeOf(marked);
    const found = explainScopes(lines, language, line, character);
    if (!found) return undefined;
    const at = lines.line(line).slice(found.start, found.end);
    return [
      at,
      ...found.scopes.map(({ scope, description: words, remark }) =>
        [scope, words, remark].filter(Boolean).join(' | '),
      ),
    ];
  }

  it('explains twenty scopes of a long list, and says how many more there are', () => {
    const list = Array.from({ length: 500 }, (_, n) => `*:config/clients/${n}`).join(' ');
    const found = explainScopes(linesOf(`"scope": "${list}"`), 'json', 0, 20);
    assert.deepEqual([found?.scopes.length, found?.more], [20, 480]);
  });

  it('begins with the scope under the cursor', () => {
    assert.deepEqual(explain('http', 'scope=.:config/clients**+*:config/to$$CURSOR$$kenPolicies**'), [
      '*:config/tokenPolicies**',
      '*:config/tokenPolicies** | Read and configure all token policies',
      '.:config/clients** | Read all clients',
    ]);
  });
  it('has a remark on an undocumented form', () => {
    assert.equal(explain('json', '{"scope": "*:config/users$$CURSOR$$"}'), undefined);
    assert.deepEqual(explain('json', `${tokenRequest.json}{"scope": "*:config/users$$CURSOR$$"}`), [
      '*:config/users',
      '*:config/users | Read and configure config/users | users is not among the documented paths.',
    ]);
  });
  it('has a remark on a scope if its array is Hosted Login’s', () => {
    assert.deepEqual(
      explain('json', '{"allowedScopes": ["x$$CURSOR$$:y",\n".:config/**"]}'),
      [
        'x:y',
        'x:y: not a documented form, the service decides what it means | Not a documented form: scopes begin with .: (read) or *: (read and configure).',
      ].map((text, index) => (index === 0 ? text : `x:y | ${text}`)),
    );
  });
  it('is silent elsewhere', () => {
    assert.equal(explain('http', 'scope=open$$CURSOR$$id'), undefined);
    assert.equal(explain('http', 'x=$$CURSOR$$y&scope=.:config/**'), undefined);
  });
});
