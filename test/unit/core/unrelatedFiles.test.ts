import assert from 'node:assert/strict';
import { type Lines, linesOf } from '../../../src/core/common/lines';
import { finish } from '../../../src/core/common/steps';
import { findHostedLoginRequestsInSteps } from '../../../src/core/requestAnalysis/hostedLoginRequests';
import { referenceCompletion } from '../../../src/core/requestAnalysis/referenceCompletion';
import { checkReferences } from '../../../src/core/requestAnalysis/referenceFindings';
import { authorizingReferencesInSteps } from '../../../src/core/requestAnalysis/tokenReferences';
import type { HttpDialect } from '../../../src/core/requests/blocks';
import type { DocumentLanguage } from '../../../src/core/requests/documentRegions';
import { explainScopes, completeScopes } from '../../../src/core/scopeLanguage/scopeCompletion';
import { checkScopesInSteps } from '../../../src/core/scopeLanguage/scopeFindings';
import { exampleFor } from '../../support/example';
import { profileWith } from '../../support/fakes';
import { unrelatedFiles } from '../../support/unrelatedFiles';

const acme = profileWith();
const local = profileWith({ id: 'p2', name: 'local', origin: 'http://127.0.0.1:4711' });
const reference = '{{$processEnv HOSTED_LOGIN_TOKEN}}';

/** What we show in a text: when it is opened, and with the cursor at each place where we might show something. */
function appearing(language: DocumentLanguage, text: string): string[] {
  const lines = linesOf(text);
  const found = finish(checkScopesInSteps(lines, language)).map(
    ({ line, message }) => `finding ${line}: ${message}`,
  );
  if (language === 'http' || language === 'markdown') found.push(...appearingAtRequests(lines, language));
  for (const { line, at, place } of placesIn(lines, /scope/i)) {
    if (completeScopes(lines, language, line, at, () => [])) found.push(`completion ${place}`);
    if (explainScopes(lines, language, line, at)) found.push(`hover ${place}`);
  }
  return found;
}

function appearingAtRequests(lines: Lines, dialect: HttpDialect): string[] {
  const lenses = [acme, local].flatMap(profile =>
    finish(findHostedLoginRequestsInSteps(lines, dialect, profile)),
  );
  const references = finish(authorizingReferencesInSteps(lines, dialect));
  const findings = checkReferences(references, {
    ...{ profiles: [acme, local], profile: acme, token: undefined, now: 0, warnMilliseconds: 0 },
    ...{ sharing: { isTrusted: false, withExtensions: false, withTerminals: false } },
    ...{ sendsWithRestClient: true, renewsAtSending: false, isSetByOthers: false, mayHaveClient: false },
  });
  return [
    ...lenses.map(({ requestLine }) => `lens ${requestLine}`),
    ...references.map(({ line }) => `hover ${line}`),
    ...findings.map(({ finding }) => `finding ${finding.code}`),
    ...placesIn(lines, /authorization/i).flatMap(({ line, at, place }) =>
      referenceCompletion(lines, dialect, { line, character: at }, [acme, local], reference)
        ? [`completion ${place}`]
        : [],
    ),
  ];
}

/** The places on these lines, or shortly below a match. */
function placesIn(lines: Lines, near: RegExp): { line: number; at: number; place: string }[] {
  return Array.from({ length: lines.lineCount }, (_, line) => line).flatMap(line => {
    const written = lines.line(line);
    if (!near.test(lines.line(line - 2) + lines.line(line - 1) + written)) return [];
    return Array.from({ length: written.length + 1 }, (_, at) => ({
      ...{ line, at, place: `${line}: ${written.slice(0, at)}|${written.slice(at)}` },
    }));
  });
}

