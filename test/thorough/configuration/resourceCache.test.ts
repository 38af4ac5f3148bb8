import assert from 'node:assert/strict';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index';
import { closeAll } from '../../unit/api/servers';
import { ConfigurationWindow } from './windowFixture';

describe('looking through all clients', () => {
  let sandbox: Sandbox;
  let at: ConfigurationWindow;
  let asked: number;

  before(async () => {
    sandbox = await startSandbox({ minimum: { clients: 200 } });
  });
  beforeEach(async () => {
    at = await ConfigurationWindow.open(sandbox);
    asked = 0;
  });
  after(async () => {
    await sandbox.stop();
    await closeAll();
  });

  /** Fails each read of one client that `isFailed` says, by how many were asked before. */
  function fail(isFailed: (number: number) => boolean, status = 500): void {
    at.trouble = (request, pass) =>
      request.startsWith('GET config/clients/') && isFailed(asked++)
        ? Promise.resolve(new Response('{"errors":"no"}', { status }))
        : pass();
  }

  it('stops asking a service that fails at every one, and says so of all', async () => {
    fail(() => true);
    const { resources, failed } = await at.configuration.resourceCache.readAll('clients');
    assert.deepEqual([resources.length, failed.length], [0, 200]);
    assert.ok(asked < 48 + 6, `${asked} requests`);
  });

  it('goes on where only some fail', async () => {
    fail(number => number % 4 > 0);
    const { resources, failed } = await at.configuration.resourceCache.readAll('clients');
    assert.deepEqual([resources.length, failed.length, asked], [50, 150, 200]);
  });

  it('goes on where the client may not read most of them', async () => {
    // Each is asked for once more, with another token.
    fail(number => number < 300, 403);
    const { resources } = await at.configuration.resourceCache.readAll('clients');
    assert.ok(resources.length >= 40, `${resources.length} were read`);
  });

  it('asks again the next time', async () => {
    fail(() => true);
    await at.configuration.resourceCache.readAll('clients');
    at.trouble = (_, pass) => pass();
    const { failed } = await at.configuration.resourceCache.readAll('clients');
    assert.deepEqual(failed, []);
  });
});
