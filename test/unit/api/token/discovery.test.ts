import assert from 'node:assert/strict';
import { checkService } from '../../../../src/api/token/discovery';
import { requestAccessToken } from '../../../../src/api/token/tokenEndpoint';
import type { ProblemKind } from '../../../../src/core/common/problem';
import { startSandbox } from '../../../../src/sandbox/index';
import { problemOf } from '../../../support/fakes';
import { closeAll, newTransport, serve, serveAnswer } from '../servers';

const customerId = '1ab23c45-6789-0123-d4ef-5g678h90ijk1';
const document = '{"issuer":"https://x","token_endpoint":"https://x/token"}';

describe('checkService', () => {
  afterEach(closeAll);

  const check = (origin: string, signal?: AbortSignal) =>
    checkService(newTransport().send, { origin, customerId }, signal);

  it('knows the sandbox', async () => {
    const sandbox = await startSandbox();
    const { send } = newTransport();
    try {
      await checkService(send, sandbox);
      const [request] = sandbox.received;
      assert.deepEqual(
        [request?.method, request?.path, request?.headers['authorization'], request?.body],
        ['GET', `/${sandbox.customerId}/login/.well-known/openid-configuration`, undefined, ''],
      );
      const problem = await problemOf(
        checkService(send, { origin: sandbox.origin, customerId }),
        'unknownCustomer',
      );
      assert.match(problem.nextStep, /customer ID and the region/);
    } finally {
      await sandbox.stop();
    }
  });

  it('takes a document with more members', async () => {
    await check(await serveAnswer(200, document.replace('{', '{"jwks_uri":1,')));
  });

  const bad: Readonly<Record<string, [status: number, body: string, kind: ProblemKind]>> = {
    'a web site': [200, '<html>Welcome</html>', 'badAnswer'],
    'nothing at all': [200, '', 'badAnswer'],
    'another JSON': [200, '{"issuer":"https://x"}', 'badAnswer'],
    'a list': [200, '[]', 'badAnswer'],
    'a customer that is not there': [404, '<html>Not Found</html>', 'unknownCustomer'],
    'a host that wants credentials': [401, '{"error":"invalid_client"}', 'http'],
    'a host in trouble': [502, '', 'server'],
    'a host that moved': [301, '', 'redirect'],
  };
  for (const [what, [status, body, kind]] of Object.entries(bad)) {
    it(`${what}: ${kind}`, async () => {
      const problem = await problemOf(check(await serveAnswer(status, body, { location: '/' })), kind);
      assert.notEqual(problem.nextStep, '');
    });
  }

  describe('a host for sign-ins', () => {
    it('names the needed host if its document shows it', async () => {
      const sandbox = await startSandbox({ choices: { issuer: 'elsewhere' } });
      const { send } = newTransport();
      try {
        const token = () => requestAccessToken(send, sandbox, sandbox, '.:config/**');
        for (const ask of [() => checkService(send, sandbox), token]) {
          const problem = await problemOf(ask(), 'unknownCustomer');
          const { message, nextStep } = problem;
          assert.ok(message.includes(`answers at /login, but not at /${sandbox.customerId}/login`), message);
          assert.match(nextStep, /the origin must be https:\/\/v1\.api\.us\.janrain\.com$/);
        }
        const sent = sandbox.received.filter(({ headers }) => 'authorization' in headers);
        assert.deepEqual([...new Set(sent.map(({ path }) => path))], [`/${sandbox.customerId}/login/token`]);
      } finally {
        await sandbox.stop();
      }
    });

    it('is reported also if it names no other host, and if a web site answers elsewhere', async () => {
      for (const status of [404, 200]) {
        const origin = await serve(({ url = '' }, response) => {
          const isDocument = url === '/login/.well-known/openid-configuration';
          response.statusCode = isDocument ? 200 : status;
          response.end(isDocument ? document : '<html>Welcome</html>');
        });
        const { nextStep } = await problemOf(check(origin), 'unknownCustomer');
        assert.match(nextStep, /such as https:\/\/v1\.api\.us\.janrain\.com\.$/);
      }
    });
  });

  describe('a token endpoint that discovery tells', () => {
    /** A service whose document names this endpoint; what was sent with a secret. */
    async function serveEndpoint(endpoint: (origin: string) => unknown, place = '/login') {
      const secrets: string[] = [];
      const origin: string = await serve(({ url = '', headers }, response) => {
        if (headers.authorization !== undefined) secrets.push(url);
        if (url === `${place}/.well-known/openid-configuration`) {
          response.end(JSON.stringify({ issuer: 'https://x', token_endpoint: endpoint(origin) }));
          return;
        }
        response.statusCode = url.startsWith('/oauth/token') ? 200 : 404;
        const token = { access_token: 'aaaaaaaa', token_type: 'Bearer', expires_in: 60, scope: 'x' };
        response.end(response.statusCode === 200 ? JSON.stringify(token) : '<html>');
      });
      return { origin, secrets };
    }
    const client = { clientId: 'client-1', clientSecret: 's3cret-of-client-1' };
    const ask = (origin: string) =>
      requestAccessToken(newTransport().send, { origin, customerId }, client, '.:config/**');
    const documented = `/${customerId}/login/token`;

    for (const place of ['/login', `/${customerId}/login`]) {
      it(`below ${place}, on the same origin: is used`, async () => {
        const { origin, secrets } = await serveEndpoint(at => `${at}/oauth/token`, place);
        assert.equal((await ask(origin)).accessToken, 'aaaaaaaa');
        assert.deepEqual(secrets, [documented, '/oauth/token']);
      });
    }

    const elsewhere: Readonly<Record<string, (origin: string) => unknown>> = {
      'another host': () => 'https://elsewhere.test/oauth/token',
      'another port': at => at.replace(/:\d+$/, ':1/oauth/token'),
      'another scheme': at => `${at.replace('http:', 'https:')}/oauth/token`,
      'a user name': at => `${at.replace('//', '//user:password@')}/oauth/token`,
      'a host that begins so': at => `${at}.elsewhere.test/oauth/token`,
      'no address': () => '/oauth/token',
      'no text': () => 7,
    };
    for (const [what, endpoint] of Object.entries(elsewhere)) {
      it(`that is at ${what}: gets no secret`, async () => {
        for (const place of ['/login', `/${customerId}/login`]) {
          const { origin, secrets } = await serveEndpoint(endpoint, place);
          await problemOf(ask(origin), 'unknownCustomer');
          assert.deepEqual(secrets, [documented]);
        }
      });
    }
  });

  it('can be cancelled', async () => {
    const controller = new AbortController();
    const origin = await serve(() => {
      controller.abort();
    });
    await problemOf(check(origin, controller.signal), 'cancelled');
  });
});
