import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Sandbox } from '../../src/sandbox/index';
import { configurationHelpers, type Kind } from '../support/configurationHelpers';
import {
  askSandbox,
  closeEditors,
  lastToken,
  profileFor,
  removeProfile,
  run,
  useProfile,
  useSandbox,
} from '../support/extensionHost';

interface Created {
  readonly id: string;
  readonly uri: string;
}

describe('creating, deleting and resetting in the configuration', () => {
  const sandbox = useSandbox();
  useProfile(sandbox);
  const { atService, statusAtService } = configurationHelpers(sandbox);

  after(async () => {
    for (const name of ['acme (spare)', 'acme (spare 2)']) await removeProfile(name);
  });
  afterEach(closeEditors);

  const sent = (method: string) => sandbox().received.filter(request => request.method === method).length;

  /** The secret of a client, by its title, past the extension. */
  async function secretOf(title: string): Promise<string> {
    const get = async (path: string) => (await askSandbox(sandbox(), `config/clients${path}`)).json();
    const list = (await get('')) as { _embedded: { clients: { id: string; name: string }[] } };
    const { id } = list._embedded.clients.find(({ name }) => name === title) ?? {};
    return ((await get(`/${id ?? ''}/secret`)) as { secret: string }).secret;
  }

  it('creates each kind from a body, as an object or as text', async () => {
    const policy = await run<Created>('createResource', {
      kind: 'tokenPolicies',
      body: { title: 'Kiosk', allowedScopes: ['openid', 'profile'], accessTokenLifetime: 600 },
    });
    assert.equal((await atService('tokenPolicies', policy.id))['accessTokenLifetime'], 600);
    assert.equal(policy.uri, `hosted-login:/acme/tokenPolicies/Kiosk.json?${policy.id}`);
    const client = await run<Created>('createResource', {
      kind: 'clients',
      body: JSON.stringify({
        name: 'Kiosk',
        type: 'public',
        redirectURIs: ['https://kiosk.nordhaven.example/in'],
        tokenPolicy: policy.id,
        loginPolicy: sandbox().ids.storefrontLoginPolicy,
      }),
    });
    assert.equal((await atService('clients', client.id))['tokenPolicy'], policy.id);
  });

  const bad: [what: string, kind: Kind, body: unknown, message: RegExp][] = [
    ['no title', 'tokenPolicies', {}, /title/],
    ['no JSON', 'clients', 'name: x', /not a JSON object/],
    [
      'a policy that is not there',
      'clients',
      { name: 'x', type: 'confidential', tokenPolicy: 'none' },
      /policy does not exist/,
    ],
    [
      'a name that is taken',
      'clients',
      { name: 'Configuration', type: 'confidential', tokenPolicy: '' },
      /tokenPolicy/,
    ],
    ['an unknown kind', 'webhooks' as Kind, {}, /kind/],
  ];
  for (const [what, kind, body, message] of bad) {
    it(`explains the error for ${what}`, async () => {
      await assert.rejects(run('createResource', { kind, body }), message);
    });
  }

  it('finds the created resource after a lost answer', async () => {
    sandbox().fail({ path: '/config/tokenPolicies', method: 'POST', connection: 'destroy' });
    const { id } = await run<Created>('createResource', {
      kind: 'tokenPolicies',
      body: { title: 'Lost and found', allowedScopes: ['openid'] },
    });
    assert.equal((await atService('tokenPolicies', id))['title'], 'Lost and found');
  });

  it('says that the resource is not visible if the service failed before creating it', async () => {
    sandbox().fail({ path: '/config/tokenPolicies', method: 'POST', status: 503 });
    await assert.rejects(
      run('createResource', { kind: 'tokenPolicies', body: { title: 'Never', allowedScopes: ['openid'] } }),
      /still shows the earlier state/,
    );
  });

  it('refuses to delete a policy in use, and names its users', async () => {
    const before = sent('DELETE');
    const { storefrontLoginPolicy: id } = sandbox().ids;
    await assert.rejects(
      run('deleteResource', { kind: 'loginPolicies', id }),
      /used by .*“Nordhaven Storefront”/,
    );
    assert.equal(sent('DELETE'), before);
  });

  it('deletes an unused policy, and closes its document', async () => {
    const { unusedTokenPolicy: id } = sandbox().ids;
    await run('openResource', { kind: 'tokenPolicies', id });
    await run('deleteResource', { kind: 'tokenPolicies', id });
    assert.equal(await statusAtService('tokenPolicies', id), 404);
    assert.equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length, 0);
  });

  it('recognizes a finished deletion after a lost answer', async () => {
    const { unusedLoginPolicy: id } = sandbox().ids;
    sandbox().fail({ path: id, method: 'DELETE', connection: 'destroy' });
    await run('deleteResource', { kind: 'loginPolicies', id });
    assert.equal(await statusAtService('loginPolicies', id), 404);
  });

  // Lockouts with one access: nothing is sent.
  const drill: [what: string, run: (ids: Sandbox['ids']) => Promise<unknown>][] = [
    ['deleting the client', ids => run('deleteResource', { kind: 'clients', id: ids.configurationClient })],
    [
      'deleting the client, typed',
      ids => run('deleteResource', { kind: 'clients', id: ids.configurationClient, typed: 'Configuration' }),
    ],
    [
      'deleting the policy',
      ids =>
        run('deleteResource', {
          kind: 'tokenPolicies',
          id: ids.configurationTokenPolicy,
          typed: 'Configuration',
        }),
    ],
    ['resetting the secret, not typed', ids => run('resetClientSecret', { id: ids.configurationClient })],
    [
      'resetting the secret, typed',
      ids => run('resetClientSecret', { id: ids.configurationClient, typed: 'Configuration' }),
    ],
  ];
  for (const [what, attempt] of drill) {
    it(`protects the last configuration access from ${what}`, async () => {
      const before = [sent('DELETE'), sent('POST')];
      await assert.rejects(attempt(sandbox().ids), /last configuration access|used by/);
      assert.equal(sent('DELETE'), before[0]);
      assert.equal(
        sandbox().received.filter(({ path, method }) => method === 'POST' && path.endsWith('/secret')).length,
        0,
      );
      assert.equal(await statusAtService('clients', sandbox().ids.configurationClient), 200);
    });
  }

  it('says that a public client has no secret', async () => {
    await assert.rejects(
      run('resetClientSecret', { id: sandbox().ids.storefrontClient }),
      /public client and has no secret/,
    );
  });

  it('creates spare access, proves it, and saves it as an inactive profile', async () => {
    const proved = async () => (await run<{ waysIn: readonly unknown[] }>('accessHealth')).waysIn.length;
    const before = await proved();
    const { name } = await run<{ name: string }>('createSpareAccess');
    assert.equal(name, 'acme (spare)');
    assert.equal(await proved(), before + 1);
    const spare = await run<{ profile: string; grantedScope: string }>('requestToken', {
      profile: name,
      scope: '*:config/**',
    });
    assert.equal(spare.grantedScope, '*:config/**');
    await run('switchProfile', { name: 'acme' });
    await assert.rejects(
      run('editProfile', { name, clientSecret: 'not-the-secret' }),
      /was created on this machine and never copied.*Nothing was changed/,
    );
    // Who enters it has a copy. In a browser, the access counts only from then on.
    await run('editProfile', { name, clientSecret: await secretOf('Configuration (spare)') });
  });

  it('resets the secret of the active profile, which continues to work', async () => {
    const { configurationClient: id } = sandbox().ids;
    await assert.rejects(run('resetClientSecret', { id, typed: 'yes' }), /type the title: /);
    await run('resetClientSecret', { id, typed: 'Configuration' });
    await run('forgetToken', { profile: 'acme' }).then(undefined, () => undefined);
    const { grantedScope } = await run<{ grantedScope: string }>('requestToken', { scope: '*:config/**' });
    assert.equal(grantedScope, '*:config/**');
    assert.equal(await statusAtService('clients', id), 200, 'the token works');
  });

  it('warns before the only copy of a new secret is lost', async () => {
    const acme = profileFor(sandbox());
    for (const attempt of [
      () => run('editProfile', { name: 'acme', clientSecret: 'not-the-secret' }),
      () => run('addProfile', { ...acme, force: true }),
      () => run('removeProfile', { name: 'acme', force: true }),
    ]) {
      await assert.rejects(attempt(), /was created on this machine and never copied.*Nothing was changed/);
    }
    assert.equal((await run<{ waysIn: readonly unknown[] }>('accessHealth')).waysIn.length, 2);
  });

  it('saves the new secret after a lost answer', async () => {
    const { configurationClient: id } = sandbox().ids;
    sandbox().fail({ path: `${id}/secret`, method: 'POST', connection: 'destroy' });
    await run('resetClientSecret', { id, typed: 'Configuration' });
    const { grantedScope } = await run<{ grantedScope: string }>('requestToken', { scope: '.:config/**' });
    assert.equal(grantedScope, '.:config/**');
  });

  it('does not mistake a client of somebody else for our spare', async () => {
    const made = async (name: string) =>
      run<Created>('createResource', {
        kind: 'clients',
        body: { name, type: 'confidential', tokenPolicy: sandbox().ids.configurationTokenPolicy },
      });
    const title = 'Configuration (spare 2)';
    const { id } = await made(title);
    const { name } = await run<{ name: string }>('createSpareAccess');
    assert.equal(name, 'acme (spare 2)');
    const { waysIn } = await run<{ waysIn: readonly { client: string }[] }>('accessHealth');
    assert.deepEqual(waysIn.map(({ client }) => client).sort(), [
      ...['Configuration', 'Configuration (spare 3)', 'Configuration (spare)'],
    ]);
    // It has access too, and VS Code may lose the secrets of our spares.
    await assert.rejects(run('deleteResource', { kind: 'clients', id }), /Only one proved .* would remain/);
    await run('deleteResource', { kind: 'clients', id, typed: title });
    await removeProfile(name);
  });

  it('continues an interrupted attempt', async () => {
    const made = () =>
      sandbox().received.filter(({ method, path }) => method === 'POST' && path.endsWith('/config/clients'))
        .length;
    sandbox().fail({ path: '/secret', method: 'GET', status: 500 });
    await assert.rejects(run('createSpareAccess'), /was created, but not saved as a profile yet/);
    const before = made();
    const { name } = await run<{ name: string }>('createSpareAccess');
    assert.equal(name, 'acme (spare 2)');
    assert.equal(made(), before);
  });

  it('deletes our own client if a spare exists and the title is typed', async () => {
    const { configurationClient: id } = sandbox().ids;
    await assert.rejects(run('deleteResource', { kind: 'clients', id }), /type the title: /);
    assert.ok(lastToken(sandbox()));
    await run('deleteResource', { kind: 'clients', id, typed: 'Configuration' });
    await run('switchProfile', { name: 'acme (spare)' });
    const { grantedScope } = await run<{ grantedScope: string }>('requestToken', { scope: '*:config/**' });
    assert.equal(grantedScope, '*:config/**');
  });
});
