import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Fetch, HttpRequest } from '../../../src/api/transport';
import { deferred, problemOf, settled } from '../../support/fakes';
import { selfSignedCertificate } from '../../support/selfSigned';
import { closeAll, newTransport, serve, serveAnswer, serveTcp, serveTls } from './servers';

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
    it('is there whole: status, headers, body; the request arrives as it was given', async () => {
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
      assert.match(lines[0] ?? '', /^POST http:\/\/127\.0\.0\.1:\d+\/a\/b\?c=d → 418 \(\d+ ms\)$/);
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
      const ports = new Set<number | undefined>();
      const origin = await serve((request, response) => {
        ports.add(request.socket.remotePort);
        response.end('x');
      });
      const { send } = newTransport();
      for (let count = 0; count < 3; count++) {
        await send(get(origin));
        await settled();
      }
      assert.equal(ports.size, 1);
    });
  });

  describe('too large an answer', () => {
    it('of 50 MB is not taken in', async () => {
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

    it('with a certificate that nobody trusts', async () => {
      const origin = await serveTls(selfSignedCertificate());
      const problem = await problemOf(newTransport().send(post(origin)), 'tls');
      assert.equal(
        problem.message,
        `The certificate of ${new URL(origin).host} is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT).`,
      );
      assert.match(problem.nextStep, /certificate store of the operating system/);
    });

    it('where https meets a server without TLS: does not blame a certificate', async () => {
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
      const stages = {
        connectTimeout: [handshake, 'UND_ERR_CONNECT_TIMEOUT'],
        headersTimeout: [headers, 'UND_ERR_HEADERS_TIMEOUT'],
        bodyTimeout: [body, 'ETIMEDOUT'],
      } as const;
      await Promise.all(
        Object.entries(stages).map(async ([limit, [origin, code]]) => {
          const problem = await problemOf(newTransport({ [limit]: 20 }).send(post(origin)), 'timeout');
          assert.equal(problem.message, `${new URL(origin).host} did not answer in time.`);
          assert.match(problem.nextStep, /^Try again/);
          assert.equal(problem.detail, code);
        }),
      );
    });

    it('slow where fetch has put an agent of its own in the place of ours: not waited for either', async () => {
      const withoutOurAgent: Fetch = (url, init) =>
        globalThis.fetch(
          url,
          Object.fromEntries(Object.entries(init).filter(([name]) => name !== 'dispatcher')),
        );
      const limits = { connectTimeout: 10, headersTimeout: 10, bodyTimeout: 20 };
      const slow = await Promise.all([
        serveTcp(() => undefined, 'https'),
        serve(() => undefined),
        serve((_, response) => {
          response.writeHead(200, { 'content-length': 10 }).write('{');
        }),
      ]);
      for (const origin of slow) {
        await problemOf(newTransport(limits, withoutOurAgent).send(post(origin)), 'timeout');
      }
    });

    it('does not stand in the way of the next request', async () => {
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

  describe('close', () => {
    it('does not wait for answers that do not come', async () => {
      const arrived = deferred<undefined>();
      const origin = await serve(() => {
        arrived.resolve(undefined);
      });
      const { transport, send } = newTransport();
      const sent = problemOf(send(post(origin)), 'network');
      await arrived.promise;
      await Promise.all([transport.close(), sent]);
    });

    it('is content where nothing was ever sent, and can be called twice', async () => {
      const { transport, send } = newTransport();
      await transport.close();
      await send(get(await serveAnswer(200)));
      await transport.close();
      await transport.close();
    });
  });
});
