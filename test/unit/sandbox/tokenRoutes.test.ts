import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../../src/sandbox/index';
import { Administrator, assertErrors, basic, members, postForm, requestToken, send } from './calls';

describe('sandbox: token endpoint', () => {
  let sandbox: Sandbox;
  let now = 0;
  const readOnly = () => ({
    clientId: sandbox.ids.readOnlyClient,
    clientSecret: sandbox.secrets.readOnlyClient,
  });
  const staff = () => ({ clientId: sandbox.ids.staffClient, clientSecret: sandbox.secrets.staffClient });
  const tokenUrl = () => `${sandbox.origin}/${sandbox.customerId}/login/token`;

  beforeEach(async () => {
    now = Date.UTC(2026, 0, 1) + 250;
    sandbox = await startSandbox({ now: () => now });
  });
  afterEach(() => sandbox.stop());

  it('answers as the specification shows, and is not to be stored', async () => {
    const reply = await postForm(sandbox, 'token', {
      grant_type: 'client_credentials',
      scope: '*:config/**',
    });
    const { access_token, ...others } = members(reply);
    assert.equal(reply.status, 200);
    assert.deepEqual(others, { expires_in: 3600, token_type: 'Bearer', scope: '*:config/**' });
    assert.match(String(access_token), /^[A-Za-z0-9_-]{64}$/);
    assert.equal(reply.headers.get('content-type'), 'application/json');
    assert.equal(reply.headers.get('cache-control'), 'no-store');
  });

  it('takes a multipart form, as `curl -F` sends it', async () => {
    const form = new FormData();
    form.set('grant_type', 'client_credentials');
    form.set('scope', '.:config/clients**');
    assert.equal(members(await postForm(sandbox, 'token', form))['scope'], '.:config/clients**');
  });

  it('gives every token a value of its own', async () => {
    const values = [await requestToken(sandbox, '.:**'), await requestToken(sandbox, '.:**')];
    assert.notEqual(values[0]?.access_token, values[1]?.access_token);
  });

  describe('grants', () => {
    const id = '1ab23c45-6789-4123-a4ef-5a678b90c1d2';
    // who asks, what for, what is granted
    const cases: readonly [who: 'all' | 'readOnly' | 'staff', asked: string, granted: string | undefined][] =
      [
        ['all', '*:**', '*:**'],
        ['all', '.:config/**', '.:config/**'],
        ['all', '*:config/tokenPolicies**', '*:config/tokenPolicies**'],
        [
          'all',
          '.:config/tokenPolicies** .:config/loginPolicies**',
          '.:config/tokenPolicies** .:config/loginPolicies**',
        ],
        ['all', `.:config/loginPolicies/${id}`, `.:config/loginPolicies/${id}`],
        ['all', '*:webhooks/**', '*:webhooks/**'],
        ['all', '.:config/**  .:config/** *:config/clients**', '.:config/** *:config/clients**'],
        ['all', '', undefined],
        ['all', 'openid', undefined],
        ['all', 'nonsense', undefined],
        ['all', '**.**', undefined],
        ['all', 'GET:config/** .:config/**', '.:config/**'],
        ['readOnly', '.:config/**', '.:config/**'],
        ['readOnly', '.:config/clients**', '.:config/clients**'],
        ['readOnly', '*:config/**', undefined],
        ['readOnly', '*:config/clients** .:config/clients**', '.:config/clients**'],
        ['readOnly', '.:**', undefined],
        ['staff', '.:config/**', undefined],
        ['staff', 'openid email phone', 'openid email'],
      ];
    for (const [who, asked, granted] of cases) {
      it(`${who}: “${asked}” → ${granted ?? 'no scope'}`, async () => {
        const credentials = { all: sandbox, readOnly: readOnly(), staff: staff() }[who];
        const token = await requestToken(sandbox, asked, credentials);
        assert.equal(token.scope, granted);
        assert.equal('scope' in token, granted !== undefined);
      });
    }

    it('follows the policy as it is now', async () => {
      const admin = await Administrator.of(sandbox);
      const policy = { title: 'Clients', allowedScopes: ['*:config/clients**', 'GET:config/**'] };
      await admin.call('PUT', `tokenPolicies/${sandbox.ids.readOnlyTokenPolicy}`, policy);
      const scope = '*:config/** .:config/clients** GET:config/**';
      assert.equal(
        (await requestToken(sandbox, scope, readOnly())).scope,
        '.:config/clients** GET:config/**',
      );
    });
  });

  it('issues a token also when nothing is granted: active, and forbidden everywhere', async () => {
    const { access_token } = await requestToken(sandbox, '*:config/**', readOnly());
    const introspected = members(await postForm(sandbox, 'token/introspect', { token: access_token }));
    assert.equal(introspected['active'], true);
    assert.equal('scope' in introspected, false);
    assertErrors(await new Administrator(sandbox, access_token).call('GET', 'clients'), 403, 'Forbidden');
  });

  it('lets a token live as long as the policy says, to the millisecond', async () => {
    const { access_token, expires_in } = await requestToken(sandbox, '.:config/**', readOnly());
    const administrator = new Administrator(sandbox, access_token);
    assert.equal(expires_in, 600);
    now += 600_000 - 1;
    assert.equal((await administrator.call('GET', 'clients')).status, 200);
    now += 1;
    assertErrors(await administrator.call('GET', 'clients'), 403, 'Forbidden');
    const introspected = await postForm(sandbox, 'token/introspect', { token: access_token });
    assert.deepEqual(introspected.json, { active: false });
  });

  describe('client authentication', () => {
    const refused: Readonly<Record<string, () => string | undefined>> = {
      'no header': () => undefined,
      'a wrong secret': () => basic({ ...sandbox, clientSecret: 'wrong' }),
      'another client’s secret': () => basic({ ...readOnly(), clientSecret: sandbox.clientSecret }),
      'an unknown client': () => basic({ ...sandbox, clientId: sandbox.customerId }),
      'a public client': () => basic({ clientId: sandbox.ids.storefrontClient, clientSecret: 'undefined' }),
      'no base64': () => 'Basic ???',
      'no scheme': () => basic(sandbox).replace('Basic ', ''),
      'another scheme': () => basic(sandbox).replace('Basic', 'Bearer'),
    };
    for (const path of ['token', 'token/introspect', 'token/revoke']) {
      for (const [what, authorization] of Object.entries(refused)) {
        it(`${path} refuses ${what}`, async () => {
          const value = authorization();
          const reply = await send(`${sandbox.origin}/${sandbox.customerId}/login/${path}`, {
            method: 'POST',
            headers: value === undefined ? {} : { authorization: value },
            body: new URLSearchParams({ grant_type: 'client_credentials', scope: '.:**', token: 'x' }),
          });
          assert.equal(reply.status, 401);
          assert.equal(members(reply)['error'], 'invalid_client');
          assert.match(reply.headers.get('www-authenticate') ?? '', /^Basic realm=/);
        });
      }
    }

    const encoded = (text: string) => text.replace(/[-_]/g, char => `%${char.charCodeAt(0).toString(16)}`);
    const accepted: Readonly<Record<string, () => string>> = {
      'plain credentials': () => `${sandbox.clientId}:${sandbox.clientSecret}`,
      'form-urlencoded credentials': () => `${encoded(sandbox.clientId)}:${encoded(sandbox.clientSecret)}`,
    };
    for (const [what, credentials] of Object.entries(accepted)) {
      it(`takes ${what}`, async () => {
        const reply = await send(tokenUrl(), {
          method: 'POST',
          headers: { authorization: `basic ${btoa(credentials())}` },
          body: new URLSearchParams({ grant_type: 'client_credentials' }),
        });
        assert.equal(reply.status, 200, reply.text);
      });
    }

    it('takes a secret of any characters in both spellings, and no other one', async () => {
      const secret = 'w%72ong +/&=?';
      const special = await startSandbox({ newSecret: () => secret });
      try {
        const ask = async (credentials: string) => {
          const reply = await send(`${special.origin}/${special.customerId}/login/token`, {
            method: 'POST',
            headers: { authorization: `Basic ${btoa(credentials)}` },
            body: new URLSearchParams({ grant_type: 'client_credentials' }),
          });
          return reply.status;
        };
        const { clientId } = special;
        assert.equal(await ask(`${clientId}:${secret}`), 200, 'as it is');
        assert.equal(await ask(`${clientId}:${encodeURIComponent(secret)}`), 200, 'encoded');
        assert.equal(await ask(`${clientId}:${decodeURIComponent(secret)}`), 401);
      } finally {
        await special.stop();
      }
    });

    it('comes before everything else', async () => {
      const wrong = { ...sandbox, clientSecret: 'wrong' };
      assert.equal((await postForm(sandbox, 'token', { grant_type: 'password' }, wrong)).status, 401);
    });
  });

  describe('malformed requests', () => {
    const file = new FormData();
    file.set('grant_type', new Blob(['client_credentials']), 'file.txt');
    const cases: Readonly<Record<string, [RequestInit['body'], string | undefined, string]>> = {
      'no grant type': [new URLSearchParams({ scope: '.:**' }), undefined, 'invalid_request'],
      'another grant type': [
        new URLSearchParams({ grant_type: 'password' }),
        undefined,
        'unsupported_grant_type',
      ],
      'a refresh token': [
        new URLSearchParams({ grant_type: 'refresh_token' }),
        undefined,
        'unsupported_grant_type',
      ],
      'a parameter twice': [
        'grant_type=client_credentials&scope=a&scope=b',
        'application/x-www-form-urlencoded',
        'invalid_request',
      ],
      'a file': [file, undefined, 'invalid_request'],
      JSON: ['{"grant_type":"client_credentials"}', 'application/json', 'invalid_request'],
      'a broken multipart form': ['--x\r\nnonsense', 'multipart/form-data; boundary=x', 'invalid_request'],
      'no body': [undefined, undefined, 'invalid_request'],
    };
    for (const [what, [body, contentType, error]] of Object.entries(cases)) {
      it(`${what}: 400 ${error}`, async () => {
        const reply = await send(tokenUrl(), {
          method: 'POST',
          headers: {
            authorization: basic(sandbox),
            ...(contentType !== undefined && { 'content-type': contentType }),
          },
          ...(body !== undefined && { body }),
        });
        assert.deepEqual([reply.status, members(reply)['error']], [400, error]);
      });
    }

    it('takes a charset beside the content type', async () => {
      const reply = await send(tokenUrl(), {
        method: 'POST',
        headers: {
          authorization: basic(sandbox),
          'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        },
        body: 'grant_type=client_credentials&scope=*%3A**',
      });
      assert.equal(members(reply)['scope'], '*:**');
    });
  });

  describe('introspection', () => {
    it('tells what a token is, in seconds', async () => {
      const { access_token } = await requestToken(sandbox, '.:config/**', readOnly());
      const reply = await postForm(sandbox, 'token/introspect', { token: access_token });
      assert.deepEqual(reply.json, {
        active: true,
        scope: '.:config/**',
        client_id: sandbox.ids.readOnlyClient,
        token_type: 'Bearer',
        exp: Date.UTC(2026, 0, 1) / 1000 + 600,
        iat: Date.UTC(2026, 0, 1) / 1000,
        sub: sandbox.ids.readOnlyClient,
        aud: [sandbox.ids.readOnlyClient],
      });
    });

    it('says no more of an unknown token than that it is not active', async () => {
      assert.deepEqual((await postForm(sandbox, 'token/introspect', { token: 'x' })).json, { active: false });
    });
  });

  describe('revocation', () => {
    it('ends a token: 200 without a body', async () => {
      const { access_token } = await requestToken(sandbox, '.:config/**');
      const reply = await postForm(sandbox, 'token/revoke', { token: access_token });
      assert.deepEqual([reply.status, reply.text], [200, '']);
      const introspected = await postForm(sandbox, 'token/introspect', { token: access_token });
      assert.deepEqual(introspected.json, { active: false });
      assertErrors(await new Administrator(sandbox, access_token).call('GET', 'clients'), 403, 'Forbidden');
    });

    it('is content with an unknown token', async () => {
      assert.equal((await postForm(sandbox, 'token/revoke', { token: 'x' })).status, 200);
    });

    it('refuses another client’s token', async () => {
      const { access_token } = await requestToken(sandbox, '.:config/**');
      const reply = await postForm(sandbox, 'token/revoke', { token: access_token }, readOnly());
      assert.deepEqual([reply.status, members(reply)['error']], [400, 'invalid_grant']);
      assert.equal((await new Administrator(sandbox, access_token).call('GET', 'clients')).status, 200);
    });
  });

  for (const path of ['token/introspect', 'token/revoke']) {
    it(`${path} asks for the token`, async () => {
      const reply = await postForm(sandbox, path, { token_type_hint: 'access_token' });
      assert.deepEqual([reply.status, members(reply)['error']], [400, 'invalid_request']);
    });
  }
});
