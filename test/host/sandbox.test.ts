import assert from 'node:assert/strict';
import {
  profileFor,
  removeProfile,
  run,
  sharedToken,
  type TokenResult,
  useSandbox,
} from '../support/extensionHost';

interface Running {
  readonly name: string;
  readonly origin: string;
  readonly customerId: string;
  readonly clientId: string;
}

describe('the sandbox', () => {
  const service = useSandbox();

  after(async () => {
    await run('stopSandbox');
    for (const name of ['acme2', 'zeta', 'sandbox']) await removeProfile(name);
  });

  it('starts on loopback with a profile of its own, ready for a token that works', async () => {
    const { name, origin, customerId } = await run<Running>('startSandbox');
    assert.equal(name, 'Sandbox');
    assert.match(origin, /^http:\/\/127\.0\.0\.1:\d+$/);
    const { profile, grantedScope } = await run<TokenResult>('requestToken', { scope: '.:config/**' });
    assert.deepEqual([profile, grantedScope], ['Sandbox', '.:config/**']);
    const response = await fetch(`${origin}/${customerId}/config/tokenPolicies`, {
      headers: { authorization: `Bearer ${sharedToken() ?? ''}` },
    });
    assert.equal(response.status, 200);
    const { total } = (await response.json()) as { total: number };
    assert.ok(total >= 3, `${total} token policies`);
  });

  it('returns the running sandbox when it is started again', async () => {
    const first = await run<Running>('startSandbox');
    assert.deepEqual(await run<Running>('startSandbox'), first);
  });

  it('stops, and removes its profile and token', async () => {
    const { origin } = await run<Running>('startSandbox');
    await run('requestToken', { scope: '.:config/**' });
    await run('stopSandbox');
    assert.equal(sharedToken(), undefined);
    await assert.rejects(fetch(origin));
    await assert.rejects(run('switchProfile', { name: 'Sandbox' }), /no profile/);
  });

  it('makes the previous profile and token active when it stops, not the first by name', async () => {
    await run('addProfile', profileFor(service(), 'acme2'));
    await run('addProfile', profileFor(service(), 'zeta'));
    await run('requestToken', { scope: '.:config/**' });
    const before = sharedToken();
    await run('startSandbox');
    assert.equal(sharedToken(), undefined);
    await run('requestToken', { scope: '.:config/**' });
    assert.notEqual(sharedToken(), before);
    await run('stopSandbox');
    assert.ok(before);
    assert.equal(sharedToken(), before);
    assert.equal((await run<TokenResult>('renewToken')).profile, 'zeta');
  });

  it('leaves a profile of that name alone if it is for a local service of the user', async () => {
    await run('addProfile', profileFor(service(), 'sandbox'));
    await assert.rejects(run('startSandbox'), /already a profile “sandbox”, for 127\.0\.0\.1:\d+.*Rename it/);
    await run('stopSandbox');
    const { profile } = await run<TokenResult>('requestToken', { scope: '.:config/**' });
    assert.equal(profile, 'sandbox');
    await run('editProfile', { name: 'sandbox', newName: 'zeta 2' });
    assert.equal((await run<Running>('startSandbox')).name, 'Sandbox');
    await run('stopSandbox');
    await run('removeProfile', { name: 'zeta 2', force: true });
  });

  it('leaves a profile of that name alone if it is for another host', async () => {
    const values = {
      name: 'Sandbox',
      origin: 'https://v1.api.us.janrain.com',
      customerId: '00000000-0000-0000-0000-000000000000',
      clientId: 'my-client',
      clientSecret: 'my-own-value',
    };
    await run('addProfile', values);
    await assert.rejects(
      run('startSandbox'),
      /already a profile “Sandbox”, for v1\.api\.us\.janrain\.com.*Rename it/,
    );
    await run('removeProfile', { name: 'Sandbox', force: true });
  });
});
