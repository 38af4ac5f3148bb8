import assert from 'node:assert/strict';
import type { Send } from '../../../../src/api/http';
import { introspectToken } from '../../../../src/api/token/introspection';
import { revokeToken } from '../../../../src/api/token/revocation';
import { requestAccessToken } from '../../../../src/api/token/tokenEndpoint';
import type { ProblemKind } from '../../../../src/core/common/problem';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import { problemOf, settled } from '../../../support/fakes';
import { closeAll, newTransport, serveAnswer } from '../servers';

const client = { clientId: 'client-1', clientSecret: 's3cret-of-client-1' };
const token = 'abc1deA2BfgCDEFhGiHjIJKkL3l4MmnNopOPqQR';

describe('revokeToken', () => {
  let send: Send;
  let lines: readonly string[];

  beforeEach(() => {
    ({ send, lines } = newTransport());
  });
  afterEach(async () => {
    await settled();
    await closeAll();
  });

  async function answered(status: number, body = '') {
    const profile = { origin: await serveAnswer(status, body), customerId: 'customer' };
    return revokeToken(send, profile, client, token);
  }

  for (const body of ['', '{}', 'OK']) {
    it(`200 ${JSON.stringify(body)} is success: what comes with it says nothing`, async () => {
      await answered(200, body);
    });
  }

  it('a web page is not a success: the service does not answer with one', async () => {
    const problem = await problemOf(answered(200, `\n<!DOCTYPE html><p>Sign in ${token}`), 'badAnswer');
    assert.ok(![problem.message, problem.nextStep, problem.detail].join().includes(token));
  });

  const refusals: readonly [status: number, body: string, kind: ProblemKind, message: RegExp][] = [
    [400, '{"error":"invalid_grant"}', 'http', /HTTP 400: invalid_grant$/],
    [401, '', 'invalidClient', /does not accept the client ID client-1/],
    [404, '', 'unknownCustomer', /customer ID/],
    [503, '', 'server', /HTTP 503/],
  ];
  for (const [status, body, kind, message] of refusals) {
    it(`${status} is a refusal: ${kind}`, async () => {
      assert.match((await problemOf(answered(status, body), kind)).message, message);
    });
  }

  it('shows the token nowhere', async () => {
    const problem = await problemOf(answered(400, JSON.stringify({ error: `bad ${token}` })), 'http');
    assert.match(problem.message, /bad/);
    assert.ok(![problem.message, problem.detail, ...lines].join().includes(token), problem.message);
  });

  describe('with the sandbox', () => {
    let sandbox: Sandbox;
    beforeEach(async () => {
      sandbox = await startSandbox();
    });
    afterEach(() => sandbox.stop());

    it('revokes a token, also twice', async () => {
      const { accessToken } = await requestAccessToken(send, sandbox, sandbox, '.:config/**');
      await revokeToken(send, sandbox, sandbox, accessToken);
      assert.equal((await introspectToken(send, sandbox, sandbox, accessToken)).isActive, false);
      await revokeToken(send, sandbox, sandbox, accessToken);
    });

    it('is refused for the token of another client', async () => {
      const { accessToken } = await requestAccessToken(send, sandbox, sandbox, '.:config/**');
      const { readOnlyClient: clientId } = sandbox.ids;
      const { readOnlyClient: clientSecret } = sandbox.secrets;
      const other = revokeToken(send, sandbox, { clientId, clientSecret }, accessToken);
      assert.match((await problemOf(other, 'http')).message, /another client/);
    });
  });
});
