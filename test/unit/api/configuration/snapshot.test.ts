import assert from 'node:assert/strict';
import { ConfigurationClient } from '../../../../src/api/configuration/configurationClient';
import { takeSnapshot } from '../../../../src/api/configuration/snapshot';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../../src/sandbox/index';
import { problemOf } from '../../../support/fakes';
import { requestToken } from '../../sandbox/calls';
import { closeAll, newTransport } from '../servers';

describe('A snapshot', () => {
  let sandbox: Sandbox | undefined;
  afterEach(async () => {
    await sandbox?.stop();
    await closeAll();
  });

  /** A sandbox, its configuration, and how many requests were under way at once. */
  async function begin(options: SandboxOptions = {}, scope = '.:config/**') {
    const started = (sandbox = await startSandbox(options));
    const { access_token: token } = await requestToken(started, scope);
    const { send } = newTransport();
    const under = { way: 0, most: 0, count: 0 };
    const configuration = new ConfigurationClient({
      profile: started,
      authorize: () => Promise.resolve(token),
      send: async request => {
        under.count += 1;
        under.most = Math.max(under.most, ++under.way);
        try {
          return await send(request);
        } finally {
          under.way -= 1;
        }
      },
    });
    return { started, configuration, under };
  }

  it('has all resources, with progress, six requests at a time', async () => {
    const { configuration, under } = await begin({ minimum: { clients: 30 } });
    const seen: string[] = [];
    const { resources, ...rest } = await takeSnapshot(configuration, {
      progress: (done, all) => seen.push(`${done}/${all}`),
    });
    assert.deepEqual(rest, { unread: [], vanished: [], countMismatches: [] });
    assert.equal(resources.length, 6 + 3 + 30);
    assert.deepEqual(
      [...new Set(resources.map(({ kind }) => kind))],
      ['tokenPolicies', 'loginPolicies', 'clients'],
    );
    assert.ok(resources.every(({ body, id }) => body.includes(id)));
    assert.deepEqual(
      seen,
      Array.from({ length: 40 }, (_, done) => `${done}/39`),
    );
    assert.deepEqual([under.most, under.count], [6, 42]);
  });

  it('of lists in pages has all of them', async () => {
    const { configuration } = await begin({ minimum: { clients: 30 }, pageSize: 7 });
    const { resources, countMismatches } = await takeSnapshot(configuration);
    assert.deepEqual([resources.length, countMismatches], [39, []]);
  });

  it('lists what failed, and leaves out what vanished meanwhile', async () => {
    const { started, configuration } = await begin();
    const { staffClient, mobileClient, unusedLoginPolicy } = started.ids;
    started.fail({ path: '/config/tokenPolicies', status: 500, times: Infinity });
    started.fail({ path: staffClient, status: 404, body: '{"errors":"Not Found"}' });
    started.fail({ path: mobileClient, body: '<html>' });
    started.fail({ path: unusedLoginPolicy, connection: 'truncate', times: Infinity });
    const { resources, unread, vanished } = await takeSnapshot(configuration);
    assert.equal(resources.length, 2 + 3);
    assert.deepEqual(vanished, [{ kind: 'clients', id: staffClient }]);
    assert.deepEqual(
      unread.map(({ kind, id, problem }) => [kind, id, problem.kind]),
      [
        ['tokenPolicies', undefined, 'server'],
        ['loginPolicies', unusedLoginPolicy, 'network'],
        ['clients', mobileClient, 'badAnswer'],
      ],
    );
  });

  it('tells where a list names another number than it says', async () => {
    const { started, configuration } = await begin();
    started.fail({
      path: /clients$/,
      rewrite: answer => ({ ...answer, body: String(answer.body).replace('"total":5', '"total":50') }),
    });
    const { resources, countMismatches } = await takeSnapshot(configuration);
    assert.deepEqual(countMismatches, [{ kind: 'clients', total: 50, listed: 5 }]);
    assert.equal(resources.length, 14);
  });

  it('with a token that may read one kind: that one, and what is forbidden', async () => {
    const { configuration } = await begin({}, '.:config/clients**');
    const { resources, unread } = await takeSnapshot(configuration);
    assert.equal(resources.length, 5);
    assert.deepEqual(
      unread.map(({ kind, problem }) => [kind, problem.kind]),
      [
        ['tokenPolicies', 'forbidden'],
        ['loginPolicies', 'forbidden'],
      ],
    );
  });

  it('cancelled: ends, and asks for nothing more', async () => {
    const { configuration, under } = await begin({ minimum: { clients: 100 } });
    const controller = new AbortController();
    const snapshot = takeSnapshot(configuration, {
      signal: controller.signal,
      progress: done => {
        if (done === 10) controller.abort();
      },
    });
    await problemOf(snapshot, 'cancelled');
    assert.ok(under.count < 3 + 20, String(under.count));
  });
});
