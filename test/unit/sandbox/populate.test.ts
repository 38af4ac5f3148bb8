import assert from 'node:assert/strict';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox/index';
import { Administrator, members, type Reply } from './calls';

describe('The sandbox, on request', () => {
  let sandbox: Sandbox | undefined;
  afterEach(() => sandbox?.stop());

  async function start(options: SandboxOptions) {
    sandbox = await startSandbox(options);
    return { sandbox, administrator: await Administrator.of(sandbox) };
  }
  const entries = (reply: Reply, kind: string) =>
    (members(reply)['_embedded'] as Record<string, readonly { id: string; name?: string }[]>)[kind] ?? [];

  it('has thousands of clients and policies, all of which can be read and no two of one name', async () => {
    const { administrator } = await start({
      minimum: { clients: 10_000, tokenPolicies: 50, loginPolicies: 2 },
    });
    const clients = entries(await administrator.call('GET', 'clients'), 'clients');
    assert.equal(new Set(clients.map(({ name }) => name)).size, 10_000);
    assert.equal((await administrator.call('GET', `clients/${clients.at(-1)?.id ?? ''}`)).status, 200);
    assert.equal(entries(await administrator.call('GET', 'tokenPolicies'), 'tokenPolicies').length, 50);
    // Never fewer than usual.
    assert.equal(entries(await administrator.call('GET', 'loginPolicies'), 'loginPolicies').length, 3);
  });

  it('gives lists in pages', async () => {
    const { sandbox: running, administrator } = await start({ pageSize: 4 });
    const first = await administrator.call('GET', 'clients');
    assert.deepEqual(
      [entries(first, 'clients').length, members(first)['total'], members(first)['_links']],
      [4, 5, { next: { href: `/${running.customerId}/config/clients?page=1` } }],
    );
    const last = await administrator.call('GET', 'clients?page=1');
    assert.deepEqual([entries(last, 'clients').length, members(last)['_links']], [1, undefined]);
  });

  it('delays each answer', async () => {
    const { administrator } = await start({ delayMs: 40 });
    const before = performance.now();
    await administrator.call('GET', 'clients');
    assert.ok(performance.now() - before >= 38);
  });

  it('does what it is asked and answers otherwise', async () => {
    const { sandbox: running, administrator } = await start({});
    running.fail({ method: 'POST', rewrite: answer => ({ ...answer, status: 500, body: '' }) });
    const reply = await administrator.call('POST', 'tokenPolicies', { title: 'New' });
    assert.deepEqual([reply.status, reply.text], [500, '']);
    const list = await administrator.call('GET', 'tokenPolicies');
    assert.equal(entries(list, 'tokenPolicies').length, 7);
  });

  it('fails only after some requests went well, whatever other faults there are', async () => {
    const { sandbox: running, administrator } = await start({});
    running.fail({ path: '/config/clients', after: 2, status: 500, times: 2 });
    running.fail({ path: '/config/tokenPolicies', status: 503 });
    const statuses: number[] = [];
    for (const path of ['clients', 'tokenPolicies', 'clients', 'clients', 'clients', 'clients']) {
      statuses.push((await administrator.call('GET', path)).status);
    }
    assert.deepEqual(statuses, [200, 503, 200, 500, 500, 200]);
  });
});
