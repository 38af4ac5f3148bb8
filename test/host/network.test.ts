import assert from 'node:assert/strict';
import type { HttpRequest } from '../../src/api/http';
import { profileFor, removeProfile, run, type TokenResult, useSandbox } from '../support/extensionHost';
import { problemOf } from '../support/fakes';
import { restoreNetworkSettings, setNetwork } from '../support/networkSettings';
import { type Proxy, startProxy, type Tunnel } from '../support/proxy';
import { selfSignedCertificate } from '../support/selfSigned';
import { addToSystemCertificates } from '../support/systemCertificates';
import {
  closeAll,
  newTransport,
  serve,
  serveAnswer,
  serveTcp,
  serveTls,
  serveTlsInFrontOf,
} from '../unit/api/servers';

/** No resolver knows it (RFC 6761 §6.2): a request arrives only through the proxy. */
const host = 'service.hosted-login.test';
const origin = `https://${host}`;
const trusted = selfSignedCertificate({ host });
const isTrusted = addToSystemCertificates(trusted.cert);
const secret = 'not-sent-in-clear';
const get = (url: string): HttpRequest => ({ method: 'GET', url, headers: {} });
const portOf = (url: string) => Number(new URL(url).port);
/** VS Code's own services go through the proxy too. */
const ofOurs = (asked: readonly string[]) => asked.filter(target => target.startsWith(`${host}:`));

