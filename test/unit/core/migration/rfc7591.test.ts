import assert from 'node:assert/strict';
import { exportConfiguration } from '../../../../src/core/migration/exportConfiguration';
import {
  type OidcServer,
  type RegisteredClient,
  signIn,
  startOidcServer,
} from '../../../support/migration/oidcServer';
import { randomCustomer, resourceOf, snapshotOf } from '../../../support/migration/randomCustomers';
import { readSandbox } from '../../../support/migration/sandboxSnapshot';
import { randomSource } from '../../../support/mutations';
import { closeAll } from '../../api/servers';

describe('rfc7591, at a certified server', () => {
  let server: OidcServer;
  before(async () => {
    server = await startOidcServer();
  });
  after(async () => {
    await server.close();
    await closeAll();
  });

  const filesOf = (snapshot: Parameters<typeof exportConfiguration>[0]) =>
    exportConfiguration(snapshot, 'acme', ['rfc7591']).files.filter(({ path }) =>
      path.startsWith('rfc7591/'),
    );

  it('registers each application of the sandbox, which then signs a user in with code and PKCE', async () => {
    const files = filesOf(await readSandbox());
    assert.equal(files.length, 3);
    for (const { path, text } of files) {
      const { status, body } = await server.register(text);
      assert.equal(status, 201, `${path}: ${JSON.stringify(body)}`);
      const sent = JSON.parse(text) as Record<string, unknown>;
      for (const [name, value] of Object.entries(sent))
        // Servers may drop what they do not know (RFC 7591 §3.2.1), and this one does.
        if (name !== 'software_id') assert.deepEqual(body[name], value, `${path}: ${name}`);
      const client = body as unknown as RegisteredClient;
      assert.equal(client.client_secret !== undefined, sent['token_endpoint_auth_method'] !== 'none', path);
      for (const uri of client.redirect_uris) {
        const tokens = await signIn(server.issuer, client, uri);
        assert.deepEqual([tokens.idToken['aud'], tokens.idToken['sub']], [client.client_id, 'user-1'], uri);
        assert.deepEqual(tokens.scope, sent['scope'], uri);
        assert.ok(tokens.refreshToken, uri);
      }
    }
  });

  it('registers each application of random customers whose scopes the server knows', async () => {
    let registered = 0;
    for (let seed = 1; seed <= 150; seed++) {
      for (const { path, text } of filesOf(randomCustomer(randomSource(seed)))) {
        const metadata = { ...(JSON.parse(text) as Record<string, unknown>), scope: 'openid' };
        const { status, body } = await server.register(JSON.stringify(metadata));
        assert.equal(status, 201, `seed ${seed}, ${path}: ${JSON.stringify(body)} ${text}`);
        registered++;
      }
    }
    assert.ok(registered > 50, `${registered}`);
  });

  it('exports no application whose redirect URIs the server would refuse', () => {
    const client = (redirectURIs: readonly string[]) =>
      resourceOf('clients', { id: 'c', name: 'App', type: 'public', redirectURIs });
    const refused = [[], ['https://app.example/#cb'], ['not a URI'], ['javascript:alert(1)']];
    for (const uris of refused) assert.deepEqual(filesOf(snapshotOf([client(uris)])), [], uris.join());
    const [file] = filesOf(snapshotOf([client(['https://app.example/cb', ...refused.flat()])]));
    assert.deepEqual((JSON.parse(file?.text ?? '{}') as { redirect_uris: unknown }).redirect_uris, [
      'https://app.example/cb',
    ]);
  });
});
