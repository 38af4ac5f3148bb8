import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { gzipSync } from 'node:zlib';
import { type HttpRequest } from '../../../../src/api/http';
import { type Fetch, Transport } from '../../../../src/api/transport/transport';
import { deferred, problemOf, settled } from '../../../support/fakes';
import { selfSignedCertificate } from '../../../support/selfSigned';
import { closeAll, newTransport, serve, serveAnswer, serveTcp, serveTls } from '../servers';

const secret = 'tr4nsport-s3cret-value';

function post(url: string, signal?: AbortSignal): HttpRequest {
  return {
    method: 'POST',
    url,
    headers: { authorization: `Basic ${secret}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: `token=${secret}`,
    ...(signal ? { signal } : {}),
  };
}

const get = (url: string): HttpRequest => ({ method: 'GET', url, headers: {} });

describe('Transport', () => {
  afterEach(async () => {
    // One turn more, so that a rejection nobody handles fails the test that made it.
    await settled();
    await closeAll();
  });

  describe('an answer', () => {
    it('has status, headers and body; the request arrives unchanged', async () => {
      const seen: [IncomingMessage, string][] = [];
      const origin = await serve((request, response) => {
        let body = '';
        request.on('data', chunk => (body += String(chunk)));
        request.on('end', () => {
          seen.push([request, body]);
          response.writeHead(418, { 'X-Kind': 'pot' }).end('grün');
        });
      });
      const { send, lines } = newTransport();
      const response = await send(post(`${origin}/a/b?c=d`));
      assert.deepEqual(
        [response.status, response.header('x-kind'), response.header('x-none'), response.body],
        [418, 'pot', null, 'grün'],
      );
      const [request, body] = seen[0] ?? assert.fail('nothing arrived');
      assert.deepEqual(
        [request.method, request.url, request.headers.authorization, body],
        ['POST', '/a/b?c=d', `Basic ${secret}`, `token=${secret}`],
      );
      assert.equal(lines.length, 1);
      assert.match(lines[0] ?? '', /^POST http:\/\/127\.0\.0\.1:\d+\/a\/b\?c=d → 418 \(\d+ ms\)\n/);
    });

    it('may be empty', async () => {
      const { send } = newTransport();
      assert.equal((await send(get(await serveAnswer(204)))).body, '');
      assert.equal((await send(get(await serveAnswer(200)))).body, '');
    });

    it('may be compressed, and have a byte order mark', async () => {
      const body = gzipSync('\ufeff{"a":1}');
      const { send } = newTransport();
      const response = await send(get(await serveAnswer(200, body, { 'content-encoding': 'gzip' })));
      assert.equal(response.body, '{"a":1}');
    });

    it('comes over one connection when asked for in turn', async () => {
      const remotePorts = new Set<number | undefined>();
      const origin = await serve((request, response) => {
        remotePorts.add(request.socket.remotePort);
        response.end('x');
      });
      const { send } = newTransport();
      for (let count = 0; count < 3; count++) {
        await send(get(origin));
        await settled();
      }
      assert.equal(remotePorts.size, 1);
    });
  });

  describe('too large an answer', () => {
    it('of 50 MB is not read', async () => {
      const chunk = Buffer.alloc(1024 * 1024, ' ');
      const ended = deferred<number>();
      const origin = await serve((_, response) => {
        let left = 50;
        const more = () => {
          while (left > 0 && response.write(chunk)) left -= 1;
          if (left === 0) response.end();
        };
        response.on('drain', more);
        response.once('close', () => {
          ended.resolve(50 - left);
        });
        more();
      });
      const { send, lines } = newTransport({ maxBodyBytes: 1024 * 1024 });
      const problem = await problemOf(send(get(origin)), 'tooLarge');
      assert.match(problem.message, /larger than 1 MB/);
      assert.match(problem.nextStep, /Check that the origin/);
      assert.match(lines[0] ?? '', /→ tooLarge/);
      const megabytes = await ended.promise;
      assert.ok(megabytes < 20, `${megabytes} MB were sent`);
    });

    it('is measured after it was decompressed', async () => {
      const bomb = gzipSync(Buffer.alloc(4 * 1024 * 1024));
      const { send } = newTransport({ maxBodyBytes: 1024 * 1024 });
      await problemOf(send(get(await serveAnswer(200, bomb, { 'content-encoding': 'gzip' }))), 'tooLarge');
    });

    it('begins one byte after the limit', async () => {
      const { send } = newTransport({ maxBodyBytes: 10 });
      assert.equal((await send(get(await serveAnswer(200, '0123456789')))).body.length, 10);
      await problemOf(send(get(await serveAnswer(200, '0123456789X'))), 'tooLarge');
    });
  });

  describe('a redirect', () => {
    for (const status of [301, 302, 303, 307, 308]) {
      it(`${status} is refused, and nothing arrives at its target`, async () => {
        const arrived: string[] = [];
        const target = await serve((request, response) => {
          arrived.push(request.url ?? '');
          response.end('{}');
        });
        const { send, lines } = newTransport();
        const origin = await serveAnswer(status, 'moved', { location: `${target}/x?token=${secret}` });
        const problem = await problemOf(send(post(`${origin}/login`)), 'redirect');
        assert.equal(
          problem.message,
          `${new URL(origin).host} redirects to ${target}. Nothing was sent there.`,
        );
        assert.match(problem.nextStep, /Check the origin/);
        assert.doesNotMatch([...lines, problem.detail].join(), new RegExp(secret));
        assert.deepEqual(arrived, []);
      });
    }

    const odd = {
      'to no URL': ['http://[', '?'],
      'to nowhere': [undefined, undefined],
      'to a path': ['/elsewhere', undefined],
      'to credentials in a URL': [`https://user:${secret}@other.example/x`, 'https://other.example'],
      'to a command': ['command:workbench.action.quit', 'null'],
    } as const;
    for (const [what, [location, target]] of Object.entries(odd)) {
      it(`${what} is refused`, async () => {
        const origin = await serveAnswer(302, '', location === undefined ? {} : { location });
        const { send } = newTransport();
        const { message } = await problemOf(send(post(origin)), 'redirect');
        assert.ok(message.includes(`redirects to ${target ?? origin}.`), message);
        assert.ok(!message.includes(secret));
      });
    }

    it('with a body that never ends is refused all the same', async () => {
      const origin = await serve((_, response) => {
        response.writeHead(302, { location: '/' }).write('moved');
      });
      await problemOf(newTransport().send(post(origin)), 'redirect');
    });
  });

  describe('a connection that fails', () => {
    it('refused on this machine: says that nothing listens', async () => {
      const { send, lines } = newTransport();
      const origin = await serveAnswer(200);
      await closeAll();
      const problem = await problemOf(send(post(origin)), 'refusedHere');
      assert.equal(problem.message, `Nothing listens at ${new URL(origin).host} on this machine.`);
      assert.match(problem.nextStep, /start it again/);
      assert.match(lines[0] ?? '', /→ refusedHere ECONNREFUSED/);
    });

    it('with an untrusted certificate', async () => {
      const origin = await serveTls(selfSignedCertificate());
      const problem = await problemOf(newTransport().send(post(origin)), 'tls');
      assert.equal(
        problem.message,
        `The certificate of ${new URL(origin).host} is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT).`,
      );
      assert.match(problem.nextStep, /certificate store of the operating system/);
    });

    it('when https meets a server without TLS: does not blame a certificate', async () => {
      const origin = await serveAnswer(200);
      const problem = await problemOf(newTransport().send(post(origin.replace('http:', 'https:'))), 'tls');
      assert.match(problem.message, /does not answer as an https server does \((ERR_SSL_|EPROTO)/);
      assert.match(problem.nextStep, /port/);
    });

    const broken = {
      'closed without a byte': '',
      'no HTTP': 'SSH-2.0-OpenSSH_9.6\r\n',
      'closed in the middle of the headers': 'HTTP/1.1 200 OK\r\nContent-Le',
      'closed in the middle of the body': 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"access_token":',
      'compressed, but not really':
        'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd',
    };
    for (const [what, text] of Object.entries(broken)) {
      it(`${what}: a problem of the network, with its code`, async () => {
        const origin = await serveTcp(socket => {
          socket.once('data', () => socket.end(text));
        });
        const { send, lines } = newTransport();
        const problem = await problemOf(send(post(origin)), 'network');
        assert.doesNotMatch(problem.message, /unknown/);
        assert.match(problem.message, /^The connection to 127\.0\.0\.1:\d+ failed \(\w+\)\.$/);
        assert.match(problem.nextStep, /^Check the network/);
        assert.doesNotMatch(lines.join(), new RegExp(secret));
      });
    }

    it('slow at each stage: says that there was no answer in time', async () => {
      const [handshake, headers, body] = await Promise.all([
        serveTcp(() => undefined, 'https'),
        serve(() => undefined),
        serve((_, response) => {
          response.writeHead(200, { 'content-length': 10 }).write('{');
        }),
      ]);
      const stages = { headersTimeout: [handshake, headers], bodyTimeout: [body] };
      await Promise.all(
        Object.entries(stages).flatMap(([limit, origins]) =>
          origins.map(async origin => {
            const problem = await problemOf(newTransport({ [limit]: 20 }).send(post(origin)), 'timeout');
            assert.equal(problem.message, `${new URL(origin).host} did not answer in time.`);
            assert.match(problem.nextStep, /^Try again/);
            assert.equal(problem.detail, 'ETIMEDOUT');
          }),
        ),
      );
    });

    it('sends nothing while it is prepared, and can be used after that', async () => {
      const paths: (string | undefined)[] = [];
      const origin = await serve(({ url }, response) => {
        paths.push(url);
        response.end('{}');
      });
      const { transport, send } = newTransport();
      await transport.prepare(origin);
      await settled();
      assert.deepEqual(paths, []);
      assert.equal((await send(post(origin))).status, 200);
      await newTransport({}, () => Promise.reject(new Error('no network'))).transport.prepare(origin);
    });

    it('gives fetch no dispatcher, with which VS Code may ignore the proxy', async () => {
      const given: object[] = [];
      const fetch: Fetch = (url, init) => {
        given.push(init);
        return globalThis.fetch(url, init);
      };
      const { send, transport } = newTransport({}, fetch);
      const origin = await serveAnswer(200);
      await transport.prepare(origin);
      await send(get(origin));
      assert.deepEqual(
        given.map(init => 'dispatcher' in init),
        [false, false],
      );
    });

    it('does not block the next request', async () => {
      let count = 0;
      const origin = await serve((request, response) => {
        count += 1;
        if (count === 1) request.socket.destroy();
        else response.end('fine');
      });
      const { send } = newTransport();
      await problemOf(send(post(origin)), 'network');
      assert.equal((await send(post(origin))).body, 'fine');
    });
  });

  describe('cancelling', () => {
    it('before: nothing is sent', async () => {
      let count = 0;
      const origin = await serve((_, response) => {
        count += 1;
        response.end();
      });
      const { send, lines } = newTransport();
      await problemOf(send(post(origin, AbortSignal.abort())), 'cancelled');
      assert.equal(count, 0);
      assert.match(lines[0] ?? '', /→ cancelled \(/);
    });

    it('while waiting for the answer: the connection ends', async () => {
      const arrived = deferred<IncomingMessage>();
      const origin = await serve(request => {
        arrived.resolve(request);
      });
      const controller = new AbortController();
      const sent = problemOf(newTransport().send(post(origin, controller.signal)), 'cancelled');
      const { socket } = await arrived.promise;
      const closed = once(socket, 'close');
      controller.abort();
      await Promise.all([sent, closed]);
    });

    it('in the middle of the body', async () => {
      const origin = await serve((_, response) => {
        response.writeHead(200, { 'content-length': 10 }).write('{');
      });
      const controller = new AbortController();
      const sent = newTransport().send(post(origin, controller.signal));
      setTimeout(() => {
        controller.abort();
      }, 20);
      const problem = await problemOf(sent, 'cancelled');
      assert.equal(problem.message, 'Cancelled.');
    });
  });

  describe('a request that may be sent again', () => {
    type Answer = number | 'destroy' | { readonly status: number; readonly retryAfter: string };

    /** A server that gives these answers in turn and then `200 fine`, and what it was asked. */
    async function serveInTurn(...answers: readonly Answer[]) {
      const asked: (string | undefined)[] = [];
      const origin = await serve((request, response) => {
        const next = answers[asked.length] ?? 200;
        asked.push(request.method);
        if (next === 'destroy') request.socket.destroy();
        else if (typeof next === 'number') response.writeHead(next).end('fine');
        else response.writeHead(next.status, { 'retry-after': next.retryAfter }).end();
      });
      return { origin, asked };
    }

    /** A transport that records how long it would wait, and does not wait. */
    function noting(random = 0) {
      const waits: number[] = [];
      const deps = {
        random: () => random,
        delay: (milliseconds: number) => {
          waits.push(milliseconds);
          return Promise.resolve();
        },
      };
      return { ...newTransport({}, undefined, deps), waits };
    }

    for (const first of [502, 503, 504, 'destroy'] as const) {
      it(`GET after ${first}: sent again, without an error`, async () => {
        const { origin, asked } = await serveInTurn(first);
        const { send, waits, lines } = noting();
        const response = await send(get(origin));
        assert.deepEqual([response.status, response.body, asked], [200, 'fine', ['GET', 'GET']]);
        assert.deepEqual(waits, [250]);
        assert.equal(lines.length, 3);
        assert.match(lines[1] ?? '', /^GET http:.* again in 250 ms$/);
      });

      it(`POST after ${first}: not sent again, because it may have had an effect`, async () => {
        const { origin, asked } = await serveInTurn(first);
        const { send } = noting();
        if (first === 'destroy') await problemOf(send(post(origin)), 'network');
        else assert.equal((await send(post(origin))).status, first);
        assert.deepEqual(asked, ['POST']);
      });
    }

    it('is sent three times at most, with longer waits between', async () => {
      const { origin, asked } = await serveInTurn(503, 502, 504, 503);
      const { send, waits } = noting(0.5);
      assert.equal((await send(get(origin))).status, 504);
      assert.deepEqual([asked.length, waits], [3, [375, 750]]);
    });

    it('ends with the problem of the last try', async () => {
      const { origin, asked } = await serveInTurn('destroy', 'destroy', 'destroy');
      await problemOf(noting().send(get(origin)), 'network');
      assert.equal(asked.length, 3);
    });

    for (const status of [200, 400, 403, 404, 429, 500, 501]) {
      it(`${status} is an answer like any other`, async () => {
        const { origin, asked } = await serveInTurn(status);
        assert.equal((await noting().send(get(origin))).status, status);
        assert.equal(asked.length, 1);
      });
    }

    it('waits as long as 429 says, and once only', async () => {
      const busy = { status: 429, retryAfter: '7' };
      const once = await serveInTurn(busy);
      const { send, waits } = noting();
      assert.equal((await send(get(once.origin))).status, 200);
      assert.deepEqual(waits, [7000]);
      const twice = await serveInTurn(busy, busy);
      assert.equal((await send(get(twice.origin))).status, 429);
      assert.equal(twice.asked.length, 2);
    });

    for (const status of [429, 503]) {
      it(`${status} that says eleven seconds: left to the user`, async () => {
        const { origin, asked } = await serveInTurn({ status, retryAfter: '11' });
        const response = await noting().send(get(origin));
        assert.deepEqual([response.status, response.header('retry-after'), asked.length], [status, '11', 1]);
      });
    }

    it('503 that says two seconds is obeyed', async () => {
      const { origin } = await serveInTurn({ status: 503, retryAfter: '2' });
      const { send, waits } = noting();
      assert.equal((await send(get(origin))).status, 200);
      assert.deepEqual(waits, [2000]);
    });

    it('is not sent again when the tries took long already', async () => {
      const { origin, asked } = await serveInTurn(503);
      let time = 0;
      const { send } = newTransport({}, undefined, { now: () => (time += 19_900) });
      assert.equal((await send(get(origin))).status, 503);
      assert.equal(asked.length, 1);
    });

    it('is not sent again after it had no answer in time', async () => {
      const origin = await serve(() => undefined);
      // Counted here: on a busy machine the time may be over before the request arrives at the server.
      let count = 0;
      const fetch: Fetch = (url, init) => {
        count += 1;
        return globalThis.fetch(url, init);
      };
      const limits = { headersTimeout: 40 };
      await problemOf(newTransport(limits, fetch).send(get(origin)), 'timeout');
      assert.equal(count, 1);
    });

    it('can be cancelled while it waits, at once', async () => {
      const { origin, asked } = await serveInTurn({ status: 503, retryAfter: '10' });
      const controller = new AbortController();
      const lines: string[] = [];
      const transport = new Transport({
        fetch: (url, init) => globalThis.fetch(url, init),
        log: line => {
          lines.push(line);
          if (line.includes('again in'))
            setImmediate(() => {
              controller.abort();
            });
        },
        now: () => performance.now(),
      });
      await problemOf(transport.send({ ...get(origin), signal: controller.signal }), 'cancelled');
      assert.equal(asked.length, 1);
    });
  });
});
