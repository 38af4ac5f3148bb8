import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import * as httpyac from 'httpyac';
import { Redactor } from '../../../src/core/redaction';
import { hookIntoHttpYac, type HookPorts } from '../../../src/features/sending/httpyacHooks';

const variable = 'HOSTED_LOGIN_TOKEN';
const fresh = 'fresh-token-of-ours-000000000001';
const stale = 'stale-token-of-ours-000000000002';
const foreign = 'a-token-of-somebody-else';

/** With the library that the extension holds, and the loggers that it sets. */
describe('the hooks in httpYac', function () {
  this.timeout(10_000);
  /** What arrived at the server. */
  const received: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    received.push(request.headers.authorization);
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/json');
      response.setHeader('x-echo', request.headers.authorization ?? '');
      response.end(JSON.stringify({ echo: request.headers.authorization, url: request.url }));
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

  function hook(ports: Partial<HookPorts> = {}): void {
    const redactor = new Redactor();
    redactor.add(fresh);
    redactor.add(stale);
    takeBack = hookIntoHttpYac(exported, {
      tokenFor: () => Promise.resolve(fresh),
      learnTokens: () => Promise.resolve(),
      redact: text => redactor.redactKnown(text),
      warn: (message, error) => warnings.push(`${message}: ${String(error)}`),
      ...ports,
    });
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
    [shown, warnings] = [[], []];
    received.length = 0;
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
  ): Promise<httpyac.Variables> {
    const getText = () => Promise.resolve(text);
    const httpFile = await documentStore.getOrCreate(fileNamed(name), getText, 1, { workingDir });
    const httpRegion = httpFile.httpRegions.find(region => region.request !== undefined);
    assert.ok(httpRegion);
    const logs = { requestHeaders: true, requestBodyLength: 1024, responseHeaders: true };
    const context: httpyac.HttpRegionSendContext = {
      httpFile,
      httpRegion,
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

  it('send the fresh token where the variable is stale', async () => {
    hook();
    await send(request());
    assert.deepEqual(received, [`Bearer ${fresh}`]);
  });

  it('tell the URL that the request goes to, with its variables put in', async () => {
    const asked: string[] = [];
    hook({
      tokenFor: url => {
        asked.push(url);
        return Promise.resolve(undefined);
      },
    });
    await send(`@origin = ${origin}\n${request('{{origin}}/b')}`);
    assert.deepEqual(asked, [`${origin}/b`]);
    assert.deepEqual(received, [`Bearer ${stale}`], 'left to the variable');
  });

  it('keep out of what they are not asked for', async () => {
    hook({ tokenFor: () => assert.fail('asked') });
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
      { echo: `Bearer ${fresh}`, url: `/c?token=${stale}` },
      'scripts see it all',
    );
  });

  it('learn of all tokens before they mask', async () => {
    const late = 'late-token-of-ours-0000000003';
    const redactor = new Redactor();
    hook({
      redact: text => redactor.redactKnown(text),
      learnTokens: () => {
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

  it('write nothing in the place of what they can not look through', async () => {
    hook();
    const line = `console.info('before', { get a() { throw new Error('no'); }, token: '${stale}' }, 'behind');`;
    await send(`{{\n${line}\n}}\n${request()}`);
    assert.match(shownText(), /before[^]*behind/);
    assert.ok(!shownText().includes(stale), shownText());
  });

  it('leave httpYac to itself where they fail, and tell once', async () => {
    hook({
      tokenFor: () => Promise.reject(new Error('no token today')),
      learnTokens: () => Promise.reject(new Error('no storage either')),
    });
    await send(request());
    await send(request(), 'second.http');
    assert.deepEqual(received, [`Bearer ${stale}`, `Bearer ${stale}`]);
    assert.deepEqual(warnings, ['httpYac is left alone: Error: no token today']);
  });

  it('mask what is known also where the tokens can not be read', async () => {
    hook({ learnTokens: () => Promise.reject(new Error('no storage')) });
    await send(request());
    assert.ok(!shownText().includes(fresh), shownText());
  });

  it('are gone when they are taken back, from files that were parsed with them too', async () => {
    hook();
    const text = request();
    await documentStore.getOrCreate(fileNamed('file.http'), () => Promise.resolve(text), 1, { workingDir });
    const kept = documentStore.get(fileNamed('file.http'));
    assert.ok(kept);
    takeBack?.();
    await send(text);
    assert.deepEqual(received, [`Bearer ${stale}`]);
    assert.ok(shownText().includes(stale), 'nothing is masked any more');
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

  describe('do no harm where httpYac is not as we know it', () => {
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
      ['plugins that can not be added to', frozen],
    ];
    const ports = (): HookPorts => ({
      tokenFor: () => assert.fail('asked'),
      learnTokens: () => Promise.resolve(),
      redact: text => text,
      warn: (message, error) => warnings.push(`${message}: ${String(error)}`),
    });
    for (const [name, shape] of shapes) {
      it(`: ${name}`, () => {
        assert.equal(hookIntoHttpYac(shape, ports()), undefined);
      });
    }

    type Plugins = Record<string, ((api: unknown) => unknown) | undefined>;
    const apis: readonly (readonly [string, unknown])[] = [
      ['nothing', undefined],
      ['no hooks', {}],
      ['other hooks', { hooks: { replaceVariable: {}, onRequest: null } }],
      [
        'hooks that can not be added',
        { hooks: { replaceVariable: { addHook: () => assert.fail('no hooks today') } } },
      ],
    ];
    for (const [name, api] of apis) {
      it(`: plugins that get ${name}`, () => {
        const pluginStore: Plugins = {};
        const undo = hookIntoHttpYac({ httpyac: { store: { pluginStore } } }, ports());
        assert.equal(pluginStore['hosted-login']?.(api), undefined);
        undo?.();
        assert.deepEqual(pluginStore, {});
      });
    }
  });
});
