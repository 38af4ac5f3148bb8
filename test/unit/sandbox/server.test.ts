import assert from 'node:assert/strict';
import { startSandbox, type Fault, type Sandbox } from '../../../src/sandbox/index';
import { Administrator, assertErrors, members, requestToken, send } from './calls';

describe('sandbox: the server', () => {
  let sandbox: Sandbox;
  let discovery = '';

  beforeEach(async () => {
    sandbox = await startSandbox({ now: () => 1234 });
    discovery = `${sandbox.origin}/${sandbox.customerId}/login/.well-known/openid-configuration`;
  });
  afterEach(() => sandbox.stop());

  it('listens on the loopback address only', async () => {
    assert.match(sandbox.origin, /^http:\/\/127\.0\.0\.1:\d+$/);
    await assert.rejects(send(sandbox.origin.replace('127.0.0.1', '[::1]')));
  });

  it('is another customer with other credentials every time', async () => {
    const other = await startSandbox();
    try {
      for (const name of ['origin', 'customerId', 'clientId', 'clientSecret'] as const) {
        assert.notEqual(other[name], sandbox[name], name);
      }
    } finally {
      await other.stop();
    }
  });

  it('uses the given port, and rejects if that is taken', async () => {
    const port = Number(new URL(sandbox.origin).port);
    await assert.rejects(startSandbox({ port }), { code: 'EADDRINUSE' });
    await sandbox.stop();
    const again = await startSandbox({ port });
    assert.equal(again.origin, sandbox.origin);
    await again.stop();
  });

  it('stops, also while a request waits, and also twice', async () => {
    sandbox.fail({ connection: 'stall' });
    sandbox.fail({ delayMs: 3_600_000 });
    const waiting = [send(discovery), send(discovery)].map(reply => assert.rejects(reply));
    while (sandbox.received.length < 2) await new Promise(setImmediate);
    await sandbox.stop();
    await Promise.all(waiting);
    await sandbox.stop();
    await assert.rejects(send(discovery));
  });

  describe('received', () => {
    it('keeps what came in and what was answered', async () => {
      await requestToken(sandbox, '.:config/**');
      await send(`${discovery}?a=1`, { headers: { 'X-Request-Id': 'seven' } });
      const [first, second] = sandbox.received;
      assert.equal(sandbox.received.length, 2);
      assert.equal(first?.method, 'POST');
      assert.equal(first.path, `/${sandbox.customerId}/login/token`);
      assert.equal(first.body, 'grant_type=client_credentials&scope=.%3Aconfig%2F**');
      assert.match(first.headers['authorization'] ?? '', /^Basic /);
      assert.deepEqual([first.status, first.at], [200, 1234]);
      assert.equal(second?.path, `${new URL(discovery).pathname}?a=1`);
      assert.equal(second.headers['x-request-id'], 'seven');
    });

    it('keeps the last 500', async () => {
      await send(`${sandbox.origin}/first`);
      for (let batch = 0; batch < 10; batch += 1) {
        await Promise.all(Array.from({ length: 50 }, () => send(sandbox.origin)));
      }
      assert.equal(sandbox.received.length, 500);
      assert.ok(sandbox.received.every(({ path }) => path === '/'));
      await send(`${sandbox.origin}/last`);
      assert.equal(sandbox.received.length, 500);
      assert.equal(sandbox.received.at(-1)?.path, '/last');
    });
  });

  describe('size', () => {
    it('413 above 1 MB, not at it', async () => {
      const administrator = await Administrator.of(sandbox);
      const title = (bytes: number) => `{"title":"${'x'.repeat(bytes - 12)}"}`;
      assert.equal(title(1024).length, 1024);
      const fits = await administrator.call('POST', 'tokenPolicies', title(1024 * 1024));
      assert.equal(fits.status, 201);
      const tooLarge = await administrator.call('POST', 'tokenPolicies', title(1024 * 1024 + 1));
      assertErrors(tooLarge, 413, 'Request Entity Too Large');
      const farTooLarge = await administrator.call('POST', 'tokenPolicies', title(20 * 1024 * 1024));
      assert.equal(farTooLarge.status, 413);
      assert.equal(sandbox.received.at(-1)?.body, '');
      assert.equal(sandbox.received.at(-1)?.status, 413);
      assert.equal(sandbox.received.at(-3)?.body.length, 64 * 1024);
    });

    it('431 for headers that are too large', async () => {
      const reply = await send(discovery, { headers: { 'x-large': 'x'.repeat(20_000) } });
      assert.equal(reply.status, 431);
    });
  });

  describe('faults', () => {
    it('answer in place of the service, once', async () => {
      sandbox.fail({ path: '/login/token', status: 503, headers: { 'retry-after': '7' } });
      assert.equal((await send(discovery)).status, 200);
      const url = `${sandbox.origin}/${sandbox.customerId}/login/token`;
      const reply = await send(url, { method: 'POST' });
      assert.deepEqual([reply.status, reply.text, reply.headers.get('retry-after')], [503, '', '7']);
      assert.equal((await send(url, { method: 'POST' })).status, 401);
      assert.equal(sandbox.received.at(-2)?.status, 503);
    });

    const matching: readonly [fault: Fault, matches: boolean][] = [
      [{}, true],
      [{ path: 'openid-configuration' }, true],
      [{ path: /login\/\.well-known/g }, true],
      [{ path: '/token' }, false],
      [{ path: /token$/ }, false],
      [{ method: 'GET' }, true],
      [{ method: 'POST' }, false],
      [{ times: 0 }, false],
    ];
    for (const [fault, matches] of matching) {
      const { path, ...others } = fault;
      it(`${String(path)} ${JSON.stringify(others)}: ${matches ? 'matches' : 'does not match'}`, async () => {
        sandbox.fail({ ...fault, status: 418 });
        assert.equal((await send(discovery)).status, matches ? 418 : 200);
      });
    }

    it('come in their order, each as often as it says', async () => {
      sandbox.fail({ times: 2, status: 500 });
      sandbox.fail({ status: 502 });
      const statuses: number[] = [];
      for (let count = 0; count < 4; count += 1) statuses.push((await send(discovery)).status);
      assert.deepEqual(statuses, [500, 500, 502, 200]);
    });

    it('can answer with a body of any kind', async () => {
      sandbox.fail({ body: '<html>', headers: { 'content-type': 'text/html' } });
      const reply = await send(discovery);
      assert.deepEqual(
        [reply.status, reply.text, reply.headers.get('content-type')],
        [200, '<html>', 'text/html'],
      );
      sandbox.fail({ body: new Uint8Array([0xff, 0xfe]) });
      assert.equal((await send(discovery)).text, '\ufffd\ufffd');
    });

    it('can add a header to the service’s own answer', async () => {
      sandbox.fail({ headers: { 'x-more': 'yes' } });
      const reply = await send(discovery);
      assert.equal(reply.headers.get('x-more'), 'yes');
      assert.ok(members(reply)['issuer']);
    });

    it('can let an answer wait', async () => {
      sandbox.fail({ delayMs: 20 });
      const before = performance.now();
      assert.equal((await send(discovery)).status, 200);
      assert.ok(performance.now() - before >= 19);
    });

    it('can break the connection before the answer, after the service has done its work', async () => {
      const administrator = await Administrator.of(sandbox);
      sandbox.fail({ path: '/secret', connection: 'destroy' });
      await assert.rejects(administrator.call('POST', `clients/${sandbox.clientId}/secret`));
      assert.equal(sandbox.received.at(-1)?.status, 0);
      const { secret } = members(await administrator.call('GET', `clients/${sandbox.clientId}/secret`));
      assert.notEqual(secret, sandbox.clientSecret);
    });

    it('can let reads lag behind the writes', async () => {
      const [now, clock] = [Date.now(), { time: Date.now() }];
      await sandbox.stop();
      sandbox = await startSandbox({ now: () => clock.time });
      const administrator = await Administrator.of(sandbox);
      const id = sandbox.ids.unusedTokenPolicy;
      const titleAt = async (time: number) => {
        clock.time = time;
        return members(await administrator.call('GET', `tokenPolicies/${id}`))['title'];
      };
      const before = await titleAt(now);
      sandbox.fail({ method: 'GET', path: '/config/', lagMs: 5_000, times: Infinity });
      clock.time = now + 1_000;
      await administrator.call('PUT', `tokenPolicies/${id}`, { title: 'New' });
      clock.time = now + 2_000;
      await administrator.call('DELETE', `tokenPolicies/${id}`);
      assert.deepEqual(
        [await titleAt(now + 2_000), await titleAt(now + 6_000), await titleAt(now + 7_000)],
        [before, 'New', undefined],
      );
    });

    it('with a status keep the request from the service', async () => {
      const administrator = await Administrator.of(sandbox);
      sandbox.fail({ path: '/secret', connection: 'destroy', status: 500 });
      await assert.rejects(administrator.call('POST', `clients/${sandbox.clientId}/secret`));
      const { secret } = members(await administrator.call('GET', `clients/${sandbox.clientId}/secret`));
      assert.equal(secret, sandbox.clientSecret);
    });

    it('can cut the answer in the middle of its body', async () => {
      sandbox.fail({ connection: 'truncate' });
      const response = await fetch(discovery);
      assert.equal(response.status, 200);
      await assert.rejects(response.text());
      sandbox.fail({ connection: 'truncate', body: '{"half":"of this"}' });
      const half = await fetch(discovery);
      assert.equal(half.headers.get('content-length'), '18');
      const { value } = await (half.body as ReadableStream<Uint8Array>).getReader().read();
      assert.equal(new TextDecoder().decode(value), '{"half":"');
    });

    it('never end the service, however odd they are', async () => {
      sandbox.fail({ status: 7 });
      sandbox.fail({ headers: { 'x y': '\n' } });
      await assert.rejects(send(discovery));
      await assert.rejects(send(discovery));
      assert.equal((await send(discovery)).status, 200);
    });
  });

  it('survives a client that goes away in the middle of its request', async () => {
    const controller = new AbortController();
    const body = new ReadableStream({
      pull: stream => {
        stream.enqueue(new Uint8Array(1024));
        controller.abort();
      },
    });
    const url = `${sandbox.origin}/${sandbox.customerId}/login/token`;
    const init = { method: 'POST', body, duplex: 'half', signal: controller.signal } as const;
    await assert.rejects(fetch(url, init));
    assert.equal((await send(discovery)).status, 200);
  });
});