describe('files of other people', () => {
  const files = unrelatedFiles();

  it('are many, and each another one', () => {
    assert.ok(files.length >= 200, `${files.length} files`);
    assert.ok(new Set(files.map(({ text }) => text)).size >= 200);
    for (const wanted of ['json', 'markdown', 'http', 'shell'] as const)
      assert.ok(files.filter(({ language }) => language === wanted).length >= 20, wanted);
  });

  const similar: readonly [language: DocumentLanguage, text: string][] = [
    [
      'http',
      'POST http://localhost:8000/login/token\n\ngrant_type=password&username=a&password=b&scope=&client_id=x',
    ],
    [
      'shell',
      "curl -X POST http://localhost:8000/login/token -d 'grant_type=password&username=a&password=b&scope=&client_id=x'",
    ],
    ['json', '{"tokenUrl": "/login/token",\n "scope": ""}'],
    ['http', 'POST {{h}}/oauth/login/token\n\nscope=:admin'],
    ['shell', 'curl -d "scope=:read" https://idp.example/login/token'],
    ['shell', 'curl -d "scope=.:read" https://idp.example/login/token'],
    ['json', '{"allowedScopes": [":root", ":host"], "endpoint": "/login/token"}'],
    ['json', '{"scope": ":host", "x": "/login/token"}'],
    ...['{{AUTH0_HOSTED_LOGIN_TOKEN}}', '{{$processEnv MY_HOSTED_LOGIN_TOKEN}}'].map(
      (token): [DocumentLanguage, string] => ['http', `GET {{host}}/users\nAuthorization: Bearer ${token}`],
    ),
    ['http', 'GET {{host}}/users\nAuthorization: Bearer {{$dotenv HOSTED_LOGIN_TOKEN_OLD}}'],
    [
      'http',
      '@Catalog.API_HostAddress = http://localhost:5222\n\nGET {{Catalog.API_HostAddress}}/openapi/v1.json\nAuthorization: ',
    ],
    ...['scope=*:*:*', 'scope=*:readwrite', 'scope=config/**', 'scope=read:config/app'].map(
      (form): [DocumentLanguage, string] => ['http', `POST https://idp.example/token\n\n${form}`],
    ),
    ...['*:*', '*:readwrite', 'config/**', 'read:config/app'].map((scope): [DocumentLanguage, string] => [
      'json',
      JSON.stringify({ scope }),
    ]),
    [
      'json',
      '{"name": "Night", "type": "dark", "tokenColors": [{"scope": "", "settings": {"foreground": "#fff"}}]}',
    ],
    ['json', '{"name": "Shop", "start_url": "/", "scope": "", "display": "standalone"}'],
    ['http', 'GET {{url}}/api/{{v}}/config/clients\nAuthorization: '],
    ['http', 'GET {{baseUrl}}/{{apiVersion}}/config/clients\nAuthorization: '],
    ['http', 'GET {{vault}}/v1/sys/config/tokenPolicies\nAuthorization: '],
    [
      'shell',
      'cp config/loginPolicy.json /etc/app/\ncurl -d scope=.:read https://auth.other.example/oauth/token\n',
    ],
    [
      'shell',
      'cat config/tokenPolicies.yaml\ncurl -d "scope=*:read" https://auth.other.example/oauth/token\n',
    ],
    ['markdown', 'See `config/loginPolicy.ts`.\n\n```json\n{"scope": ".:x"}\n```\n'],
    ['json', '{"files":["config/tokenPolicy.json"],"scope":"*:foo"}'],
    ['json', '{"files":["src/config/loginPolicies/a"],"scope":"*:foo"}'],
    ['json', '{"hostedLogin.title": "Hosted login", "scope": ""}'],
  ];
  for (const [language, text] of similar) {
    it(`stay as they are: ${text}`, () => {
      assert.deepEqual(appearing(language, text), []);
    });
  }

  for (const { name, language, text } of files) {
    it(`stay as they are: ${name}`, () => {
      assert.deepEqual(appearing(language, text), [], text);
    });
  }
});

describe('files for Hosted Login', () => {
  const at = `${acme.origin}/${acme.customerId}`;
  const template = '{{origin}}/{{customerId}}';
  const own: readonly [title: string, language: DocumentLanguage, text: string, ...kinds: string[]][] = [
    ['the example', 'http', exampleFor(acme), 'lens', 'hover', 'completion'],
    ['a request to the profile', 'http', `GET ${at}/config/clients\n`, 'lens'],
    ['the profile’s host, whatever the path', 'http', `GET ${acme.origin}/x\n`, 'lens'],
    ['a variable of the file for it', 'http', `@h = ${acme.origin}\nGET {{h}}/x\n`, 'lens'],
    ['a path of the configuration', 'http', `GET ${template}/config/loginPolicies\n`, 'lens'],
    ['the profile’s customer', 'http', `GET {{origin}}/${acme.customerId}/config/x\n`, 'lens'],
    ['a header that is begun', 'http', `GET ${at}/config/clients\nAuthorization: \n`, 'completion'],
    [
      'our reference, wherever it goes',
      'http',
      `GET {{url}}\nAuthorization: Bearer ${reference}\n`,
      'lens',
      'hover',
      'finding',
    ],
    ['a token request', 'http', `POST ${at}/login/token\n\ngrant_type=x&scope=\n`, 'completion'],
    [
      'a token request to the issuer of a customer',
      'http',
      'POST https://login.customer.example/login/token\n\ngrant_type=client_credentials&scope=\n',
      'completion',
    ],
    ['a scope', 'http', 'scope=*:config/**\n', 'hover', 'completion'],
    ['a fence', 'markdown', `\`\`\`http\nGET ${at}/config/clients\n\`\`\`\n`, 'lens'],
    ['a command', 'shell', `curl -F 'scope=.:config/** .:config/x' ${at}/login/token\n`, 'finding', 'hover'],
    ['a request of a scope', 'json', '{"scope": ".:config/tokenPolicies**"}', 'hover', 'completion'],
    ['a token policy', 'json', '{"allowedScopes": [":"], "useAccessJWT": true, "scope": ""}', 'finding'],
    ['our setting', 'json', '{"hostedLogin.scopePresets": [{"label": "x", "scope": ""}]}', 'completion'],
    ['a misspelt scope', 'json', '{"scope": "*:config/tokenPolicy**"}', 'finding', 'hover'],
  ];
  for (const [title, language, text, ...kinds] of own) {
    it(`have a ${kinds.join(', a ')}: ${title}`, () => {
      const found = new Set(appearing(language, text).map(each => each.split(' ')[0]));
      for (const kind of kinds) assert.ok(found.has(kind), `${[...found].join(', ')} in ${text}`);
    });
  }
});
