import assert from 'node:assert/strict';
import type { Send } from '../../../../src/api/http';
import { requestAccessToken } from '../../../../src/api/token/tokenEndpoint';
import type { ClientCredentials } from '../../../../src/core/common/basicAuth';
import type { ProblemKind } from '../../../../src/core/common/problem';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import { problemOf, settled } from '../../../support/fakes';
import { closeAll, newTransport, serve, serveAnswer } from '../servers';

const customerId = '1ab23c45-6789-0123-d4ef-5g678h90ijk1';
const client = { clientId: 'client-1', clientSecret: 's3cret-of-client-1' };
const scope = '*:config/**';
const token = 'abc1deA2BfgCDEFhGiHjIJKkL3l4MmnNopOPqQR-Srst-5T6UuvV7WXw8YZx9y0A';
const answer = { access_token: token, expires_in: 3600, token_type: 'Bearer', scope };

describe('requestAccessToken', () => {
  let send: Send;
  let lines: readonly string[];

  beforeEach(() => {
    ({ send, lines } = newTransport());
  });
  afterEach(async () => {
    await settled();
    await closeAll();
  });

  const request = (origin: string, credentials: ClientCredentials = client, signal?: AbortSignal) =>
    requestAccessToken(send, { origin, customerId }, credentials, scope, signal);

  /** The token from an answer with this body, which is sent as it is where it is a text. */
  async function answered(body: unknown, status = 200) {
    const text = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
    return request(await serveAnswer(status, text, { 'content-type': 'application/json' }));
  }

  it('sends what the specification says', async () => {
    const seen: object[] = [];
    const origin = await serve((incoming, response) => {
      let body = '';
      incoming.on('data', chunk => (body += String(chunk)));
      incoming.on('end', () => {
        const { authorization, accept, 'content-type': type } = incoming.headers;
        seen.push({ method: incoming.method, url: incoming.url, authorization, accept, type, body });
        response.end(JSON.stringify(answer));
      });
    });
    await request(origin);
    assert.deepEqual(seen, [
      {
        method: 'POST',
        url: `/${customerId}/login/token`,
        authorization: `Basic ${Buffer.from('client-1:s3cret-of-client-1').toString('base64')}`,
        accept: 'application/json',
        type: 'application/x-www-form-urlencoded',
        body: 'grant_type=client_credentials&scope=*%3Aconfig%2F**',
      },
    ]);
  });

  for (const [what, repeated] of [
    ['the token', token],
    ['the client secret', client.clientSecret],
  ] as const) {
    it(`never returns ${what} as a scope`, async () => {
      const { scope: granted } = await answered({ ...answer, scope: `.:a ${repeated}` });
      assert.ok(!granted.includes(repeated), granted);
    });
  }

  describe('an answer', () => {
    const { scope: _, ...withoutScope } = answer;
    const good: Readonly<Record<string, [body: unknown, scope: string, expiresIn?: number]>> = {
      'as in the specification': [answer, scope],
      'without a scope': [withoutScope, ''],
      'with scope null': [{ ...answer, scope: null }, ''],
      'with an empty scope': [{ ...answer, scope: '  ' }, ''],
      'with more members': [{ ...answer, refresh_token: 'x', id_token: null }, scope],
      'with a small bearer': [{ ...answer, token_type: 'bearer' }, scope],
      'with half a second': [{ ...answer, expires_in: 0.5 }, scope, 0.5],
      'with a text for a number': [{ ...answer, expires_in: '3600' }, scope],
      'with a JWT': [{ ...answer, access_token: 'eyJh.eyJz.c2ln_-==' }, scope],
      'with a byte order mark': [`\ufeff${JSON.stringify(answer)}`, scope],
    };
    for (const [what, [body, granted, expiresIn = 3600]] of Object.entries(good)) {
      it(`${what} is taken`, async () => {
        const issued = await answered(body);
        assert.deepEqual([issued.scope, issued.expiresIn], [granted, expiresIn]);
      });
    }

    const wrong: Readonly<Record<string, [body: unknown, names: string]>> = {
      'expires_in missing': [{ ...answer, expires_in: undefined }, 'expires_in'],
      'expires_in zero': [{ ...answer, expires_in: 0 }, 'expires_in'],
      'expires_in negative': [{ ...answer, expires_in: -1 }, 'expires_in'],
      'expires_in a word': [{ ...answer, expires_in: 'soon' }, 'expires_in'],
      'expires_in a text of nothing': [{ ...answer, expires_in: '' }, 'expires_in'],
      'expires_in a negative text': [{ ...answer, expires_in: '-60' }, 'expires_in'],
      'expires_in null': [{ ...answer, expires_in: null }, 'expires_in'],
      'expires_in endless': [JSON.stringify(answer).replace('3600', '1e999'), 'expires_in'],
      'expires_in of a thousand years': [{ ...answer, expires_in: 1000 * 366 * 24 * 3600 }, 'expires_in'],
      'access_token missing': [{ ...answer, access_token: undefined }, 'access_token'],
      'access_token empty': [{ ...answer, access_token: '' }, 'access_token'],
      'access_token with a line break': [
        { ...answer, access_token: `${token}\r\nX-Evil: 1` },
        'access_token',
      ],
      'access_token with a line break at its end': [
        { ...answer, access_token: `${token}\n` },
        'access_token',
      ],
      'access_token with a space': [{ ...answer, access_token: 'a b' }, 'access_token'],
      'access_token non-ASCII': [{ ...answer, access_token: 'tökén' }, 'access_token'],
      'access_token endless': [{ ...answer, access_token: 'a'.repeat(100_000) }, 'access_token'],
      'access_token a number': [{ ...answer, access_token: 12345678 }, 'access_token'],
      'token_type another': [{ ...answer, token_type: 'mac' }, 'token_type'],
      'token_type missing': [{ ...answer, token_type: undefined }, 'token_type'],
      'scope a list': [{ ...answer, scope: [scope] }, 'scope'],
      'scope with a line break': [{ ...answer, scope: `${scope}\n.:**` }, 'scope'],
      'several wrong': [{ scope, expires_in: 'x' }, 'access_token, token_type, expires_in'],
      'members of an error': [{ error: 'invalid_scope' }, 'access_token, token_type'],
    };
    for (const [what, [body, names]] of Object.entries(wrong)) {
      it(`${what}: says which members are wrong, not what they hold`, async () => {
        const problem = await problemOf(answered(body), 'badAnswer');
        assert.ok(problem.message.endsWith(`: wrong or missing ${names}.`), problem.message);
        assert.match(problem.nextStep, /Check that the origin/);
        assert.equal(problem.detail, `wrong: ${names}`);
      });
    }

    const noJson: Readonly<Record<string, unknown>> = {
      empty: '',
      HTML: `<html>${token}</html>`,
      'cut off': JSON.stringify(answer).slice(0, -1),
      'NaN in JSON': JSON.stringify(answer).replace('3600', 'NaN'),
      'a list': '[]',
      null: 'null',
      'a text': `"${token}"`,
      'no UTF-8': new Uint8Array([0xff, 0xfe, 0x00, 0x7b]),
    };
    for (const [what, body] of Object.entries(noJson)) {
      it(`${what}: says that this is not a token endpoint, and quotes nothing`, async () => {
        const problem = await problemOf(answered(body), 'badAnswer');
        assert.match(problem.message, /is not the JSON of a token endpoint\.$/);
        assert.match(problem.detail, /^\d+ characters, not a JSON object$/);
        assert.doesNotMatch([problem.message, problem.nextStep, ...lines].join(), new RegExp(token));
      });
    }

    const statuses: readonly [status: number, body: unknown, kind: ProblemKind, message: RegExp][] = [
      [201, answer, 'http', /answered HTTP 201/],
      [204, '', 'http', /answered HTTP 204/],
      [
        400,
        { error: 'invalid_scope' },
        'nothingGranted',
        /refuses the scope \*:config\/\*\* \(invalid_scope\)/,
      ],
      [400, { error: 'invalid_request' }, 'http', /HTTP 400: invalid_request$/],
      [403, '<html>Access Denied</html>', 'notTheService', /Something in front of .* \(HTTP 403\)/],
      [401, '', 'invalidClient', /does not accept the client ID client-1 with this secret/],
      [401, { error: 'invalid_client' }, 'invalidClient', /does not accept the client ID client-1/],
      [
        404,
        '<html>Not Found</html>',
        'unknownCustomer',
        /answers HTTP 404, but not as the service does: it may not know this customer ID/,
      ],
      [404, { errors: 'Not Found' }, 'unknownCustomer', /does not know this customer ID/],
      [500, '<html>Oops</html>', 'server', /Something in front of .* \(HTTP 500\)/],
      [500, { errors: 'Oops' }, 'server', /reports a server error \(HTTP 500\): Oops/],
      [503, '', 'server', /HTTP 503/],
    ];
    for (const [status, body, kind, message] of statuses) {
      it(`${status} ${typeof body === 'string' ? body : 'JSON'}: ${kind}`, async () => {
        const problem = await problemOf(answered(body, status), kind);
        assert.match(problem.message, message);
        assert.notEqual(problem.nextStep, '');
      });
    }

    for (const [status, refersToLog] of [
      [201, false],
      [400, true],
    ] as const) {
      it(`${status}: refers to the log only if it has more than the status`, async () => {
        const { nextStep } = await problemOf(answered({ error: 'invalid_request' }, status), 'http');
        assert.equal(nextStep.includes('The log has the details'), refersToLog);
        assert.equal(lines.join('\n').includes('invalid_request'), refersToLog);
      });
    }

    it('429: says when to try again', async () => {
      const origin = await serveAnswer(429, '', { 'retry-after': '17' });
      assert.equal((await problemOf(request(origin), 'rateLimited')).nextStep, 'Try again in 17 seconds.');
    });
  });

  describe('client authentication', () => {
    const odd = { clientId: 'client:ä', clientSecret: 'p%3A:a+b &ü~€' };
    const servers: Readonly<Record<string, (text: string) => string>> = {
      'RFC 6749 §2.3.1': text => decodeURIComponent(text.replaceAll('+', ' ')),
      'RFC 7617': text => text,
    };
    for (const [name, decode] of Object.entries(servers)) {
      for (const refusal of [401, 400]) {
        it(`authenticates with odd characters at a server of ${name} that refuses the other encoding with ${refusal}`, async () => {
          const origin = await serve((incoming, response) => {
            const base64 = incoming.headers.authorization?.replace('Basic ', '') ?? '';
            const text = Buffer.from(base64, 'base64').toString();
            // Without encoding, the colon in this ID is ambiguous; a server that knows the ID can still read it.
            const isRaw = text === `${odd.clientId}:${odd.clientSecret}`;
            const [id = '', secret = ''] = text.split(':');
            const isKnown =
              name === 'RFC 7617'
                ? isRaw
                : decode(id) === odd.clientId && decode(secret) === odd.clientSecret;
            if (isKnown) response.end(JSON.stringify(answer));
            else response.writeHead(refusal).end('{"error":"invalid_client"}');
          });
          assert.equal((await request(origin, odd)).accessToken, token);
        });
      }
    }

    it('a wrong secret whose other encoding is malformed for the service: reports the secret', async () => {
      const answers: [number, object][] = [
        [401, { error: 'invalid_client' }],
        [400, { error: 'invalid_request', error_description: 'The header is not properly encoded.' }],
      ];
      const origin = await serve((_, response) => {
        const [status, body] = answers.shift() ?? [500, {}];
        response.writeHead(status).end(JSON.stringify(body));
      });
      const { message } = await problemOf(request(origin, odd), 'invalidClient');
      assert.match(message, /does not accept the client ID client:ä with this secret/);
      assert.doesNotMatch(message, /encoded|HTTP 400/);
      assert.equal(answers.length, 0);
    });

    const tries: readonly [what: string, credentials: ClientCredentials, status: number, count: number][] = [
      ['usual characters, refused', client, 401, 1],
      ['odd characters, refused', odd, 401, 2],
      ['odd characters, not a matter of the client', odd, 400, 1],
      ['odd characters, the service is ill', odd, 500, 1],
      ['odd characters, unknown customer', odd, 404, 1],
    ];
    for (const [what, credentials, status, expected] of tries) {
      it(`${what}: asks ${expected === 1 ? 'once' : 'twice'}`, async () => {
        let count = 0;
        const origin = await serve(({ method }, response) => {
          if (method === 'POST') count += 1;
          response.writeHead(status).end();
        });
        await problemOf(request(origin, credentials));
        assert.equal(count, expected);
      });
    }
  });

  it('can be cancelled', async () => {
    const controller = new AbortController();
    const origin = await serve(() => {
      controller.abort();
    });
    await problemOf(request(origin, client, controller.signal), 'cancelled');
  });

  it('writes no secret and no token to the log, however it ends', async () => {
    await answered(answer);
    await problemOf(answered({ ...answer, expires_in: 0 }));
    await problemOf(answered({ error: 'invalid_client', error_description: client.clientSecret }, 401));
    await problemOf(answered({ errors: `${token} ${client.clientSecret}` }, 400));
    assert.equal(lines.length, 4);
    const base64 = Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64');
    for (const value of [token, client.clientSecret, base64]) {
      assert.ok(!lines.join('\n').includes(value), lines.join('\n'));
    }
  });

  describe('what the answer leaves out', () => {
    /** Answers with a token without scope and life, and introspection with this. */
    async function introspecting(body: string, status = 200, more: object = {}): Promise<string> {
      return serve(({ url = '' }, response) => {
        const isToken = url.endsWith('/login/token');
        response.writeHead(isToken ? 200 : status);
        const { scope: _, expires_in: __, ...least } = answer;
        response.end(isToken ? JSON.stringify({ ...least, ...more }) : body);
      });
    }

    it('is what introspection says, by the clock of the service', async () => {
      const said = { active: true, scope: `${scope} .:**`, iat: 1000, exp: 1600 };
      const issued = await request(await introspecting(JSON.stringify(said)));
      assert.deepEqual([issued.scope, issued.expiresIn], [`${scope} .:**`, 600]);
    });

    it('is not read by introspection if the answer has it', async () => {
      const said = { active: true, scope: '.:**', iat: 1000, exp: 1600 };
      const { scope: told } = await request(await introspecting(JSON.stringify(said), 200, { scope }));
      assert.equal(told, scope);
      const { expiresIn } = await request(
        await introspecting(JSON.stringify(said), 200, { expires_in: '60' }),
      );
      assert.equal(expiresIn, 60);
    });

    for (const [body, status] of [
      ['{"active":false}', 200],
      ['{"active":true,"scope":"x"}', 200],
      ['{"active":true,"exp":10,"iat":20}', 200],
      [`{"errors":"no ${token}"}`, 400],
      [`<html>${token}</html>`, 404],
    ] as const) {
      it(`${status} ${body.slice(0, 40)}: reports an unknown lifetime, and counts an unknown scope as none; logs no token`, async () => {
        const problem = await problemOf(request(await introspecting(body, status)), 'badAnswer');
        assert.ok(problem.message.endsWith(': wrong or missing expires_in.'), problem.message);
        const issued = await request(await introspecting(body, status, { expires_in: 60 }));
        assert.equal(issued.scope, body.includes('"x"') ? 'x' : '');
        assert.ok(!`${lines.join()} ${problem.message} ${problem.detail}`.includes(token));
      });
    }
  });

  describe('with the sandbox', () => {
    let sandbox: Sandbox;
    beforeEach(async () => {
      sandbox = await startSandbox();
    });
    afterEach(() => sandbox.stop());

    const ask = (credentials: ClientCredentials = sandbox, wanted = scope, signal?: AbortSignal) =>
      requestAccessToken(send, sandbox, credentials, wanted, signal);

    it('is issued a token', async () => {
      const issued = await ask();
      assert.match(issued.accessToken, /^[\w-]{64}$/);
      assert.deepEqual([issued.expiresIn, issued.scope], [3600, scope]);
    });

    it('learns that nothing was granted', async () => {
      const readOnly = {
        clientId: sandbox.ids.readOnlyClient,
        clientSecret: sandbox.secrets.readOnlyClient,
      };
      assert.equal((await ask(readOnly)).scope, '');
    });

    it('is refused with a wrong secret', async () => {
      await problemOf(ask({ ...sandbox, clientSecret: 'wröng:%' }), 'invalidClient');
      await problemOf(ask({ clientId: sandbox.clientId, clientSecret: 'wrong' }), 'invalidClient');
    });

    it('is refused for a client that does not exist, which may have been deleted', async () => {
      const { clientSecret } = sandbox;
      const { nextStep } = await problemOf(ask({ clientId: 'deleted', clientSecret }), 'invalidClient');
      assert.match(nextStep, /If the client was deleted, use another one/);
    });

    it('reports another customer', async () => {
      const profile = { origin: sandbox.origin, customerId: '00000000-0000-0000-0000-000000000000' };
      await problemOf(requestAccessToken(send, profile, sandbox, scope), 'unknownCustomer');
    });

    for (const connection of ['destroy', 'truncate'] as const) {
      it(`says that the connection failed: ${connection}`, async () => {
        sandbox.fail({ connection });
        await problemOf(ask(), 'network');
        await ask();
      });
    }

    it('stops waiting for a request that stalls, when it is cancelled', async () => {
      sandbox.fail({ connection: 'stall' });
      const controller = new AbortController();
      const asked = problemOf(ask(sandbox, scope, controller.signal), 'cancelled');
      while (sandbox.received.length === 0) await settled();
      controller.abort();
      await asked;
    });
  });
});