/** `globalThis.fetch` of the extension host: VS Code's, with the user's proxy and certificates. */
describe('networks of users', () => {
  let proxy: Proxy | undefined;

  async function useProxy(tunnel: Tunnel): Promise<Proxy> {
    proxy = await startProxy(() => tunnel);
    await setNetwork('proxy', proxy.url);
    return proxy;
  }

  /** The message when a token is requested from a service at this origin. */
  async function whatIsSaid(at = origin): Promise<string> {
    await run('addProfile', {
      name: 'far',
      origin: at,
      customerId: '00000000-0000-0000-0000-000000000000',
      clientId: 'c',
      clientSecret: secret,
    });
    let said = '';
    await assert.rejects(run('requestToken', { scope: '.:config/**' }), (error: Error) => {
      said = error.message;
      return true;
    });
    assert.ok(!said.includes(secret));
    return said;
  }

  afterEach(async () => {
    await removeProfile('far');
    await restoreNetworkSettings();
    await proxy?.stop();
    proxy = undefined;
    await closeAll();
  });

  describe('a proxy, which alone resolves the name', () => {
    it('sends requests through it, and reports an unknown certificate', async () => {
      const service = await serveTls(selfSignedCertificate({ host }));
      const { asked } = await useProxy({ port: portOf(service) });
      assert.match(
        await whatIsSaid(),
        new RegExp(`certificate of ${host} is not trusted.*certificate store`),
      );
      assert.deepEqual(ofOurs(asked), [`${host}:443`]);
    });

    it('reports an expired certificate', async () => {
      const service = await serveTls(selfSignedCertificate({ host, until: 2022 }));
      await useProxy({ port: portOf(service) });
      assert.match(await whatIsSaid(), new RegExp(`certificate of ${host} has expired.*clock`));
    });

    it('sends the credentials of http.proxy to the proxy', async () => {
      const { url, logins } = await useProxy({ status: 403 });
      await setNetwork('proxy', url.replace('http://', 'http://ada:l0velace@'));
      const said = await whatIsSaid();
      assert.deepEqual(logins, [`Basic ${Buffer.from('ada:l0velace').toString('base64')}`]);
      assert.doesNotMatch(said, /l0velace/);
    });

    it('shows the password of http.proxy in no message, however the connection fails', async () => {
      const gone = await startProxy(() => 'stall');
      await gone.stop();
      const at = new URL(gone.url).host;
      for (const value of [
        ...[`http://ada:l0velace@${at}`, 'http://ada:l0velace@proxy.hosted-login.test:3128'],
        ...[`ada:l0velace@${at}`, `http://ada:l0velace#@${at}`, `http://ada:l0velace/@${at}`],
      ]) {
        await setNetwork('proxy', value);
        assert.doesNotMatch(await whatIsSaid(), /l0velace/, value);
        const checked = await run('checkConnection');
        assert.doesNotMatch(JSON.stringify(checked), /l0velace/, value);
        assert.match(JSON.stringify(checked), /"ok":false/);
        await removeProfile('far');
      }
    });

    const refusals: readonly [number, RegExp][] = [
      [
        407,
        /^The proxy requires a sign-in before it connects to service\.hosted-login\.test\. .*http\.proxy/,
      ],
      [403, /^The proxy does not connect to service\.hosted-login\.test \(HTTP 403\)\. .*http\.noProxy/],
      [502, /^The proxy does not connect to service\.hosted-login\.test \(HTTP 502\)\. .*origin/],
    ];
    for (const [status, message] of refusals) {
      it(`answers ${status}: names the proxy as the cause, with a next step`, async () => {
        await useProxy({ status });
        assert.match(await whatIsSaid(), message);
      });
    }

    it('is not running: names the proxy as the cause, not the service', async () => {
      const gone = await startProxy(() => 'stall');
      await gone.stop();
      await setNetwork('proxy', gone.url);
      assert.match(await whatIsSaid(), /^The proxy 127\.0\.0\.1:\d+ refuses the connection\. .*http\.proxy/);
    });

    it('has an unknown name: names the proxy as the cause, not the service', async () => {
      await setNetwork('proxy', 'http://proxy.hosted-login.test:3128');
      assert.match(await whatIsSaid(), /^The proxy proxy\.hosted-login\.test was not found\. .*http\.proxy/);
    });

    it('never connects: stops waiting', async () => {
      const { asked } = await useProxy('stall');
      const { send } = newTransport({ headersTimeout: 200 });
      const { message } = await problemOf(send(get(origin)), 'timeout');
      assert.equal(message, `${host} did not answer in time.`);
      assert.deepEqual(ofOurs(asked), [`${host}:443`]);
    });

    it('connects to this machine directly', async () => {
      const { asked } = await useProxy({ status: 403 });
      const { send } = newTransport();
      assert.equal((await send(get(await serveAnswer(200, 'here')))).body, 'here');
      assert.deepEqual(ofOurs(asked), []);
    });

    it('connects to a host of http.noProxy directly', async () => {
      const { asked } = await useProxy({ status: 403 });
      await setNetwork('noProxy', [host]);
      assert.match(await whatIsSaid(), new RegExp(`^The host ${host} was not found`));
      assert.deepEqual(ofOurs(asked), []);
    });
  });

  describe('certificates of the operating system', () => {
    const sandbox = useSandbox();

    (isTrusted ? it : it.skip)(
      `are trusted, and a token comes through the proxy${isTrusted ? '' : ' (skipped: the store of this VS Code cannot be added to)'}`,
      async () => {
        const service = await serveTlsInFrontOf(trusted, portOf(sandbox().origin));
        const { asked } = await useProxy({ port: portOf(service) });
        await run('addProfile', { ...profileFor(sandbox(), 'far'), origin });
        const { grantedScope } = await run<TokenResult>('requestToken', { scope: '.:config/**' });
        assert.equal(grantedScope, '.:config/**');
        assert.deepEqual(ofOurs(asked), [`${host}:443`]);
        const { stages } = await run<{ stages: { ok: boolean; message: string }[] }>('checkConnection');
        assert.deepEqual(
          stages.map(({ ok }) => ok),
          new Array(7).fill(true),
        );
        assert.match(
          stages[0]?.message ?? '',
          /^VS Code connects through a proxy\. A direct connection fails: .* was not found\./,
        );
      },
    );
  });

  describe('a server that stalls', () => {
    const limits = { headersTimeout: 200, bodyTimeout: 200 };
    const stages: readonly [string, () => Promise<string>][] = [
      ['before TLS', () => serveTcp(() => undefined, 'https')],
      ['before the headers', () => serve(() => undefined)],
      [
        'within the headers',
        () =>
          serveTcp(socket => {
            socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Le'));
          }),
      ],
      [
        'before the body',
        () =>
          serve((_, response) => {
            response.writeHead(200).flushHeaders();
          }),
      ],
      [
        'within the body',
        () => serve((_, response) => response.writeHead(200, { 'content-length': 9 }).write('{')),
      ],
    ];
    for (const [stage, start] of stages) {
      it(`${stage}: stops waiting, and closes the connection`, async () => {
        const at = await start();
        const { send, lines } = newTransport(limits);
        const { message } = await problemOf(send(get(at)), 'timeout');
        assert.equal(message, `${new URL(at).host} did not answer in time.`);
        assert.equal(lines.length, 1);
      });
    }

    it('can be cancelled', async () => {
      const controller = new AbortController();
      const at = await serve(() => {
        controller.abort();
      });
      await problemOf(newTransport().send({ ...get(at), signal: controller.signal }), 'cancelled');
    });
  });

  describe('a connection that is lost', () => {
    const losses: readonly [string, Parameters<typeof serveTcp>[0]][] = [
      ['reset', socket => socket.once('data', () => socket.resetAndDestroy())],
      ['closed', socket => socket.once('data', () => socket.end())],
      [
        'closed within the body',
        socket => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{')),
      ],
    ];
    for (const [how, lose] of losses) {
      it(`${how}: sends a GET three times, a POST once`, async () => {
        let count = 0;
        const at = await serveTcp(socket => {
          count += 1;
          lose(socket);
        });
        const { send } = newTransport();
        await problemOf(send(get(at)), 'network');
        assert.equal(count, 3);
        await problemOf(send({ ...get(at), method: 'POST', body: 'x' }), 'network');
        assert.equal(count, 4);
      });
    }
  });
});
