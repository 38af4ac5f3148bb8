import assert from 'node:assert/strict';
import { linesOf } from '../../../src/core/httpLines';
import { onlyReadConfiguration, scopeFindings } from '../../../src/core/scopeFindings';
import type { ScopeLanguage } from '../../../src/core/scopeStrings';

/** Each finding as `severity code «what it stands at» → what its fix makes of the line`. */
function findings(language: ScopeLanguage, text: string): string[] {
  const lines = linesOf(text);
  return scopeFindings(lines, language).map(({ severity, code, line, start, end, fix }) => {
    const at = lines.line(line);
    const fixed = fix && at.slice(0, fix.start) + fix.newText + at.slice(fix.end);
    return `${severity} ${code} «${at.slice(start, end)}»${fixed === undefined ? '' : ` → ${fixed}`}`;
  });
}

const tokenRequest = (scope: string): string =>
  `POST {{origin}}/{{customerId}}/login/token\n\ngrant_type=client_credentials&scope=${scope}\n\n###\n`;
const get = 'GET {{origin}}/{{customerId}}/config/clients\n\n###\n';
const put = 'PUT {{origin}}/{{customerId}}/config/clients/1\n\n{}\n\n###\n';

describe('scopeFindings', () => {
  const table: [title: string, language: ScopeLanguage, text: string, expected: string[]][] = [
    ['nothing', 'http', 'scope=.:config/**', []],
    ['other scopes', 'http', 'scope=openid+profile+mail\n\nscope=read:user,write:user', []],
    ['other scopes', 'json', '{"scope": "source.js", "allowedScopes": ["openid", "email", "emial"]}', []],
    ['user scopes beside ours', 'json', '{"allowedScopes": ["openid", "*:config/**", "phone"]}', []],
    [
      'a character that can not be',
      'http',
      'scope=.:config/**+%22*:config/clients**',
      ['error malformedScope «%22» → scope=.:config/**+*:config/clients**'],
    ],
    ['a scope without resource', 'shell', "curl -F 'scope=.:config/** *:'", ['error malformedScope «*:»']],
    [
      'a comma',
      'http',
      'scope=.:config/tokenPolicies**,.:config/clients**',
      ['information undocumentedScope «,» → scope=.:config/tokenPolicies**+.:config/clients**'],
    ],
    [
      'a name that is nearly right',
      'json',
      '{"scope": "*:config/tokenPolicy**"}',
      ['information undocumentedScope «tokenPolicy» → {"scope": "*:config/tokenPolicies**"}'],
    ],
    [
      'a placeholder',
      'http',
      'scope=.:config/clients/<clientId>',
      ['information undocumentedScope «<clientId>»'],
    ],
    ['a placeholder in documentation', 'markdown', '```http\nscope=.:config/clients/<clientId>\n```', []],
    [
      'a placeholder in a preset',
      'json',
      '{"hostedLogin.scopePresets": [{"scope": ".:config/clients/<id>"}]}',
      [],
    ],
    [
      'any text in a preset',
      'json',
      '{"hostedLogin.scopePresets": [{"scope": "read"}]}',
      ['information undocumentedScope «read»'],
    ],
    [
      'a redundant scope',
      'http',
      'scope=*:config/**+.:config/clients**+*:webhooks/**',
      ['hint redundantScope «.:config/clients**» → scope=*:config/**+*:webhooks/**'],
    ],
    [
      'a redundant scope at the beginning',
      'shell',
      "curl -F 'scope=.:config/clients** .:config/**'",
      ["hint redundantScope «.:config/clients**» → curl -F 'scope=.:config/**'"],
    ],
    ['what a policy allows', 'json', '{"allowedScopes": ["*:config/** .:config/**"]}', []],
    [
      'write access for reading',
      'http',
      tokenRequest('*:config/clients**+.:config/tokenPolicies**') + get + get,
      [
        'hint unneededWriteAccess «*:config/clients**» → grant_type=client_credentials&scope=.:config/clients**+.:config/tokenPolicies**',
      ],
    ],
    ['write access for writing', 'http', tokenRequest('*:config/**') + get + put, []],
    [
      'a token for each half',
      'http',
      tokenRequest('*:config/**') + get + tokenRequest('*:config/clients**') + put,
      ['hint unneededWriteAccess «*:config/**» → grant_type=client_credentials&scope=.:config/**'],
    ],
    ['no requests below', 'http', get + tokenRequest('*:config/**'), []],
    [
      'write access in fences',
      'markdown',
      `\`\`\`http\n${tokenRequest('*:config/**')}\`\`\`\nand\n\`\`\`http\n${get}\`\`\``,
      ['hint unneededWriteAccess «*:config/**» → grant_type=client_credentials&scope=.:config/**'],
    ],
  ];
  for (const [title, language, text, expected] of table) {
    it(`${title} (${language})`, () => {
      assert.deepEqual(findings(language, text), expected);
    });
  }
});

describe('onlyReadConfiguration', () => {
  const table: [expected: boolean, ...requests: string[]][] = [
    [true, 'GET {{o}}/c/config/clients', 'HEAD {{o}}/c/config/clients/1'],
    [true, 'GET {{o}}/c/config/clients', 'POST {{o}}/c/login/token/introspect'],
    [false, 'GET {{o}}/c/config/clients', 'POST {{o}}/c/config/clients'],
    [false, 'GET {{o}}/c/config/clients', 'POST {{clients}}'],
    [false, 'GET {{o}}/c/login/.well-known/openid-configuration'],
    [false],
  ];
  for (const [expected, ...requests] of table) {
    it(`${expected ? 'yes' : 'no'}: ${requests.join(', ')}`, () => {
      const list = requests.map(request => {
        const [method = '', url = ''] = request.split(' ');
        return { method, url };
      });
      assert.equal(onlyReadConfiguration(list), expected);
    });
  }
});
