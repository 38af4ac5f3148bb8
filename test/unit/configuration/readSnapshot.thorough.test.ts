import assert from 'node:assert/strict';
import { readDiscoveryText } from '../../../src/api/token/discovery';
import { readSnapshot } from '../../../src/configuration/readSnapshot';
import { isProblem } from '../../../src/core/common/problem';
import { readFolder } from '../../../src/core/configurationFiles/configurationFolder';
import { createPlan } from '../../../src/core/configurationFiles/plan/plan';
import { planPull } from '../../../src/core/configurationFiles/pull';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index';
import { closeAll } from '../api/servers';
import { ConfigurationWindow } from './windowFixture';

describe('readSnapshot and pulling it, with a service that fails at each request', () => {
  let sandbox: Sandbox;
  let window: ConfigurationWindow;

  beforeEach(async () => {
    sandbox = await startSandbox();
    window = await ConfigurationWindow.open(sandbox);
  });
  afterEach(async () => {
    await sandbox.stop();
    await closeAll();
  });

  function read() {
    const { profile, configuration, deps } = window;
    const readDiscovery = () => readDiscoveryText(deps.send, profile);
    return readSnapshot({ api: configuration.resourceCache.api, profile, readDiscovery });
  }

  const answers: readonly [string, () => Response][] = [
    ['500', () => Response.json({ errors: 'broken' }, { status: 500 })],
    ['403', () => Response.json({ errors: 'Forbidden' }, { status: 403 })],
    [
      'a web page',
      () => new Response('<html></html>', { status: 403, headers: { 'content-type': 'text/html' } }),
    ],
    ['no JSON', () => new Response('', { status: 200 })],
  ];
  for (const [what, answer] of answers) {
    it(`never counts as deleted what could not be read: ${what}`, async () => {
      const whole = await read();
      const first = planPull(readFolder(new Map()), whole, { bases: new Map() });
      const { bases } = first;
      for (let failing = 0; ; failing++) {
        window = await ConfigurationWindow.open(sandbox);
        let seen = 0;
        let failed: string | undefined;
        window.trouble = async (request, pass) => {
          if (!request.startsWith('GET') || seen++ !== failing) return pass();
          failed = request;
          return answer();
        };
        const snapshot = await read().catch((error: unknown) => {
          assert.ok(isProblem(error), String(error));
          return undefined;
        });
        if (failed === undefined) {
          assert.ok(failing > 20, `${failing} requests`);
          return;
        }
        if (!snapshot) continue;
        const folder = readFolder(first.writes);
        const { result, writes } = planPull(folder, snapshot, { bases });
        assert.deepEqual([result.gone, result.kept, [...writes.keys()]], [[], [], []], failed);
        const { entries } = createPlan(folder, snapshot, { bases, mayDelete: true });
        const wrong = entries.filter(entry => !['same', 'unread'].includes(entry.result));
        assert.deepEqual(wrong, [], failed);
      }
    });
  }
});
