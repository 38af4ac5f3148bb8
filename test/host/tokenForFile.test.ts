import assert from 'node:assert/strict';
import {
  askSandbox,
  closeEditors,
  openFile,
  run,
  sharedToken,
  type TokenResult,
  useProfile,
  useSandbox,
} from '../support/extensionHost';

describe('a token for the requests in a file', () => {
  const sandbox = useSandbox();
  useProfile(sandbox);

  afterEach(async () => {
    await run('forgetToken');
    await closeEditors();
  });

  const forFile = () => run<TokenResult>('requestTokenForFile');

  /** Sends a request to the sandbox with the active token. @returns its status */
  async function send(method: string, path: string, body?: unknown): Promise<number> {
    return (await askSandbox(sandbox(), path, { method, token: sharedToken() ?? '', body })).status;
  }

  it('that only reads is accepted for each of them, and refused for a write', async () => {
    const { origin, customerId, ids } = sandbox();
    const text = [
      `@origin = ${origin}`,
      `@policy = ${ids.storefrontLoginPolicy}`,
      '### The list',
      'GET {{origin}}/{{customerId}}/config/tokenPolicies',
      'Authorization: Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}',
      '### One, by a variable of this file',
      'GET {{origin}}/{{customerId}}/config/loginPolicies/{{policy}}',
      '### A token, as before',
      `POST ${origin}/${customerId}/login/token`,
      '',
      'grant_type=client_credentials&scope=*:config/**',
      '### Somebody else',
      `DELETE https://example.com/${customerId}/config/clients/1`,
      '### Another customer',
      'DELETE {{origin}}/9zy87x65-4321-0987-w6vu-5t432s10rqp9/config/clients/1',
    ].join('\r\n');
    await openFile('reads.http', text);
    const result = await forFile();
    const scope = `.:config/tokenPolicies .:config/loginPolicies/${ids.storefrontLoginPolicy}`;
    assert.deepEqual(
      { ...result, expiresAt: 0 },
      { profile: 'acme', requestedScope: scope, grantedScope: scope, expiresAt: 0 },
    );
    assert.ok(result.expiresAt > Date.now());
    assert.equal(await send('GET', 'config/tokenPolicies'), 200);
    assert.equal(await send('GET', `config/loginPolicies/${ids.storefrontLoginPolicy}`), 200);
    assert.equal(await send('DELETE', `config/loginPolicies/${ids.storefrontLoginPolicy}`), 403);
    assert.equal(await send('POST', 'config/tokenPolicies', { title: 'x' }), 403);
    assert.equal(await send('GET', 'config/clients'), 403);
  });

  it('that writes is accepted for each of them, and for nothing else', async () => {
    const { ids } = sandbox();
    const url = '{{origin}}/{{customerId}}/config';
    const text = [
      'Some words about it.',
      ...['```http', `POST ${url}/tokenPolicies`, '', '{"title": "New"}', '```'],
      ...['```rest', `GET ${url}/clients/${ids.staffClient}/secret`, '```'],
      ...['```json', `DELETE ${url}/clients/1`, '```'],
    ].join('\n');
    await openFile('writes.md', text);
    const { grantedScope } = await forFile();
    assert.equal(grantedScope, `.:config/clients/${ids.staffClient}/secret *:config/tokenPolicies**`);
    assert.equal(await send('POST', 'config/tokenPolicies', { title: 'New' }), 201);
    assert.equal(await send('GET', `config/clients/${ids.staffClient}/secret`), 200);
    assert.equal(await send('POST', `config/clients/${ids.staffClient}/secret`), 403);
    assert.equal(await send('DELETE', `config/clients/${ids.staffClient}`), 403);
  });

  it('covers whatever a variable stands for that only the REST client knows', async () => {
    const { ids } = sandbox();
    await openFile('variable.http', 'GET {{origin}}/{{customerId}}/config/clients/{{$dotenv ID}}\n');
    assert.equal((await forFile()).requestedScope, '.:config/clients**');
    assert.equal(await send('GET', `config/clients/${ids.storefrontClient}`), 200);
  });

  it('is requested with exactly this scope, also when a live token can do more', async () => {
    await run('requestToken', { scope: '*:config/**' });
    const wide = sharedToken();
    await openFile('clients.http', 'GET {{origin}}/{{customerId}}/config/clients\n');
    assert.equal((await forFile()).requestedScope, '.:config/clients');
    assert.ok(sharedToken());
    assert.notEqual(sharedToken(), wide);
    assert.equal((await run<TokenResult>('renewToken')).requestedScope, '.:config/clients');
  });

  it('is refused for a file without such a request, with the reason', async () => {
    for (const [name, text] of [
      ['empty.http', ''],
      ['other.http', `GET https://example.com/${sandbox().customerId}/config/clients\n`],
      ['customer.http', 'GET {{origin}}/9zy87x65-4321-0987-w6vu-5t432s10rqp9/config/clients\n'],
      ['login.http', 'POST {{origin}}/{{customerId}}/login/token\n'],
      ['response.http', 'HTTP/1.1 200 OK\n\nGET {{origin}}/{{customerId}}/config/clients\n'],
      ['words.md', 'GET {{origin}}/{{customerId}}/config/clients\n'],
    ] as const) {
      await openFile(name, text);
      await assert.rejects(forFile(), /no request to the configuration of “acme”.*\{\{variable\}\}/, name);
    }
    assert.equal(sharedToken(), undefined);
  });

  it('needs an open request file', async () => {
    await assert.rejects(forFile(), /no open request file\. Open a \.http/);
    await openFile('notes.txt', 'GET {{origin}}/{{customerId}}/config/clients\n');
    await assert.rejects(forFile(), /no open request file/);
    await openFile('long.http', `GET {{origin}}/{{customerId}}/config/clients\n${'\n'.repeat(50_000)}`);
    await assert.rejects(forFile(), /too long/);
  });
});
