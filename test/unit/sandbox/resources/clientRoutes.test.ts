import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/index';
import { Administrator, assertErrors, members, postForm, requestToken, type Reply } from '../calls';

const idForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('sandbox: clients', () => {
  let sandbox: Sandbox;
  let administrator: Administrator;

  beforeEach(async () => {
    sandbox = await startSandbox();
    administrator = await Administrator.of(sandbox);
  });
  afterEach(() => sandbox.stop());

  const read = async (id: string) => members(await administrator.call('GET', `clients/${id}`));
  const login = () => ({
    name: 'New',
    type: 'public',
    redirectURIs: ['https://new.example/signed-in'],
    tokenPolicy: sandbox.ids.storefrontTokenPolicy,
    loginPolicy: sandbox.ids.storefrontLoginPolicy,
  });
  const configuration = () => ({
    name: 'Spare configuration',
    type: 'confidential',
    tokenPolicy: sandbox.ids.configurationTokenPolicy,
  });

  it('are listed by id and name', async () => {
    const { total, _embedded } = members(await administrator.call('GET', 'clients')) as {
      total: number;
      _embedded: { clients: readonly Record<string, unknown>[] };
    };
    assert.equal(total, 5);
    assert.equal(_embedded.clients.length, 5);
    const { name, id } = await read(sandbox.clientId);
    const entry = _embedded.clients.find(client => client['id'] === id);
    assert.equal(entry?.['name'], name);
  });

  it('a login client has a login policy and an application client; its own link is garbled', async () => {
    const { _links, ...client } = await read(sandbox.ids.mobileClient);
    assert.deepEqual(client, {
      id: sandbox.ids.mobileClient,
      name: 'Nordhaven for iOS and Android',
      type: 'public',
      redirectURIs: ['nordhaven://signed-in', 'https://app.nordhaven.example/signed-in'],
      tokenPolicy: sandbox.ids.mobileTokenPolicy,
      loginPolicy: sandbox.ids.storefrontLoginPolicy,
    });
    const { self, application_client } = _links as Record<string, { href: string }>;
    assert.equal(self?.href, `/config/${sandbox.customerId}/clients/${sandbox.ids.mobileClient}`);
    assert.match(application_client?.href ?? '', /^\/config\/[0-9a-z]{26}\/clients\/[0-9a-f]{32}$/);
  });

  it('a configuration client is confidential and has neither', async () => {
    for (const id of [sandbox.ids.configurationClient, sandbox.ids.readOnlyClient]) {
      const client = await read(id);
      assert.equal(client['type'], 'confidential');
      assert.equal('loginPolicy' in client, false);
      assert.deepEqual(Object.keys(client['_links'] as object), ['self']);
      assert.equal('secret' in client, false);
    }
  });

  describe('POST', () => {
    it('answers with the object', async () => {
      const reply = await administrator.call('POST', 'clients', login());
      const { id, _links, ...client } = members(reply);
      assert.equal(reply.status, 201);
      assert.match(String(id), idForm);
      assert.ok('application_client' in (_links as object));
      assert.deepEqual(client, login());
      assert.deepEqual(await read(String(id)), reply.json);
    });

    it('makes a configuration client of the least body, which fetches tokens at once', async () => {
      const client = members(await administrator.call('POST', 'clients', configuration()));
      assert.deepEqual(client['redirectURIs'], []);
      assert.equal('loginPolicy' in client, false);
      const clientId = String(client['id']);
      const { secret } = members(await administrator.call('GET', `clients/${clientId}/secret`));
      const token = await requestToken(sandbox, '*:**', { clientId, clientSecret: String(secret) });
      assert.equal(token.scope, '*:**');
    });

    const invalid: readonly [change: Record<string, unknown>, status: number, errors: string][] = [
      [{ name: undefined }, 422, "('name',) field required"],
      [{ name: 'Nordhaven Storefront' }, 409, 'A client with this name already exists'],
      [{ type: undefined }, 422, "('type',) field required"],
      [{ type: 'secret' }, 422, "('type',) value is not one of public, confidential"],
      [{ tokenPolicy: undefined }, 422, "('tokenPolicy',) field required"],
      [{ tokenPolicy: 'x' }, 422, "('tokenPolicy',) policy does not exist"],
      [{ loginPolicy: undefined }, 422, "('loginPolicy',) field required"],
      [{ loginPolicy: 'x' }, 422, "('loginPolicy',) policy does not exist"],
      [{ redirectURIs: 'https://x.example' }, 422, "('redirectURIs',) value is not a valid list"],
      [
        { redirectURIs: ['https://x.example', 'http://x.example'] },
        422,
        "('redirectURIs', 1) invalid redirect URI",
      ],
      [{ redirectURIs: ['/signed-in'] }, 422, "('redirectURIs', 0) invalid redirect URI"],
    ];
    for (const [change, status, errors] of invalid) {
      it(`refuses ${JSON.stringify(change)}`, async () => {
        assertErrors(await administrator.call('POST', 'clients', { ...login(), ...change }), status, errors);
      });
    }

    for (const uri of [
      ...['http://localhost:8080/x', 'http://127.0.0.1', 'http://[::1]:3000/x'],
      ...['nordhaven://signed-in', 'https://x.example'],
    ]) {
      it(`takes ${uri} to return to`, async () => {
        const reply = await administrator.call('POST', 'clients', { ...login(), redirectURIs: [uri] });
        assert.equal(reply.status, 201);
      });
    }
  });

  describe('PUT', () => {
    it('takes what GET gave, and keeps the secret', async () => {
      for (const id of [sandbox.ids.configurationClient, sandbox.ids.staffClient, sandbox.ids.mobileClient]) {
        const before = await read(id);
        const reply = await administrator.call('PUT', `clients/${id}`, before);
        assert.deepEqual([reply.status, reply.json], [200, before]);
        assert.deepEqual(await read(id), before);
      }
      assert.equal((await requestToken(sandbox, '*:**')).scope, '*:**');
    });

    it('replaces: what is left out is gone', async () => {
      const id = sandbox.ids.staffClient;
      const { name, type, tokenPolicy, loginPolicy } = await read(id);
      await administrator.call('PUT', `clients/${id}`, { name, type, tokenPolicy, loginPolicy });
      assert.deepEqual((await read(id))['redirectURIs'], []);
    });

    it('gives a client another policy, and takes none away', async () => {
      const id = sandbox.ids.staffClient;
      const before = await read(id);
      for (const name of ['tokenPolicy', 'loginPolicy']) {
        const reply = await administrator.call('PUT', `clients/${id}`, { ...before, [name]: undefined });
        assertErrors(reply, 422, `('${name}',) field required`);
      }
      assert.deepEqual(await read(id), before);
      const loginPolicy = sandbox.ids.storefrontLoginPolicy;
      await administrator.call('PUT', `clients/${id}`, { ...before, loginPolicy });
      assert.equal((await read(id))['loginPolicy'], loginPolicy);
    });

    it('the type is fixed for good', async () => {
      const path = `clients/${sandbox.ids.staffClient}`;
      const body = { ...(await read(sandbox.ids.staffClient)), type: 'public' };
      assertErrors(await administrator.call('PUT', path, body), 422, 'type cannot be changed');
      assert.equal((await read(sandbox.ids.staffClient))['type'], 'confidential');
    });

    it('the name stays unique, but may stay', async () => {
      const path = `clients/${sandbox.ids.staffClient}`;
      const before = await read(sandbox.ids.staffClient);
      const taken = await administrator.call('PUT', path, { ...before, name: 'Nordhaven Storefront' });
      assertErrors(taken, 409, 'A client with this name already exists');
      assert.equal((await administrator.call('PUT', path, before)).status, 200);
    });

    it('keeps the id', async () => {
      const body = { ...(await read(sandbox.ids.staffClient)), id: sandbox.ids.mobileClient };
      const reply = await administrator.call('PUT', `clients/${sandbox.ids.staffClient}`, body);
      assertErrors(reply, 422, 'id cannot be changed');
    });

    it('to another policy takes the scopes of the configuration client away', async () => {
      const tokenPolicy = sandbox.ids.storefrontTokenPolicy;
      const body = { ...(await read(sandbox.clientId)), tokenPolicy };
      assert.equal((await administrator.call('PUT', `clients/${sandbox.clientId}`, body)).status, 200);
      assert.equal((await requestToken(sandbox, '*:config/**')).scope, undefined);
    });
  });

  describe('secrets', () => {
    const fetchToken = (clientSecret: string): Promise<Reply> =>
      postForm(
        sandbox,
        'token',
        { grant_type: 'client_credentials' },
        { clientId: sandbox.clientId, clientSecret },
      );

    it('GET is the way to read one', async () => {
      const reply = await administrator.call('GET', `clients/${sandbox.clientId}/secret`);
      assert.deepEqual([reply.status, reply.json], [200, { secret: sandbox.clientSecret }]);
    });

    it('POST answers 201 with a new one, and the old one ends at once', async () => {
      const path = `clients/${sandbox.clientId}/secret`;
      const reply = await administrator.call('POST', path);
      const { secret } = members(reply) as { secret: string };
      assert.equal(reply.status, 201);
      assert.notEqual(secret, sandbox.clientSecret);
      assert.equal((await fetchToken(sandbox.clientSecret)).status, 401);
      assert.equal((await fetchToken(secret)).status, 200);
      assert.deepEqual((await administrator.call('GET', path)).json, { secret });
    });

    it('a public client has none', async () => {
      for (const method of ['GET', 'POST']) {
        const reply = await administrator.call(method, `clients/${sandbox.ids.mobileClient}/secret`);
        assertErrors(reply, 404, 'Not Found');
      }
    });
  });

  it('DELETE of the only configuration client locks out: the live token is the last one', async () => {
    assert.equal((await administrator.call('DELETE', `clients/${sandbox.ids.readOnlyClient}`)).status, 204);
    const reply = await administrator.call('DELETE', `clients/${sandbox.clientId}`);
    assert.deepEqual([reply.status, reply.text], [204, '']);
    const token = await postForm(sandbox, 'token', { grant_type: 'client_credentials' });
    assert.equal(members(token)['error'], 'invalid_client');
    assert.equal((await administrator.call('GET', 'clients')).status, 200);
  });
});
