import assert from 'node:assert/strict';
import { checkService } from '../../../src/api/discovery';
import type { ProblemKind } from '../../../src/core/problem';
import { startSandbox } from '../../../src/sandbox/index';
import { problemOf } from '../../support/fakes';
import { closeAll, newTransport, serve, serveAnswer } from './servers';

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

  it('can be cancelled', async () => {
    const controller = new AbortController();
    const origin = await serve(() => {
      controller.abort();
    });
    await problemOf(check(origin, controller.signal), 'cancelled');
  });
});
