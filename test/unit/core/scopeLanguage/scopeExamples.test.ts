import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { linesOf } from '../../../../src/core/common/lines';
import { finish } from '../../../../src/core/common/steps';
import { listRequests } from '../../../../src/core/requests/findRequests';
import { findScopeListsInSteps } from '../../../../src/core/scopeLanguage/findScopeLists';
import { checkScopesInSteps } from '../../../../src/core/scopeLanguage/scopeFindings';

interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

function snippets(file: string): [name: string, snippet: Snippet][] {
  return Object.entries(
    JSON.parse(readFileSync(`examples/snippets/${file}`, 'utf8')) as Record<string, Snippet>,
  );
}

/** The text that VS Code inserts, with every choice left at its first value. */
function inserted(snippet: Snippet): string {
  return snippet.body
    .join('\n')
    .replace(/\$\{\d+\|((?:\\.|[^,|\\])*)(?:\\.|[^|\\])*\|\}/g, '$1')
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/(?<!\\)\$\d/g, '')
    .replace(/\\([$},\\])/g, '$1');
}

/** The fields that a PUT must carry, since it replaces. */
const fields: Readonly<Record<string, string[]>> = {
  tokenPolicies: ['title', 'accessTokenLifetime', 'refreshTokenLifetime', 'allowedScopes', 'useAccessJWT'],
  loginPolicies: ['id', 'title', 'loginURL', 'identityStoreDetails', 'customClaims'],
  clients: ['name', 'type', 'redirectURIs', 'loginPolicy', 'tokenPolicy'],
};

function checkBody(url: string, method: string, text: string): void {
  const written = text.slice(text.indexOf('\n{') + 1, text.lastIndexOf('\n}') + 2);
  // An update that is sent without changes must be refused: it is not JSON.
  if (method === 'PUT') assert.throws(() => JSON.parse(written) as unknown, SyntaxError);
  const body = JSON.parse(written.replace(/(: )<\w+>/g, '$1null')) as object;
  const expected = url.endsWith('/pushClaims')
    ? ['enabled']
    : url.endsWith('/allowedResponseTypes')
      ? ['allowedResponseTypes']
      : (fields[/config\/(\w+)/.exec(url)?.[1] ?? ''] ?? []);
  const sent = method === 'PUT' ? expected : expected.filter(name => name !== 'id');
  assert.deepEqual(Object.keys(body), sent);
}

describe('snippets for http', () => {
  for (const [name, snippet] of snippets('http.code-snippets')) {
    it(`${snippet.prefix}: ${name}`, () => {
      assert.match(snippet.prefix, /^hl-/);
      const text = inserted(snippet);
      const [request, ...more] = listRequests(linesOf(text), 'http');
      assert.equal(more.length, 0);
      if (snippet.prefix === 'hl-variables') return;
      assert.ok(request);
      const { method, url, authorizations } = request;
      assert.match(url, /^\{\{origin\}\}\/\{\{customerId\}\}\/(config|login)\/[\w./-]+$/);
      if (url.includes('/config/')) {
        assert.ok(text.includes('\nAuthorization: Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}\n'), text);
      } else {
        assert.equal(authorizations.length, url.includes('.well-known') ? 0 : 1);
      }
      if (text.includes('application/json\n\n')) checkBody(url, method, text);
      assert.deepEqual(finish(checkScopesInSteps(linesOf(text), 'http')), []);
    });
  }
});

describe('snippets for shell scripts', () => {
  const http = new Map(snippets('http.code-snippets'));
  it('have the names and prefixes of those for http', () => {
    const names = (all: Iterable<[string, Snippet]>) =>
      [...all].map(([name, { prefix }]) => `${prefix}: ${name}`);
    assert.deepEqual(names(snippets('shellscript.code-snippets')), names(http));
  });
  for (const [name, snippet] of snippets('shellscript.code-snippets')) {
    it(`${snippet.prefix}: ${name}`, () => {
      const text = inserted(snippet);
      if (snippet.prefix === 'hl-variables') return;
      const url = /"\$ORIGIN\/\$CUSTOMER_ID\/([^"]+)"/.exec(text)?.[1] ?? '';
      const method = /-X (\w+)/.exec(text)?.[1] ?? 'GET';
      const other = http.get(name);
      assert.ok(other && inserted(other).includes(`\n${method} {{origin}}/{{customerId}}/${url}\n`), text);
      if (url.startsWith('config/')) assert.ok(text.includes('"Authorization: Bearer $HOSTED_LOGIN_TOKEN"'));
      if (text.includes('<<JSON')) checkBody(url, method, text);
      assert.doesNotMatch(text, /[^\\]\n +-/, 'a continued line ends in a backslash');
    });
  }
});

describe('the example requests', () => {
  const lines = linesOf(readFileSync('examples/hosted-login.http', 'utf8'));
  const requests = listRequests(lines, 'http');

  it('leave the header of the first one to the user', () => {
    const [first, ...others] = requests.map(({ url, authorizations }) => {
      const scheme = authorizations.map(each => each.scheme).join();
      return `${url.replace('{{origin}}/{{customerId}}/', '')} ${scheme}`;
    });
    assert.equal(first, 'config/tokenPolicies ');
    for (const other of others) assert.match(other, /^(config\/.* Bearer|login\/token Basic|login\/\..* )$/);
  });

  it('have a scope to complete and no findings', () => {
    const scopes = finish(findScopeListsInSteps(lines, 'http')).map(({ kind, text }) => `${kind} ${text}`);
    assert.deepEqual(scopes, [
      'allowedScopes openid',
      'allowedScopes profile',
      'allowedScopes email',
      'allowedScopes openid',
      'allowedScopes profile',
      'allowedScopes email',
      'form ',
    ]);
    assert.deepEqual(finish(checkScopesInSteps(lines, 'http')), []);
  });
});
