import assert from 'node:assert/strict';
import { request } from 'node:http';
import { startSandbox, type Sandbox } from '../../../src/sandbox/index';
import { Administrator, assertErrors, basic, requestToken, send } from './calls';

describe('sandbox: paths, tokens and scopes', () => {
  let sandbox: Sandbox;
  let at = '';
  let clockIsBroken = false;

  before(async () => {
    sandbox = await startSandbox({
      now: () => {
        if (!clockIsBroken) return 0;
        clockIsBroken = false;
        throw new Error('The clock is broken');
      },
    });
    at = `${sandbox.origin}/${sandbox.customerId}`;
  });
  after(() => sandbox.stop());

  it('shows the discovery document to everyone', async () => {
    const reply = await send(`${at}/login/.well-known/openid-configuration`);
    const document = reply.json as Record<string, unknown>;
    assert.equal(reply.status, 200);
    assert.equal(document['issuer'], `${at}/login`);
    assert.equal(document['token_endpoint'], `${at}/login/token`);
    assert.equal(document['introspection_endpoint'], `${at}/login/token/introspect`);
    assert.equal(document['revocation_endpoint'], `${at}/login/token/revoke`);
    assert.deepEqual(document['scopes_supported'], ['openid', 'profile', 'email', 'address', 'phone']);
    assert.deepEqual((await send(String(document['jwks_uri']))).json, { keys: [] });
  });

  for (const path of ['login/.well-known/openid-configuration', 'login/token', 'config/clients']) {
    it(`answers with a page for another customer’s ${path}`, async () => {
      const reply = await send(`${sandbox.origin}/00000000-0000-0000-0000-000000000000/${path}`);
      assert.equal(reply.status, 404);
      assert.match(reply.headers.get('content-type') ?? '', /^text\/html/);
      assert.match(reply.text, /^<!DOCTYPE html>/);
    });
  }

  for (const path of ['', '/', '/config/clients']) {
    it(`answers with a page for “${path}” without a customer`, async () => {
      const reply = await send(`${sandbox.origin}${path}`);
      assert.deepEqual([reply.status, reply.headers.get('content-type')], [404, 'text/html; charset=utf-8']);
    });
  }

  const methods: Readonly<Record<string, string>> = {
    'login/.well-known/openid-configuration': 'GET',
    'login/jwk': 'GET',
    'login/token': 'POST',
    'login/token/introspect': 'POST',
    'login/token/revoke': 'POST',
    'config/tokenPolicies': 'GET, POST',
    'config/tokenPolicies/x': 'GET, PUT, DELETE',
    'config/loginPolicies': 'GET, POST',
    'config/loginPolicies/x': 'GET, PUT, DELETE',
    'config/loginPolicies/x/pushClaims': 'GET, PUT',
    'config/loginPolicies/x/allowedResponseTypes': 'GET, PUT',
    'config/clients': 'GET, POST',
    'config/clients/x': 'GET, PUT, DELETE',
    'config/clients/x/secret': 'GET, POST',
  };
  for (const [path, allowed] of Object.entries(methods)) {
    it(`${path} knows ${allowed} only`, async () => {
      const { access_token } = await requestToken(sandbox, '*:**');
      const headers = { authorization: `Bearer ${access_token}` };
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS']) {
        const reply = await send(`${at}/${path}`, { method, headers });
        if (allowed.split(', ').includes(method)) assert.notEqual(reply.status, 405, method);
        else assert.deepEqual([reply.status, reply.headers.get('allow')], [405, allowed], method);
      }
    });
  }

  for (const path of ['nothing', 'config/nothing', 'config/clients/', 'config/clients/x/secret/y', 'login']) {
    it(`404 for ${path}`, async () => {
      const { access_token } = await requestToken(sandbox, '*:**');
      const reply = await send(`${at}/${path}`, { headers: { authorization: `Bearer ${access_token}` } });
      assertErrors(reply, 404, 'Not Found');
    });
  }

  it('404 for unknown ids, in every collection', async () => {
    const administrator = await Administrator.of(sandbox);
    for (const path of ['tokenPolicies/x', 'loginPolicies/x', 'clients/x']) {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const body = method === 'PUT' ? {} : undefined;
        assertErrors(await administrator.call(method, path, body), 404, 'Not Found');
      }
    }
    assertErrors(await administrator.call('GET', 'clients/x/secret'), 404, 'Not Found');
    assertErrors(await administrator.call('POST', 'clients/x/secret'), 404, 'Not Found');
    for (const option of ['pushClaims', 'allowedResponseTypes']) {
      assertErrors(await administrator.call('GET', `loginPolicies/x/${option}`), 404, 'Not Found');
      assertErrors(await administrator.call('PUT', `loginPolicies/x/${option}`, {}), 404, 'Not Found');
    }
  });

  it('ignores a query', async () => {
    const administrator = await Administrator.of(sandbox);
    assert.equal((await administrator.call('GET', 'clients?page=2')).status, 200);
  });

  describe('tokens', () => {
    const cases: Readonly<Record<string, [() => string | undefined, number, string]>> = {
      'no header': [() => undefined, 401, 'Unauthorized'],
      'Basic credentials': [() => basic(sandbox), 401, 'Unauthorized'],
      'an empty token': [() => 'Bearer', 401, 'Unauthorized'],
      'an unknown token': [() => 'Bearer unknown', 403, 'Forbidden'],
      'a variable nobody filled in': [() => 'Bearer {{$processEnv', 403, 'Forbidden'],
    };
    for (const [what, [authorization, status, errors]] of Object.entries(cases)) {
      it(`${status} for ${what}`, async () => {
        const value = authorization();
        const headers = value === undefined ? {} : { authorization: value };
        assertErrors(await send(`${at}/config/clients`, { headers }), status, errors);
      });
    }

    it('reads the scheme without regard to case', async () => {
      const { access_token } = await requestToken(sandbox, '.:config/**');
      const headers = { authorization: `bearer ${access_token}` };
      assert.equal((await send(`${at}/config/clients`, { headers })).status, 200);
    });
  });

  describe('scopes', () => {
    // scope, method, path: forbidden or not. Seed: the table of scopes.
    const cases: readonly [scope: string, method: string, path: string, allowed: boolean][] = [
      ['.:config/**', 'GET', 'tokenPolicies', true],
      ['.:config/**', 'GET', 'loginPolicies', true],
      ['.:config/**', 'GET', 'clients/x/secret', true],
      ['.:config/**', 'POST', 'tokenPolicies', false],
      ['.:config/**', 'PUT', 'clients/x', false],
      ['.:config/**', 'DELETE', 'clients/x', false],
      ['.:config/**', 'PATCH', 'clients/x', false],
      ['*:config/**', 'DELETE', 'clients/x', true],
      ['*:**', 'POST', 'clients/x/secret', true],
      ['*:config/tokenPolicies**', 'GET', 'tokenPolicies', true],
      ['*:config/tokenPolicies**', 'POST', 'tokenPolicies', true],
      ['*:config/tokenPolicies**', 'PUT', 'tokenPolicies/x', true],
      ['*:config/tokenPolicies**', 'GET', 'loginPolicies', false],
      ['.:config/tokenPolicies** .:config/loginPolicies**', 'GET', 'loginPolicies/x', true],
      ['.:config/tokenPolicies** .:config/loginPolicies**', 'GET', 'clients', false],
      ['.:config/loginPolicies/x', 'GET', 'loginPolicies/x', true],
      ['.:config/loginPolicies/x', 'PUT', 'loginPolicies/x', false],
      ['.:config/loginPolicies/x', 'GET', 'loginPolicies/y', false],
      ['.:config/loginPolicies/x', 'GET', 'loginPolicies', false],
      ['*:config/loginPolicies/x', 'PUT', 'loginPolicies/x', true],
      ['*:config/tokenPolicies/x *:config/clients/x', 'PUT', 'clients/x', true],
      ['*:webhooks/**', 'GET', 'clients', false],
    ];
    for (const [scope, method, path, allowed] of cases) {
      it(`${scope} ${allowed ? 'allows' : 'forbids'} ${method} ${path}`, async () => {
        const administrator = await Administrator.of(sandbox, scope);
        const body = method === 'GET' ? undefined : {};
        const reply = await administrator.call(method, path, body);
        if (allowed) assert.notEqual(reply.status, 403);
        else assertErrors(reply, 403, 'Forbidden');
      });
    }

    it('does not follow dots in a path', async () => {
      const { access_token } = await requestToken(sandbox, '.:config/tokenPolicies**');
      const status = await rawStatus(
        sandbox,
        `/${sandbox.customerId}/config/tokenPolicies/../clients`,
        `Bearer ${access_token}`,
      );
      assert.equal(status, 404);
    });
  });

  it('answers 500 when something breaks, and continues', async () => {
    const administrator = await Administrator.of(sandbox);
    clockIsBroken = true;
    assertErrors(await administrator.call('GET', 'clients'), 500, 'Internal Server Error');
    assert.equal((await administrator.call('GET', 'clients')).status, 200);
  });
});

/** Like `fetch`, but sends the path as it is. */
function rawStatus({ origin }: Sandbox, path: string, authorization: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(origin, { path, headers: { authorization } }, response => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}
