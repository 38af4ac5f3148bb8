import assert from 'node:assert/strict';
import { statusProblem } from '../../../../src/api/problems/statusProblem';
import { SentSecretMasks } from '../../../../src/api/transport/sentSecrets';
import { basicAuthorizations } from '../../../../src/core/common/basicAuth';
import type { ProblemKind } from '../../../../src/core/common/problem';

const url = 'https://v1.api.us.janrain.com/cid/login/token';
const client = { clientId: 'client-1', clientSecret: 'pa:ss w%rd ü/+=' };

function problemFor(status: number, body = '', headers: Record<string, string> = {}, withClient = true) {
  const { maskText: mask } = new SentSecretMasks().of({
    headers: { authorization: basicAuthorizations(client)[0] },
  });
  const response = { status, body, header: (name: string) => headers[name] ?? null, mask };
  return statusProblem(response, url, withClient ? { client } : {});
}

describe('statusProblem', () => {
  const kinds: readonly [status: number, body: string, kind: ProblemKind][] = [
    [401, '{"error":"invalid_client"}', 'invalidClient'],
    [401, '<html>Unauthorized</html>', 'invalidClient'],
    [401, '', 'invalidClient'],
    [400, '{"error":"invalid_client","error_description":"no"}', 'invalidClient'],
    [400, '{"error":"invalid_client_metadata"}', 'http'],
    [400, '{"error":"invalid_scope"}', 'http'],
    [400, '{"error":"invalid_request"}', 'http'],
    [400, '<html>Invalid URL</html>', 'notTheService'],
    [403, '{"errors":"Forbidden"}', 'invalidClient'],
    [403, '{"error":"access_denied"}', 'http'],
    [403, '<html>Access Denied</html>', 'notTheService'],
    [403, '', 'http'],
    [404, '<html>Not Found</html>', 'unknownCustomer'],
    [404, '{"error":"invalid_client"}', 'invalidClient'],
    [429, '', 'rateLimited'],
    [500, '', 'server'],
    [503, '<html>Down</html>', 'server'],
    [503, '{"error":"invalid_client"}', 'server'],
    [204, '', 'http'],
  ];
  for (const [status, body, kind] of kinds) {
    it(`${status} ${body} is ${kind}: what happened, what to do, the status in the log`, () => {
      const problem = problemFor(status, body);
      assert.equal(problem.kind, kind);
      assert.match(problem.message, /\S/);
      assert.match(problem.nextStep, /\.$/);
      assert.ok(problem.detail.startsWith(`HTTP ${status}`), problem.detail);
    });
  }

  it('without credentials 401 says nothing of a client', () => {
    assert.equal(problemFor(401, '{"error":"invalid_client"}', {}, false).kind, 'http');
  });

  const waits: readonly [headers: Record<string, string>, nextStep: string][] = [
    [{ 'retry-after': '7' }, 'Try again in 7 seconds.'],
    [{ 'retry-after': ' 120 ' }, 'Try again in 120 seconds.'],
    [
      { 'retry-after': 'Fri, 06 Nov 2026 10:00:30 GMT', date: 'Fri, 06 Nov 2026 10:00:00 GMT' },
      'Try again in 30 seconds.',
    ],
    [{ 'retry-after': 'Fri, 06 Nov 2026 10:00:30 GMT' }, 'Try again in a minute.'],
    [
      { 'retry-after': 'Fri, 06 Nov 2026 09:00:00 GMT', date: 'Fri, 06 Nov 2026 10:00:00 GMT' },
      'Try again in a minute.',
    ],
    [{ 'retry-after': 'soon', date: 'Fri, 06 Nov 2026 10:00:00 GMT' }, 'Try again in a minute.'],
    [{ 'retry-after': '-5' }, 'Try again in a minute.'],
    [{}, 'Try again in a minute.'],
  ];
  for (const [headers, nextStep] of waits) {
    it(`429 ${JSON.stringify(headers)}: ${nextStep}`, () => {
      assert.equal(problemFor(429, '', headers).nextStep, nextStep);
    });
  }

  it('shows what the service says, plain and short', () => {
    const said = (description: string) =>
      problemFor(400, JSON.stringify({ error: 'invalid_request', error_description: description })).message;
    assert.match(said('grant_type\u0000is\nmissing'), /HTTP 400: invalid_request: grant_type is missing$/);
    assert.match(said('[click](command:workbench.action.quit)'), /answered HTTP 400\.$/);
    assert.ok(said('long '.repeat(1_000_000)).length < 300);
    const errors = JSON.stringify({ errors: "('title',) field required" });
    assert.match(problemFor(422, errors).message, /HTTP 422: \('title',\) field required$/);
  });

  const forms: readonly [body: unknown, said: string][] = [
    [{ errors: ['name is taken', 'type is missing'] }, 'name is taken: type is missing'],
    [{ errors: { title: 'field required', type: ['is wrong'] } }, 'title field required: type is wrong'],
    [{ errors: [{ status: '422', title: 'Not so', detail: 'Too long' }] }, 'Too long'],
    [{ errors: { message: 'Not so' } }, 'Not so'],
    [{ errors: { password: 'hunter2', token: 'is too short' } }, 'password •••: token is too short'],
    [{ errors: { request: { Authorization: 'abc' } } }, 'request Authorization •••'],
    [{ errors: [{ code: 'E1', message: 'Not so' }] }, 'Not so'],
    [{ errors: [{ msg: 'field required', loc: ['body', 'title'] }] }, 'body.title: field required'],
    [{ detail: 'Not so' }, 'Not so'],
    [{ detail: [{ loc: ['body', 0], msg: 'is no text', type: 'x' }] }, 'body.0: is no text'],
    [
      { type: 'https://x.example/p', title: 'Not so', status: 400, detail: 'Too long', instance: '/x' },
      'Not so: Too long',
    ],
    [{ error: 'invalid_request', error_description: 'No scope' }, 'invalid_request: No scope'],
    [{ error: { code: 'E1', message: 'Not so' } }, 'Not so'],
    [{ message: 'Not so', errors: 'Not so' }, 'Not so'],
    [['Not so'], 'Not so'],
    ['Not so', 'Not so'],
  ];
  for (const [body, said] of forms) {
    it(`shows the reason in ${JSON.stringify(body)}`, () => {
      for (const status of [400, 500]) {
        const { message, detail } = problemFor(status, JSON.stringify(body));
        assert.ok(message.endsWith(`: ${said}`) || message.endsWith(`): ${said}`), message);
        assert.equal(detail, `HTTP ${status} ${said}`);
      }
    });
  }

  it('does not take longer for a body full of reasons', () => {
    let deep: unknown = 'deep';
    for (let level = 0; level < 3000; level++) deep = level % 2 === 0 ? { errors: deep } : [deep];
    assert.match(problemFor(400, JSON.stringify(deep)).message, /answered HTTP 400\.$/);
    const wide = { errors: Array.from({ length: 100_000 }, (_, index) => `reason ${index}`) };
    assert.ok(problemFor(400, JSON.stringify(wide)).message.length < 300);
  });

  it('names the scope that is refused', () => {
    const body = JSON.stringify({ error: 'invalid_scope', error_description: 'Not for this client' });
    const response = { status: 400, body, header: () => null };
    const problem = statusProblem(response, url, { client, scope: '.:config/clients/1' });
    assert.equal(problem.kind, 'nothingGranted');
    assert.match(
      problem.message,
      /refuses the scope \.:config\/clients\/1 \(invalid_scope: Not for this client\)/,
    );
    assert.match(problem.nextStep, /allowedScopes/);
  });

  it('names the edge as the source of its page, with title and number', () => {
    const page =
      '<HTML><HEAD>\n<TITLE>Access Denied</TITLE>\n</HEAD><BODY>\n<H1>Access Denied</H1>\nYou don\'t have permission to access "http&#58;&#47;&#47;x" on this server.<P>\nReference&#32;&#35;18&#46;2d351602&#46;1700000000&#46;1234abc\n</BODY></HTML>';
    const { kind, message, nextStep } = problemFor(403, page);
    assert.equal(kind, 'notTheService');
    assert.match(
      message,
      /^Something in front of v1\.api\.us\.janrain\.com answered, not the service itself \(HTTP 403\): Access Denied Reference #18\.2d351602\.1700000000\.1234abc$/,
    );
    assert.match(nextStep, /does not mean that a scope, a policy or a client is missing/);
  });

  for (const body of ['{"error":{"a":1},"errors":[1]}', '[]', 'null', '{', '']) {
    it(`shows nothing of ${body}`, () => {
      assert.match(problemFor(400, body).message, /answered HTTP 400\.$/);
    });
  }

  const { clientSecret } = client;
  const echoes = {
    'as it is': clientSecret,
    'percent-encoded': encodeURIComponent(clientSecret),
    'form-encoded': new URLSearchParams({ clientSecret }).toString(),
    'as the header that was sent': basicAuthorizations(client)[0],
    'as the other header': basicAuthorizations(client)[1] ?? '',
    'in base64': Buffer.from(`client-1:${clientSecret}`).toString('base64'),
    'at the place where the text is cut': `${'x'.repeat(190)}${clientSecret}`,
  };
  for (const [how, echo] of Object.entries(echoes)) {
    it(`a secret that comes back ${how} is not shown`, () => {
      for (const status of [400, 401, 429, 500]) {
        const { message, nextStep, detail } = problemFor(status, JSON.stringify({ errors: `No: ${echo}` }));
        const shown = `${message} ${nextStep} ${detail}`;
        for (const part of ['pa:ss', 'w%rd', 'pa%3Ass', 'w%25rd', Buffer.from('s w%rd').toString('base64')]) {
          assert.ok(!shown.includes(part), shown);
        }
      }
    });
  }
});
