import assert from 'node:assert/strict';
import { maxFindings } from '../../../../src/core/common/limitFindings';
import { linesOf } from '../../../../src/core/common/lines';
import { finish } from '../../../../src/core/common/steps';
import type { DocumentLanguage } from '../../../../src/core/requests/documentRegions';
import { onlyReadConfiguration } from '../../../../src/core/scopeLanguage/readOnlyTokenRequests';
import { checkScopesInSteps } from '../../../../src/core/scopeLanguage/scopeFindings';

/** Each finding as `severity code «what it stands at» → what its fix makes of the line`. */
function findings(language: DocumentLanguage, text: string): string[] {
  const lines = linesOf(text);
  return finish(checkScopesInSteps(lines, language)).map(({ severity, code, line, start, end, fix }) => {
    const at = lines.line(line);
    const fixed = fix && at.slice(0, fix.start) + fix.newText + at.slice(fix.end);
    return `${severity} ${code} «${at.slice(start, end)}»${fixed === undefined ? '' : ` → ${fixed}`}`;
  });
}

const tokenRequest = (scope: string): string =>
  `POST {{origin}}/{{customerId}}/login/token\n\ngrant_type=client_credentials&scope=${scope}\n\n###\n`;
const get = 'GET {{origin}}/{{customerId}}/config/clients\n\n###\n';
const put = 'PUT {{origin}}/{{customerId}}/config/clients/1\n\n{}\n\n###\n';

const curlToken = `curl "$ORIGIN/$ID/login/token" \\\n  -F 'scope=*:config/**'\n`;
const curlGet = 'curl -sS "$ORIGIN/$ID/config/clients" \\\n  -H "Authorization: Bearer $TOKEN"\n';
const tooWide = "hint unneededWriteAccess «*:config/**» →   -F 'scope=.:config/**'";

describe('checkScopesInSteps', () => {
  const table: [title: string, language: DocumentLanguage, text: string, expected: string[]][] = [
    ['nothing', 'http', 'scope=.:config/**', []],
    ['a template', 'json', '{"scope": ".:config/clients/<%= id %> .:config/tokenPolicies**"}', []],
    ['other scopes', 'http', 'scope=openid+profile+mail\n\nscope=read:user,write:user', []],
    ['other scopes', 'json', '{"scope": "source.js", "allowedScopes": ["openid", "email", "emial"]}', []],
    ['user scopes beside ours', 'json', '{"allowedScopes": ["openid", "*:config/**", "phone"]}', []],
    [
      'a character that cannot be',
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
    ['write access for reading with curl', 'shell', curlToken + curlGet + curlGet, [tooWide]],
    ['write access for writing with curl', 'shell', curlToken + curlGet + 'curl -XPUT x/config/y', []],
    ['nothing read with curl', 'shell', curlGet + curlToken, []],
    [
      'a token for each half with curl',
      'shell',
      curlToken + curlGet + curlToken + 'curl -d @- "$ORIGIN/$ID/config/clients" <<JSON\n{}\nJSON\n',
      [tooWide],
    ],
    [
      'curl in Markdown',
      'markdown',
      `\`\`\`sh\n${curlToken}\`\`\`\nthen\n\`\`\`bash\n${curlGet}\`\`\`\n`,
      [tooWide],
    ],
    [
      'curl in Markdown, and a request that writes',
      'markdown',
      `\`\`\`sh\n${curlToken + curlGet}\`\`\`\n\`\`\`http\n${put}\`\`\`\n`,
      [],
    ],
    [
      'an action left out of a token policy',
      'json',
      '{"allowedScopes": [":x"],\n"useAccessJWT": false}',
      ['error malformedScope «:»'],
    ],
    ['an action left out, perhaps of something else', 'json', '{"allowedScopes": [":x"]}', []],
    [
      'an action left out beside ours',
      'json',
      '{"allowedScopes": [\n":x/y",\n"openid",\n"offline_access",\n"config:x",\n".:config/**"]}',
      ['error malformedScope «:»', 'information undocumentedScope «config:x»'],
    ],
    [
      'an action left out of a token request',
      'json',
      '{\n"url": "https://v1.api.us.janrain.com/c/login/token",\n"scope": ":x"\n}',
      ['error malformedScope «:»'],
    ],
    [
      'an action left out of another token request',
      'json',
      '{\n"scope": ":x",\n"grant_type": "client_credentials"\n}',
      [],
    ],
    [
      'an action left out far from a token request',
      'json',
      `{\n"url": "https://v1.api.us.janrain.com/c/login/token"${',\n"a": 1'.repeat(30)},\n"scope": ":x"\n}`,
      [],
    ],
    [
      'an action left out elsewhere',
      'json',
      '[{"scope": ":x", "name": {"a": 1}},\n{"grant_type": "client_credentials", "scope": "api read:x"}]',
      [],
    ],
    [
      'an action left out of a preset',
      'json',
      '{"hostedLogin.scopePresets": [{"scope": ":x"}]}',
      ['error malformedScope «:»'],
    ],
    [
      'a field of a multipart body',
      'http',
      'POST {{o}}/c/login/token\nContent-Type: multipart/form-data; boundary=b\n\n--b\n' +
        'Content-Disposition: form-data; name="scope"\n\n*:config/**\n--b--\n\n###\n' +
        get,
      ['hint unneededWriteAccess «*:config/**» → .:config/**'],
    ],
  ];
  for (const [title, language, text, expected] of table) {
    it(`${title} (${language})`, () => {
      assert.deepEqual(findings(language, text), expected);
    });
  }

  it('takes <name> for an address in the files of a configuration only', () => {
    const lines = linesOf('{"allowedScopes": ["*:config/loginPolicies/<nordhaven-shop.2>", "*:config/**"]}');
    assert.equal(finish(checkScopesInSteps(lines, 'json')).length, 1);
    assert.deepEqual(finish(checkScopesInSteps(lines, 'json', true)), []);
  });

  it('costs the same for each line of a longer document', () => {
    const shell = curlToken + curlGet;
    const http = tokenRequest('*:config/clients/1+.:config/**') + get;
    const markdown = `\`\`\`http\n${http}\`\`\`\n\`\`\`sh\n${shell}\`\`\`\n`;
    for (const [language, text] of Object.entries({ http, shell, markdown })) {
      const cost = (times: number) => {
        const lines = linesOf(text.repeat(times));
        let reads = 0;
        const line = (index: number) => (reads++, lines.line(index));
        const found = finish(
          checkScopesInSteps({ lineCount: lines.lineCount, line }, language as DocumentLanguage),
        );
        assert.ok(found.length >= Math.min(times, maxFindings));
        return reads / lines.lineCount;
      };
      assert.ok(cost(200) < cost(20) + 1, `${language}: ${cost(20)} and ${cost(200)} reads a line`);
    }
  });
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

describe('many scope findings', () => {
  it('are shown up to a hundred; a last one says how many more there are', () => {
    const scopes = Array.from({ length: 500 }, (_, n) => `.:config/clients/${n}`).join(' ');
    const found = finish(checkScopesInSteps(linesOf(`{"scope": "*:config/** ${scopes}"}`), 'json'));
    assert.equal(found.length, 101);
    const last = found.at(-1);
    assert.deepEqual(
      [last?.code, last?.severity, last?.message, last?.fix],
      ['more', 'information', '400 more findings of Hosted Login are not shown.', undefined],
    );
  });
});
