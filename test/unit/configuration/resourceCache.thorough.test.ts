import assert from 'node:assert/strict';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index';
import { closeAll } from '../api/servers';
import { ConfigurationWindow } from './windowFixture';

describe('ResourceCache.readAll', () => {
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

  it('stops if every read fails, and reports all as failed', async () => {
    fail(() => true);
    const { resources, failed } = await at.configuration.resourceCache.readAll('clients');
    assert.deepEqual([resources.length, failed.length], [0, 200]);
    assert.ok(asked < 48 + 6, `${asked} requests`);
  });

  it('continues if only some reads fail', async () => {
    fail(number => number % 4 > 0);
    const { resources, failed } = await at.configuration.resourceCache.readAll('clients');
    assert.deepEqual([resources.length, failed.length, asked], [50, 150, 200]);
  });

  it('continues if most reads are forbidden', async () => {
    // Each is asked for once more, with another token.
    fail(number => number < 300, 403);
    const { resources } = await at.configuration.resourceCache.readAll('clients');
    assert.ok(resources.length >= 40, `${resources.length} were read`);
  });

  it('reads again the next time', async () => {
    fail(() => true);
    await at.configuration.resourceCache.readAll('clients');
    at.trouble = (_, pass) => pass();
    const { failed } = await at.configuration.resourceCache.readAll('clients');
    assert.deepEqual(failed, []);
  });
});
