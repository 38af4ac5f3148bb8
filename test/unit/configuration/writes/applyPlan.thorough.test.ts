import assert from 'node:assert/strict';
import { recoverPendingWrites } from '../../../../src/configuration/writes/recoverWrites';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import { closeAll } from '../../api/servers';
import { ConfigurationWindow, Service } from '../windowFixture';
import { apply, idsIn, prepareWinter, pull, winterSecrets, winterSteps } from './applyFixture';

describe('applyPlan', () => {
  let sandbox: Sandbox;
  let window: ConfigurationWindow;
  let service: Service;

  beforeEach(async () => {
    sandbox = await startSandbox();
    window = await ConfigurationWindow.open(sandbox);
  });
  afterEach(async () => {
    await sandbox.stop();
    await closeAll();
  });

  it('stops at each request that fails, and continues from there', async () => {
    // Which requests there are: those of a run in which nothing fails.
    await apply(window, await prepareWinter(window), winterSteps, { secrets: winterSecrets });
    const count = window.sent.filter(request => request.includes('config/')).length;
    for (let failing = 0; failing < 60; failing++) {
      await sandbox.stop();
      sandbox = await startSandbox();
      window = await ConfigurationWindow.open(sandbox);
      service = new Service(sandbox);
      const at = await prepareWinter(window);
      const before = window.sent.length;
      let seen = 0;
      let failed: string | undefined;
      window.trouble = async (request, pass) => {
        if (!request.includes('config/') || seen++ !== failing) return pass();
        failed = request;
        return new Response('{"errors":"broken"}', {
          status: 500,
          headers: { 'content-type': 'application/json' },
        });
      };
      const outcome = await apply(window, at, winterSteps, { secrets: winterSecrets }).catch(
        (error: unknown) => error as Error,
      );
      window.trouble = (_, pass) => pass();
      if (failed === undefined) {
        assert.ok(failing > 10, `${count}: ${failing} requests`);
        return;
      }
      const done = outcome instanceof Error ? [] : outcome.done;
      if (!(outcome instanceof Error) && outcome.notDone.length + (outcome.failed ? 1 : 0) > 0) {
        assert.ok(outcome.failed, failed);
        assert.deepEqual(
          [...done, outcome.failed.address, ...outcome.notDone],
          winterSteps.map(([, address]) => address),
        );
      }
      assert.ok(window.sent.length > before);
      // A creation is not sent again before the outcome of the first one is known.
      window.clock.jump(3 * 60_000);
      await recoverPendingWrites(window.deps, () => undefined);
      // Whatever happened, a new comparison finds each resource once.
      const again = await pull(window, at.texts);
      const rest = winterSteps.filter(([action, address]) => {
        const id = idsIn(again).get(address);
        if (action === 'create') return id === undefined;
        return action === 'delete'
          ? again.snapshot.resources.some(({ title }) => title.startsWith('Winter Sale Microsite'))
          : !JSON.stringify(again.snapshot.resources.find(each => each.id === id)?.members).includes('900');
      });
      const result = await apply(window, again, rest, { secrets: winterSecrets });
      assert.deepEqual([result.failed, result.notDone], [undefined, []], failed);
      for (const kind of ['tokenPolicies', 'clients'] as const) {
        const titles = (await service.titles(kind)).filter(title => title === 'Winter Sale');
        assert.equal(titles.length, 1, `${failed}: ${kind}`);
      }
    }
    assert.fail('There is no end.');
  });
});
