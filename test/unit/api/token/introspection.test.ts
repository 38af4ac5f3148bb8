import assert from 'node:assert/strict';
import type { Send } from '../../../../src/api/http';
import { introspectToken } from '../../../../src/api/token/introspection';
import { requestAccessToken } from '../../../../src/api/token/tokenEndpoint';
import type { ProblemKind } from '../../../../src/core/common/problem';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import { problemOf, settled } from '../../../support/fakes';
import { closeAll, newTransport, serve, serveAnswer } from '../servers';

const customerId = '1ab23c45-6789-0123-d4ef-5g678h90ijk1';
const client = { clientId: 'client-1', clientSecret: 's3cret-of-client-1' };
const token = 'abc1deA2/fgCDEFhGiHjIJKkL3l4+mnNopOPqQR-Srst-5T6UuvV7WXw8YZx9y0A=';
const answer = {
  active: true,
  scope: '.:config/**',
  client_id: 'client-1',
  token_type: 'Bearer',
  exp: 1_800_003_600,
  iat: 1_800_000_000,
  sub: 'client-1',
  aud: ['client-1', 'https://v1.api.us.janrain.com'],
};

describe('introspectToken', () => {
  let send: Send;
  let lines: readonly string[];

  beforeEach(() => {
    ({ send, lines } = newTransport());
  });
  afterEach(async () => {
    await settled();
    await closeAll();
  });

  async function answered(body: unknown, status = 200) {
    const origin = await serveAnswer(status, typeof body === 'string' ? body : JSON.stringify(body));
    return introspectToken(send, { origin, customerId }, client, token);
  }

  it('sends the token in the body, and the client as Basic', async () => {
    const seen: object[] = [];
    const origin = await serve((incoming, response) => {
      let body = '';
      incoming.on('data', chunk => (body += String(chunk)));
      incoming.on('end', () => {
        const { authorization, 'content-type': type } = incoming.headers;
        seen.push({ method: incoming.method, url: incoming.url, authorization, type, body });
        response.end('{"active":false}');
      });
    });
    await introspectToken(send, { origin, customerId }, client, token);
    assert.deepEqual(seen, [
      {
        method: 'POST',
        url: `/${customerId}/login/token/introspect`,
        authorization: `Basic ${Buffer.from('client-1:s3cret-of-client-1').toString('base64')}`,
        type: 'application/x-www-form-urlencoded',
        body: `token=${encodeURIComponent(token)}`,
      },
    ]);
  });

  it('takes the answer of the documentation, times in milliseconds', async () => {
    assert.deepEqual(await answered(answer), {
      isActive: true,
      scope: '.:config/**',
      clientId: 'client-1',
      subject: 'client-1',
      audience: answer.aud,
      issuedAt: 1_800_000_000_000,
      expiresAt: 1_800_003_600_000,
    });
  });

  it('takes the answer about a token that is not active', async () => {
    const { isActive, scope, audience, expiresAt } = await answered({ active: false });
    assert.deepEqual([isActive, scope, audience, expiresAt], [false, '', [], undefined]);
  });

  const good: Readonly<Record<string, unknown>> = {
    'with nothing but active': { active: true },
    'with members null': { active: true, scope: null, client_id: null, exp: null, iat: null, aud: null },
    'with an audience of one text': { ...answer, aud: 'client-1' },
    'with more members': { ...answer, username: 1, ext: {} },
    'with texts for numbers': { ...answer, exp: '1800003600', iat: '1800000000' },
  };
  for (const [what, body] of Object.entries(good)) {
    it(`takes an answer ${what}`, async () => {
      assert.equal((await answered(body)).isActive, true);
    });
  }

  const wrong: readonly [body: unknown, names: string][] = [
    [{ ...answer, active: 'true' }, 'active'],
    [{}, 'active'],
    [{ ...answer, scope: ['a'] }, 'scope'],
    [{ ...answer, exp: 'soon' }, 'exp'],
    [{ ...answer, iat: -1 }, 'iat'],
    [{ ...answer, exp: 1e15 }, 'exp'],
    [{ ...answer, client_id: 1, aud: {} }, 'client_id, aud'],
  ];
  for (const [body, names] of wrong) {
    it(`says what is wrong with ${JSON.stringify(body).slice(0, 60)}, and quotes nothing`, async () => {
      const problem = await problemOf(answered(body), 'badAnswer');
      assert.ok(problem.message.endsWith(`: wrong or missing ${names}.`), problem.message);
    });
  }

  for (const body of ['', '<html>', '[]', 'null', 'true']) {
    it(`rejects ${JSON.stringify(body)} as an answer`, async () => {
      await problemOf(answered(body), 'badAnswer');
    });
  }

  const statuses: readonly [status: number, kind: ProblemKind][] = [
    [400, 'http'],
    [401, 'invalidClient'],
    [404, 'unknownCustomer'],
    [429, 'rateLimited'],
    [503, 'server'],
  ];
  for (const [status, kind] of statuses) {
    it(`${status} is a problem: ${kind}`, async () => {
      await problemOf(answered('', status), kind);
    });
  }

  it('never shows the token, wherever the service repeats it', async () => {
    const repeated = await answered({ ...answer, client_id: token, sub: token, aud: token, scope: token });
    assert.ok(!JSON.stringify(repeated).includes(token));
    const escaped = JSON.stringify({ error: `no such token ${token}` }).replaceAll('/', '\\/');
    const problem = await problemOf(answered(escaped, 400), 'http');
    assert.match(problem.message, /no such token/);
    assert.ok(![problem.message, problem.detail, ...lines].join().includes(token), problem.message);
    await problemOf(answered(token, 400));
    assert.ok(!lines.join().includes(token));
  });

  describe('with the sandbox', () => {
    let sandbox: Sandbox;
    beforeEach(async () => {
      sandbox = await startSandbox();
    });
    afterEach(() => sandbox.stop());

    it('learns what was issued, and that an unknown token is not active', async () => {
      const { accessToken } = await requestAccessToken(send, sandbox, sandbox, '.:config/**');
      const { isActive, scope, clientId } = await introspectToken(send, sandbox, sandbox, accessToken);
      assert.deepEqual([isActive, scope, clientId], [true, '.:config/**', sandbox.clientId]);
      assert.equal((await introspectToken(send, sandbox, sandbox, 'unknown')).isActive, false);
    });
  });
});
