import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { type Sandbox, startSandbox } from '../../src/sandbox/index';
import { FolderFiles } from '../../src/ui/documents/folderFiles';
import { useAnswers } from '../support/answers';
import { useAutoSave, useConfiguration } from '../support/configurationHelpers';
import { closeEditors, profileFor, removeProfile, run } from '../support/extensionHost';
import {
  positionAfter,
  completionsAt,
  follow,
  hoverAt,
  lensesOf,
  quickFixesAt,
  textOf,
} from '../support/languageFeatures';
import { MemoryFileSystem } from '../support/memoryFileSystem';
import { whileEditsAreRefused } from '../support/refusedEdits';
import { until } from '../support/until';

interface Pulled {
  readonly folder: string;
  readonly written: readonly string[];
  readonly same: readonly string[];
  readonly kept: readonly string[];
  readonly gone: readonly string[];
  readonly unread: readonly string[];
}

describe('the configuration as files', () => {
  const { sandbox, atService, open, edit, apply, changeAtService } = useConfiguration();
  let root: vscode.Uri;
  let count = 0;

  beforeEach(() => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    root = vscode.Uri.joinPath(folder.uri, `files-${++count}`, 'hosted-login', 'acme');
  });
  afterEach(async () => {
    await closeEditors();
    await vscode.workspace.fs
      .delete(vscode.Uri.joinPath(root, '../..'), { recursive: true })
      .then(undefined, () => undefined);
  });

  const uriOf = (name: string) => vscode.Uri.joinPath(root, name);
  const read = async (name: string) =>
    new TextDecoder().decode(await vscode.workspace.fs.readFile(uriOf(name)));
  const write = (path: string, text: string) =>
    Promise.resolve(vscode.workspace.fs.writeFile(uriOf(path), new TextEncoder().encode(text)));
  const pull = () => run<Pulled>('pullConfiguration', { folder: root.toString() });
  /** Whether something was sent. The number of requests does not say so: the sandbox keeps the last 500. */
  const lastReceived = () => sandbox().received.at(-1);

  async function change(path: string, from: string | RegExp, to: string): Promise<void> {
    const text = await read(path);
    const changed = text.replace(from, to);
    assert.notEqual(changed, text);
    await write(path, changed);
  }

  it('compares no other folder than the one whose menu was opened', async () => {
    await pull();
    const received = lastReceived();
    const unknown = vscode.Uri.joinPath(root, '../unknown');
    await vscode.commands.executeCommand('hostedLogin.compareConfiguration', unknown);
    assert.ok(lastReceived() === received);
    await vscode.commands.executeCommand('hostedLogin.compareConfiguration', root);
    assert.ok(lastReceived() !== received);
  });

  describe('pullConfiguration', () => {
    it('writes a file for each resource, without secrets, and nothing the second time', async () => {
      const first = await pull();
      assert.equal(first.folder, root.toString());
      assert.deepEqual(
        [first.written.length, first.same, first.kept, first.gone, first.unread],
        [14, [], [], [], []],
      );
      const { origin, customerId } = sandbox();
      const identity = JSON.parse(await read('hosted-login.json')) as object;
      assert.deepEqual({ ...identity, format: 1 }, { format: 1, customerId, origin });
      const client = JSON.parse(await read('clients/nordhaven-storefront.json')) as Record<string, unknown>;
      assert.deepEqual(
        [client['name'], client['tokenPolicy'], client['loginPolicy'], client['id']],
        [
          'Nordhaven Storefront',
          'tokenPolicies/nordhaven-storefront',
          'loginPolicies/nordhaven-storefront',
          undefined,
        ],
      );
      const { storefrontLoginPolicy } = sandbox().ids;
      const policy = await atService('loginPolicies', storefrontLoginPolicy);
      const [, secret = ''] = /"clientSecret":"(\w+)"/.exec(JSON.stringify(policy)) ?? [];
      const file = await read('loginPolicies/nordhaven-storefront.json');
      assert.ok(secret.length > 8 && !file.includes(secret));
      assert.match(file, /"clientSecret": \{"\$secret": "keep"\}/);
      assert.match(file, /"\$pushClaims"/);
      const again = await pull();
      assert.deepEqual([again.written, again.same.length], [[], 14]);
    });

    it('changes an open document by one edit, which one undo takes back, and keeps comments', async () => {
      await pull();
      const path = 'tokenPolicies/nordhaven-mobile-apps.json';
      await write(path, (await read(path)).replace('{', '{\n  // for the apps'));
      await pull();
      const document = await vscode.workspace.openTextDocument(uriOf(path));
      await vscode.window.showTextDocument(document);
      const before = document.getText();
      const { mobileTokenPolicy: id } = sandbox().ids;
      const remote = await open('tokenPolicies', id);
      await edit(remote, '"accessTokenLifetime": 3600', '"accessTokenLifetime": 900');
      await apply(remote);
      await vscode.window.showTextDocument(document);
      const { written } = await pull();
      assert.deepEqual(written, ['tokenPolicies/nordhaven-mobile-apps']);
      assert.match(document.getText(), /for the apps[^]*"accessTokenLifetime": 900/);
      assert.equal(document.isDirty, false);
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), before);
      await vscode.commands.executeCommand('workbench.action.files.save');
    });

    it('changes whole characters of an open document, also if half of one stays the same', async () => {
      const title = /"title": "[^"]*"/;
      const remote = await open('tokenPolicies', sandbox().ids.mobileTokenPolicy);
      const [before = ''] = title.exec(remote.getText()) ?? [];
      await pull();
      await edit(remote, title, '"title": "🙂"');
      await apply(remote);
      await pull();
      const path = 'tokenPolicies/nordhaven-mobile-apps.json';
      const document = await vscode.workspace.openTextDocument(uriOf(path));
      await vscode.window.showTextDocument(document);
      await edit(remote, title, '"title": "🙃"');
      await apply(remote);
      await pull();
      assert.match(document.getText(), /"title": "🙃"/);
      assert.match(await read(path), /"title": "🙃"/);
      await edit(remote, title, before);
      await apply(remote);
    });

    it('writes UTF-8, also where the workspace has another encoding', async () => {
      const { Workspace } = vscode.ConfigurationTarget;
      const settings = vscode.workspace.getConfiguration('files');
      await settings.update('encoding', 'windows1252', Workspace);
      try {
        const path = 'clients/shop.json';
        const [before, after] = ['{"name": "Café"}\n', '{"name": "Café 日本"}\n'];
        const [one, other] = [new Map([[path, before]]), new Map([[path, after]])];
        await write(path, before);
        const document = await vscode.workspace.openTextDocument(uriOf(path));
        await vscode.window.showTextDocument(document);
        assert.equal(document.encoding, 'windows1252');
        const files = new FolderFiles(root);
        await files.write(other, one);
        assert.equal(await read(path), after);
        const unsaved = new vscode.WorkspaceEdit();
        unsaved.insert(document.uri, new vscode.Position(0, 0), ' ');
        assert.ok(await vscode.workspace.applyEdit(unsaved));
        await assert.rejects(files.read(), /clients\/shop\.json is open in another encoding than UTF-8\./);
        await vscode.commands.executeCommand('workbench.action.files.revert');
        await files.writeAsOneEdit(one, other);
        assert.equal(await read(path), before);
      } finally {
        await settings.update('encoding', undefined, Workspace);
      }
    });

    it('keeps what was changed here, and names it', async () => {
      await pull();
      await change('tokenPolicies/nordhaven-storefront.json', '3600', '1800');
      const { kept, written } = await pull();
      assert.deepEqual([kept, written], [['tokenPolicies/nordhaven-storefront'], []]);
      assert.match(await read('tokenPolicies/nordhaven-storefront.json'), /1800/);
    });

    it('never deletes a file, and names those whose resource is gone', async () => {
      await pull();
      const { unusedLoginPolicy: id } = sandbox().ids;
      const text = await read('loginPolicies/nordhaven-storefront-hosted-login-v1.json');
      await run('deleteResource', { kind: 'loginPolicies', id });
      const { gone } = await pull();
      assert.deepEqual(gone, ['loginPolicies/nordhaven-storefront-hosted-login-v1']);
      assert.equal(await read('loginPolicies/nordhaven-storefront-hosted-login-v1.json'), text);
    });

    describe('with the answers of a person', () => {
      const gone = 'tokenPolicies/gone-soon';
      const { asked, answerBy } = useAnswers();
      const shown = () => asked.filter(({ kind }) => kind === 'error').map(({ text }) => text);

      beforeEach(async () => {
        const kind = 'tokenPolicies';
        const body = JSON.stringify({ title: 'Gone soon', allowedScopes: ['openid'] });
        const { id } = await run<{ readonly id: string }>('createResource', { kind, body });
        await pull();
        await run('deleteResource', { kind, id });
      });

      /** Runs Pull, clicks Delete Files… after something happened, and confirms it or not. */
      async function pullAndDelete(
        meanwhile: () => Promise<void> | void = () => undefined,
        isConfirmed = true,
      ): Promise<void> {
        answerBy(async ({ choices }) => {
          if (!choices.includes('Delete Files…'))
            return isConfirmed ? choices.find(each => each === 'Delete') : undefined;
          await meanwhile();
          return 'Delete Files…';
        });
        await vscode.commands.executeCommand('hostedLogin.pullConfiguration', root);
      }
      const isThere = () =>
        read(`${gone}.json`).then(
          () => true,
          () => undefined,
        );

      it('deletes the files of what is gone, after it compared again', async () => {
        let received = lastReceived();
        await pullAndDelete(() => {
          received = lastReceived();
        });
        await until('the file is gone', async () => ((await isThere()) ? undefined : true));
        assert.ok(lastReceived() !== received, 'the service was read again');
        assert.deepEqual(shown(), []);
      });

      it('deletes nothing if the files say something else by then', async () => {
        const { storefrontTokenPolicy: id } = sandbox().ids;
        await pullAndDelete(() => change('ids.json', new RegExp(`("${gone}": )"[^"]*"`), `$1"${id}"`));
        await until('a message', () => (shown().length > 0 ? true : undefined));
        assert.match(shown().join(), /in the meantime\. Nothing was (?:deleted|written)/);
        assert.ok(await isThere());
      });

      it('offers the log if something could not be read', async () => {
        await vscode.commands.executeCommand('hostedLogin.pullConfiguration', root);
        const clean = await until('the result', () => asked.find(({ kind }) => kind === 'information'));
        assert.ok(!clean.choices.includes('Show Log'), clean.choices.join());
        sandbox().fail({ path: 'config/clients', status: 500, body: '{"errors":"broken"}' });
        await vscode.commands.executeCommand('hostedLogin.pullConfiguration', root);
        const { choices } = await until('the warning', () => asked.find(({ kind }) => kind === 'warning'));
        assert.ok(choices.includes('Show Log'), choices.join());
      });

      it('names some of many files in the question, and says how many more there are', async () => {
        const ids = JSON.parse(await read('ids.json')) as Record<string, string>;
        for (let index = 0; index < 30; index++) {
          ids[`tokenPolicies/more-${index}`] = `00000000-0000-4000-8000-0000000000${index + 10}`;
          await write(`tokenPolicies/more-${index}.json`, '{"title": "More", "allowedScopes": ["openid"]}');
        }
        await write('ids.json', JSON.stringify(ids));
        await pullAndDelete(undefined, false);
        const { text, detail } = await until('the question', () =>
          asked.find(({ kind }) => kind === 'warning'),
        );
        assert.equal(text, 'Delete 31 files?');
        assert.match(detail, /on the service: (?:tokenPolicies\/[\w-]+, ){19}[^,]+ and 11 more\. /);
        assert.ok(await isThere());
      });

      it('says so if VS Code refuses to delete them', async () => {
        await whileEditsAreRefused(async () => {
          await pullAndDelete();
          await until('a message', () => (shown().length > 0 ? true : undefined));
        });
        assert.match(shown().join(), /could not delete the files/);
        assert.ok(await isThere());
      });
    });

    it('writes nothing if VS Code refuses the edit of an open document', async () => {
      await pull();
      const path = 'tokenPolicies/nordhaven-mobile-apps.json';
      await vscode.window.showTextDocument(uriOf(path));
      const { mobileTokenPolicy, storefrontTokenPolicy } = sandbox().ids;
      for (const id of [mobileTokenPolicy, storefrontTokenPolicy]) {
        const remote = await open('tokenPolicies', id);
        await edit(remote, /"accessTokenLifetime": \d+/, '"accessTokenLifetime": 901');
        await apply(remote);
      }
      const files = [path, 'tokenPolicies/nordhaven-storefront.json'];
      const before = await Promise.all(files.map(read));
      await whileEditsAreRefused(() =>
        assert.rejects(pull(), /VS Code could not change the files\. Nothing was written/),
      );
      assert.deepEqual(await Promise.all(files.map(read)), before);
      assert.equal((await pull()).written.length, 2);
    });

    it('refuses the folder of another customer or service before anything is sent', async () => {
      await pull();
      const identity = await read('hosted-login.json');
      const received = lastReceived();
      for (const changed of [
        identity.replace(sandbox().customerId, '11111111-2222-3333-4444-555555555555'),
        identity.replace(/"origin": "[^"]+"/, '"origin": "https://other.example"'),
      ]) {
        await write('hosted-login.json', changed);
        await assert.rejects(pull(), /These are the files of the customer/);
      }
      await vscode.workspace.fs.delete(uriOf('hosted-login.json'));
      await assert.rejects(pull(), /hosted-login\.json is missing/);
      assert.ok(lastReceived() === received);
    });

    it('refuses links in the folder, to the folder, and above it', async function () {
      if (root.scheme !== 'file') this.skip();
      await pull();
      const received = lastReceived();
      const elsewhere = vscode.Uri.joinPath(root, '../../elsewhere').fsPath;
      fs.renameSync(uriOf('clients').fsPath, elsewhere);
      fs.symlinkSync(elsewhere, uriOf('clients').fsPath);
      await assert.rejects(pull(), /clients is a symbolic link, which may lead out of the folder/);
      fs.rmSync(uriOf('clients').fsPath);
      fs.mkdirSync(uriOf('clients').fsPath);
      fs.symlinkSync(path.join(elsewhere, 'configuration.json'), uriOf('clients/configuration.json').fsPath);
      await assert.rejects(pull(), /clients\/configuration\.json is a symbolic link/);
      fs.rmSync(uriOf('clients').fsPath, { recursive: true });
      const parent = vscode.Uri.joinPath(root, '..').fsPath;
      fs.renameSync(parent, `${parent}-moved`);
      fs.symlinkSync(`${parent}-moved`, parent);
      await assert.rejects(pull(), /is a symbolic link/);
      assert.ok(lastReceived() === received);
    });

    it('keeps a byte order mark and line breaks, and refuses what is no text', async () => {
      await pull();
      const file = 'tokenPolicies/nordhaven-store-staff.json';
      const text = await read(file);
      const bytes = new TextEncoder().encode(`\ufeff${text.replaceAll('\n', '\r\n')}`);
      await vscode.workspace.fs.writeFile(uriOf(file), bytes);
      assert.deepEqual((await pull()).written, []);
      assert.deepEqual(Buffer.from(await vscode.workspace.fs.readFile(uriOf(file))), Buffer.from(bytes));
      await vscode.workspace.fs.writeFile(uriOf(file), new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]));
      await assert.rejects(pull(), /nordhaven-store-staff\.json is not UTF-8 text/);
    });

    it('refuses paths that lead elsewhere, and arguments it does not know', async () => {
      await assert.rejects(
        run('pullConfiguration', { folder: 'hosted-login/../../x' }),
        /must not contain “\.\.”/,
      );
      await assert.rejects(run('pullConfiguration', { surprise: 1 }), /surprise/);
      await assert.rejects(run('pullConfiguration', { profile: 'nobody' }), /no profile “nobody”/);
    });

    it('writes nothing if the service cannot be read, and says so', async () => {
      sandbox().fail({ path: '/config/', status: 500, body: '{"errors":"broken"}', times: 3 });
      await assert.rejects(pull(), /reports a server error \(HTTP 500\): broken/);
      await assert.rejects(read('hosted-login.json'));
    });

    it('changes ids.json, also if it is open, only once the files are written', async () => {
      await pull();
      const document = await vscode.workspace.openTextDocument(uriOf('ids.json'));
      const ids = document.getText();
      const { mobileTokenPolicy: tokenPolicy, storefrontLoginPolicy: loginPolicy } = sandbox().ids;
      const { id } = await run<{ id: string }>('createResource', {
        kind: 'clients',
        body: { name: 'Full', type: 'public', tokenPolicy, loginPolicy, redirectURIs: [] },
      });
      try {
        await vscode.window.showTextDocument(document);
        // A file is in the way.
        await vscode.workspace.fs.delete(uriOf('clients'), { recursive: true });
        await write('clients', '');
        await assert.rejects(pull(), /could not be (read|written)/);
        assert.deepEqual([document.getText(), await read('ids.json')], [ids, ids]);
        await vscode.workspace.fs.delete(uriOf('clients'));
        assert.deepEqual((await pull()).written, ['clients/full']);
        assert.ok((await read('ids.json')).includes(id));
      } finally {
        await run('deleteResource', { kind: 'clients', id });
      }
    });

    it('says so if a file cannot be read', async () => {
      await pull();
      await vscode.workspace.fs.createDirectory(uriOf('clients/a/b/c'));
      await vscode.workspace.fs.delete(uriOf('discovery.json'));
      await vscode.workspace.fs.createDirectory(uriOf('discovery.json'));
      await assert.rejects(pull(), /discovery\.json could not be (read|written)/);
    });

    it('knows all folders of the workspace, however many there are', async () => {
      await pull();
      const identity = await read('hosted-login.json');
      for (let index = 0; index < 120; index++) await write(`../copy-${index}/hosted-login.json`, identity);
      await assert.rejects(
        run('pullConfiguration'),
        /There are several folders with files of this customer: .* and 101 more\. Specify the folder/,
      );
    });

    it('does not count a folder whose hosted-login.json is far too large', async () => {
      await pull();
      const huge = (await read('hosted-login.json')).replace('{', `{"note": "${'x'.repeat(1_000_000)}",`);
      await write('../huge/hosted-login.json', huge);
      assert.equal((await run<Pulled>('pullConfiguration')).folder, root.toString());
    });

    it('does not count a resource as deleted if it could not be read', async () => {
      await pull();
      sandbox().fail({ path: 'config/clients', status: 500, body: '{"errors":"broken"}' });
      const { gone, unread, written } = await pull();
      assert.deepEqual([gone, written], [[], []]);
      assert.ok(unread.length > 0);
    });
  });

  interface Compared {
    readonly create: readonly string[];
    readonly change: readonly string[];
    readonly unmanaged: readonly string[];
    readonly conflict: readonly string[];
    readonly gone: readonly string[];
    readonly invalid: readonly string[];
    readonly unread: readonly string[];
    readonly waysIn: { readonly now: number; readonly afterwards: number };
  }

  interface ApplyOutcome {
    readonly done: readonly string[];
    readonly failed?: { readonly address: string; readonly message: string };
    readonly notDone: readonly string[];
  }

  const compare = () => run<Compared>('compareConfiguration', { folder: root.toString() });
  const applyFiles = (args: object = {}) =>
    run<ApplyOutcome>('applyConfiguration', { folder: root.toString(), ...args });
  // The sandbox keeps the last 500 requests.
  const lastRequest = () => sandbox().received.at(-1);
  const writtenSince = (last: ReturnType<typeof lastRequest>) =>
    sandbox()
      .received.slice(last ? sandbox().received.indexOf(last) + 1 : 0)
      .filter(({ method, path }) => method !== 'GET' && path.includes('/config/'))
      .map(({ method, path }) => `${method} ${path.replace(/^.*\/config\//, '')}`);
  const mobile = 'tokenPolicies/nordhaven-mobile-apps';

  describe('compareConfiguration', () => {
    const nothing = {
      create: [],
      change: [],
      unmanaged: [],
      conflict: [],
      gone: [],
      invalid: [],
      unread: [],
    };

    it('finds nothing after a pull, and sends only reads', async () => {
      await pull();
      const last = lastRequest();
      const { waysIn, ...found } = await compare();
      assert.deepEqual(found, nothing);
      assert.deepEqual(waysIn, { now: 1, afterwards: 1 });
      assert.deepEqual(writtenSince(last), []);
    });

    it('reports each kind of result', async () => {
      await pull();
      await change(`${mobile}.json`, /"accessTokenLifetime": \d+/, '"accessTokenLifetime": 1200');
      await write('tokenPolicies/winter.json', '{"title": "Winter", "allowedScopes": ["openid"]}');
      await write('clients/broken.json', '{"name": ');
      await vscode.workspace.fs.delete(uriOf('clients/nordhaven-store-staff.json'));
      await change('tokenPolicies/configuration.json', '"*:**"', '"openid"');
      const { waysIn, ...found } = await compare();
      assert.deepEqual(found, {
        ...nothing,
        create: ['tokenPolicies/winter'],
        change: ['tokenPolicies/configuration', mobile],
        unmanaged: ['clients/nordhaven-store-staff'],
        invalid: ['clients/broken'],
      });
      assert.deepEqual(waysIn, { now: 1, afterwards: 0 });
    });

    it('compares unsaved changes', async () => {
      await pull();
      const document = await vscode.workspace.openTextDocument(uriOf(`${mobile}.json`));
      await vscode.window.showTextDocument(document);
      await edit(document, /"refreshTokenLifetime": \d+/, '"refreshTokenLifetime": 100');
      assert.deepEqual((await compare()).change, [mobile]);
    });

    it('finds what somebody else changed since the pull', async () => {
      await pull();
      const remote = await open('tokenPolicies', sandbox().ids.mobileTokenPolicy);
      const lifetime = /"accessTokenLifetime": (\d+)/.exec(remote.getText())?.[1] === '901' ? '902' : '901';
      await edit(remote, /"accessTokenLifetime": \d+/, `"accessTokenLifetime": ${lifetime}`);
      await apply(remote);
      assert.deepEqual((await compare()).conflict, [mobile]);
    });

    it('reports a service that cannot be read as an error, and never as a difference', async () => {
      await pull();
      sandbox().fail({ path: '/config/', status: 500, body: '{"errors":"broken"}', times: 3 });
      await assert.rejects(compare(), /reports a server error \(HTTP 500\): broken/);
    });

    it('says what to do without files', async () => {
      await assert.rejects(compare(), /hosted-login\.json is missing/);
      await assert.rejects(run('compareConfiguration'), /no configuration files.*Run Pull Configuration/);
    });

    const click = (lenses: readonly vscode.CodeLens[], title: string) =>
      follow(lenses.find(lens => lens.command?.title === title)?.command);

    it('shows a plan with links for each entry', async () => {
      await pull();
      await change(`${mobile}.json`, /"accessTokenLifetime": \d+/, '"accessTokenLifetime": 1300');
      await vscode.window.showTextDocument(uriOf(`${mobile}.json`));
      await vscode.commands.executeCommand('hostedLogin.compareConfiguration');
      const document = vscode.window.activeTextEditor?.document;
      assert.equal(document?.uri.scheme, 'hosted-login-plan');
      assert.match(
        document.getText(),
        /~ tokenPolicies\/nordhaven-mobile-apps[^]*accessTokenLifetime +\d+ → 1300[^]*Nothing was sent/,
      );
      const lenses = await lensesOf(document.uri);
      assert.deepEqual(
        lenses.map(({ command }) => command?.title),
        [
          ...['Apply All…', 'Show All Differences', 'Compare Again'],
          ...['Show Difference', 'Apply…', 'Take Theirs', 'Open File'],
        ],
      );
      await click(lenses, 'Show Difference');
      const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
      assert.ok(input instanceof vscode.TabInputTextDiff);
      assert.equal(input.modified.toString(), uriOf(`${mobile}.json`).toString());
      await click(lenses, 'Take Theirs');
      assert.doesNotMatch(await read(`${mobile}.json`), /1300/);
    });

    it('writes the file of a resource that only the service has', async () => {
      await pull();
      const [text, ids] = [await read(`${mobile}.json`), await read('ids.json')];
      await vscode.workspace.fs.delete(uriOf(`${mobile}.json`));
      await change('ids.json', new RegExp(`\\s*"${mobile}": "[^"]*",`), '');
      await vscode.window.showTextDocument(uriOf('ids.json'));
      await vscode.commands.executeCommand('hostedLogin.compareConfiguration');
      const { uri } = vscode.window.activeTextEditor?.document ?? assert.fail();
      await click(await lensesOf(uri), 'Write File');
      assert.deepEqual([await read(`${mobile}.json`), await read('ids.json')], [text, ids]);
      assert.deepEqual((await compare()).unmanaged, []);
    });
  });

  describe('applyConfiguration', () => {
    it('creates and changes what the files say, and the next comparison finds nothing', async () => {
      await pull();
      await write('tokenPolicies/summer.json', '{"title": "Summer", "allowedScopes": ["openid"]}');
      await change(`${mobile}.json`, /"accessTokenLifetime": \d+/, '"accessTokenLifetime": 1400');
      const { done, failed, notDone } = await applyFiles();
      assert.deepEqual([done, failed, notDone], [['tokenPolicies/summer', mobile], undefined, []]);
      const id = (JSON.parse(await read('ids.json')) as Record<string, string>)['tokenPolicies/summer'] ?? '';
      assert.equal((await atService('tokenPolicies', id))['title'], 'Summer');
      assert.equal(
        (await atService('tokenPolicies', sandbox().ids.mobileTokenPolicy))['accessTokenLifetime'],
        1400,
      );
      const { create, change: changed } = await compare();
      assert.deepEqual([create, changed], [[], []]);
      await run('deleteResource', { kind: 'tokenPolicies', id });
    });

    it('keeps the ID of what it created, also if VS Code refuses the edit of ids.json', async () => {
      await pull();
      await write('tokenPolicies/summer.json', '{"title": "Summer", "allowedScopes": ["openid"]}');
      await vscode.window.showTextDocument(uriOf('ids.json'));
      const refused = await whileEditsAreRefused(async () => {
        assert.deepEqual((await applyFiles()).done, ['tokenPolicies/summer']);
      });
      assert.ok(refused > 0);
      const id = (JSON.parse(await read('ids.json')) as Record<string, string>)['tokenPolicies/summer'] ?? '';
      assert.equal((await atService('tokenPolicies', id))['title'], 'Summer');
      assert.deepEqual((await applyFiles()).done, []);
      await run('deleteResource', { kind: 'tokenPolicies', id });
    });

    describe('with the answers of a person', () => {
      // Edits have to be unsaved when the question comes, which may take longer than auto save waits.
      useAutoSave('off');
      const { asked, answerBy } = useAnswers();
      const title = () => `files-${count}/hosted-login/acme: what will change`;
      const difference = () =>
        vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label === title());

      for (const isSaved of [true, false]) {
        it(`${isSaved ? 'closes' : 'leaves open'} the differences of ${isSaved ? '' : 'un'}saved files`, async () => {
          await pull();
          const document = await vscode.workspace.openTextDocument(uriOf(`${mobile}.json`));
          await edit(document, /"accessTokenLifetime": \d+/, `"accessTokenLifetime": 15${isSaved ? 11 : 12}`);
          if (isSaved) assert.ok(await document.save());
          let wasShown = false;
          answerBy(({ kind, choices }) => {
            wasShown ||= difference() !== undefined;
            return kind === 'list' ? choices.find(choice => choice === 'Apply 1 Change') : undefined;
          });
          await vscode.commands.executeCommand('hostedLogin.applyConfiguration', root);
          assert.ok(wasShown);
          await until('the message', () => asked.find(({ text }) => text.startsWith('1 applied')));
          assert.equal(difference() === undefined, isSaved);
          assert.equal(document.isDirty, !isSaved);
          if (!isSaved) assert.ok(await document.save());
        });
      }

      it('asks in a list that stays open while the user reads the differences', async () => {
        await pull();
        await change(`${mobile}.json`, /"accessTokenLifetime": \d+/, '"accessTokenLifetime": 1514');
        await vscode.commands.executeCommand('hostedLogin.applyConfiguration', root);
        assert.deepEqual(
          asked.map(({ text, input }) => [text, input?.staysOpen]),
          [['The editor shows what will change at “acme”.', true]],
        );
      });

      it('says what was left out and why', async () => {
        await pull();
        await change(`${mobile}.json`, /"accessTokenLifetime": \d+/, '"accessTokenLifetime": 1513');
        await change('tokenPolicies/configuration.json', '"*:**"', '"*:config/**"');
        await write('clients/broken.json', '{"name": ');
        answerBy(({ choices }) => choices.find(choice => choice === 'Apply 1 Change'));
        await vscode.commands.executeCommand('hostedLogin.applyConfiguration', root);
        const { text, choices } = await until('the message', () =>
          asked.find(each => each.text.startsWith('1 applied')),
        );
        assert.match(
          text,
          /Left out: tokenPolicies\/configuration \(.*type its title.*; clients\/broken \(This is not JSON/,
        );
        assert.ok(choices.includes('Show Log'));
      });
    });

    it('applies only the named files', async () => {
      await pull();
      await change(`${mobile}.json`, /"accessTokenLifetime": \d+/, '"accessTokenLifetime": 1500');
      await change(
        'tokenPolicies/nordhaven-store-staff.json',
        /"accessTokenLifetime": \d+/,
        '"accessTokenLifetime": 1501',
      );
      assert.deepEqual((await applyFiles({ only: [mobile] })).done, [mobile]);
      assert.deepEqual((await compare()).change, ['tokenPolicies/nordhaven-store-staff']);
      await assert.rejects(applyFiles({ only: ['clients/nobody'] }), /no file clients\/nobody\.json/);
    });

    it('deletes only if asked to, with their number', async () => {
      await pull();
      await write('tokenPolicies/autumn.json', '{"title": "Autumn", "allowedScopes": ["openid"]}');
      await applyFiles();
      const id = (JSON.parse(await read('ids.json')) as Record<string, string>)['tokenPolicies/autumn'] ?? '';
      await vscode.workspace.fs.delete(uriOf('tokenPolicies/autumn.json'));
      assert.deepEqual((await applyFiles()).done, []);
      await assert.rejects(applyFiles({ delete: 2 }), /1 policy or client would be deleted, not 2/);
      assert.deepEqual((await applyFiles({ delete: 1 })).done, ['tokenPolicies/autumn']);
      assert.ok(!(await read('ids.json')).includes(id));
    });

    it('rejects before anything is sent: a lockout, a title that is not typed, a file with a mistake', async () => {
      await pull();
      const last = lastRequest();
      const text = await read('tokenPolicies/configuration.json');
      await change('tokenPolicies/configuration.json', '"*:**"', '"openid"');
      await change(`${mobile}.json`, /"accessTokenLifetime": \d+/, '"accessTokenLifetime": 1600');
      await assert.rejects(applyFiles({ only: ['tokenPolicies/configuration'] }), /type|typed/i);
      await assert.rejects(applyFiles({ access: ['Configuration'] }), /configuration access/);
      await write('tokenPolicies/configuration.json', text);
      await write('clients/broken.json', '{"name": ');
      await assert.rejects(applyFiles(), /clients\/broken: This is not JSON/);
      assert.deepEqual(writtenSince(last), []);
    });

    it('asks for a secret that is not stored, and sends nothing', async () => {
      await pull();
      const store = (await read('loginPolicies/nordhaven-storefront.json')).replace(
        '"keep"',
        '"OWNER_SECRET"',
      );
      await write(
        'loginPolicies/new.json',
        store.replace('"title": "Nordhaven Storefront"', '"title": "New"'),
      );
      const last = lastRequest();
      await assert.rejects(applyFiles(), /These secrets are needed and not stored: OWNER_SECRET/);
      assert.deepEqual(writtenSince(last), []);
    });

    it('says what was done and what was not if the service fails', async () => {
      await pull();
      await change(`${mobile}.json`, /"accessTokenLifetime": \d+/, '"accessTokenLifetime": 1700');
      await change(
        'tokenPolicies/nordhaven-store-staff.json',
        /"accessTokenLifetime": \d+/,
        '"accessTokenLifetime": 1701',
      );
      sandbox().fail({
        method: 'PUT',
        path: sandbox().ids.staffTokenPolicy,
        status: 422,
        body: '{"errors":"not today"}',
      });
      const { done, failed, notDone } = await applyFiles();
      assert.deepEqual(
        [done, failed?.address, notDone],
        [[mobile], 'tokenPolicies/nordhaven-store-staff', []],
      );
      assert.match(failed?.message ?? '', /not today/);
      assert.deepEqual((await applyFiles()).done, ['tokenPolicies/nordhaven-store-staff']);
    });
  });

  describe('compareProfiles with one profile', () => {
    const { asked, answerBy } = useAnswers();

    it('asks for another one if there is no folder either', async () => {
      await vscode.commands.executeCommand('hostedLogin.compareProfiles');
      assert.deepEqual(
        asked.map(({ kind, text, choices }) => [kind, text, choices]),
        [
          [
            'information',
            'There is only one profile. First add the profile that you want to compare with.',
            ['Add Profile…', 'Start Sandbox'],
          ],
        ],
      );
    });

    it('offers the folders of the workspace, and compares one with the profile', async () => {
      await pull();
      await write('tokenPolicies/extra.json', '{"title": "Extra", "allowedScopes": ["openid"]}');
      answerBy(({ choices: [first] }) => first);
      await vscode.commands.executeCommand('hostedLogin.compareProfiles');
      const folder = `files-${count}/hosted-login/acme`;
      assert.deepEqual(
        asked.map(({ text, choices }) => [text, choices]),
        [
          ['What do you want to compare?', [folder]],
          [`Compare ${folder} with which profile?`, ['acme']],
        ],
      );
      assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /tokenPolicies\/extra/);
    });
  });

  describe('in a virtual workspace', () => {
    const folder = 'memory-files:/hosted-login/acme';
    let files: MemoryFileSystem;
    let registered: vscode.Disposable;
    const at = (name: string) => vscode.Uri.parse(`${folder}/${name}`);
    const readAt = async (name: string) =>
      new TextDecoder().decode(await vscode.workspace.fs.readFile(at(name)));
    const writeAt = (name: string, text: string) =>
      Promise.resolve(vscode.workspace.fs.writeFile(at(name), new TextEncoder().encode(text)));
    const runAt = <T>(command: string, args: object = {}) => run<T>(command, { folder, ...args });

    beforeEach(() => {
      files = new MemoryFileSystem();
      registered = files.register('memory-files');
    });
    afterEach(() => {
      registered.dispose();
    });

    it('pulls, compares and applies as on disk', async () => {
      assert.ok((await runAt<Pulled>('pullConfiguration')).written.length > 10);
      assert.deepEqual((await runAt<Pulled>('pullConfiguration')).written, []);
      const text = await readAt(`${mobile}.json`);
      await writeAt(
        `${mobile}.json`,
        text.replace(/"accessTokenLifetime": \d+/, '"accessTokenLifetime": 1111'),
      );
      await writeAt('tokenPolicies/spring.json', '{"title": "Spring", "allowedScopes": ["openid"]}');
      const { change, create } = await runAt<Compared>('compareConfiguration');
      assert.deepEqual([change, create], [[mobile], ['tokenPolicies/spring']]);
      const { done, failed } = await runAt<ApplyOutcome>('applyConfiguration');
      assert.deepEqual([done, failed], [['tokenPolicies/spring', mobile], undefined]);
      const ids = JSON.parse(await readAt('ids.json')) as Record<string, string>;
      await run('deleteResource', { kind: 'tokenPolicies', id: ids['tokenPolicies/spring'] });
    });

    it('promotes into a folder on disk, and back', async () => {
      await runAt('pullConfiguration');
      await pull();
      await writeAt('tokenPolicies/new.json', '{"title": "New", "allowedScopes": ["openid"]}');
      const there = { from: folder, to: root.toString() };
      const promote = (args: object) => run<{ changed: readonly string[] }>('promoteConfiguration', args);
      assert.deepEqual((await promote(there)).changed, ['tokenPolicies/new']);
      await change('tokenPolicies/new.json', 'openid', 'email');
      assert.deepEqual((await promote({ from: root.toString(), to: folder })).changed, ['tokenPolicies/new']);
      assert.match(await readAt('tokenPolicies/new.json'), /email/);
    });

    const full = /could not be written\. Check that .* the disk not full, then run the command again/;

    it('leaves no part of a file on a disk that becomes full, and pulls the rest later', async () => {
      await runAt<Pulled>('pullConfiguration');
      const { size, texts: all } = files;
      for (let capacity = 0; capacity < size; capacity += Math.ceil(size / 3)) {
        await vscode.workspace.fs.delete(vscode.Uri.parse(folder), { recursive: true });
        files.capacity = capacity;
        await assert.rejects(runAt('pullConfiguration'), full);
        for (const [path, text] of files.texts) assert.equal(text, all.get(path), path);
        assert.equal(files.texts.has('/hosted-login/acme/ids.json'), false);
        files.capacity = Infinity;
        await runAt('pullConfiguration');
        assert.deepEqual(files.texts, all);
        assert.deepEqual((await runAt<Pulled>('pullConfiguration')).written, []);
      }
    });

    it('leaves each file as it was or as it is to be on a disk that becomes full', async () => {
      await runAt('pullConfiguration');
      const before = files.texts;
      const ids = [sandbox().ids.mobileTokenPolicy, sandbox().ids.staffTokenPolicy];
      const titles = await Promise.all(ids.map(async id => (await atService('tokenPolicies', id))['title']));
      const rename = async (suffix: string) => {
        for (const [index, id] of ids.entries()) {
          await changeAtService('tokenPolicies', id, { title: `${String(titles[index])}${suffix}` });
        }
      };
      await rename(` ${'x'.repeat(100)}`);
      const { id } = await run<{ id: string }>('createResource', {
        ...{ kind: 'tokenPolicies', body: { title: 'No Room', allowedScopes: ['openid'] } },
      });
      try {
        files.capacity = files.size + 120;
        await assert.rejects(runAt('pullConfiguration'), full);
        for (const [path, text] of files.texts) {
          if (text !== before.get(path)) assert.doesNotThrow(() => JSON.parse(text), `${path}: ${text}`);
        }
        const idsPath = '/hosted-login/acme/ids.json';
        assert.equal(files.texts.get(idsPath), before.get(idsPath));
        files.capacity = Infinity;
        const { kept, gone, unread } = await runAt<Pulled>('pullConfiguration');
        assert.deepEqual([kept, gone, unread], [[], [], []]);
        assert.deepEqual((await runAt<Pulled>('pullConfiguration')).written, []);
        const { change: changed, create, invalid } = await runAt<Compared>('compareConfiguration');
        assert.deepEqual([changed, create, invalid], [[], [], []]);
      } finally {
        await run('deleteResource', { kind: 'tokenPolicies', id });
        await rename('');
      }
    });

    it('claims no open document as written that cannot be saved', async () => {
      await runAt('pullConfiguration');
      const document = await vscode.workspace.openTextDocument(at(`${mobile}.json`));
      await vscode.window.showTextDocument(document);
      const { mobileTokenPolicy: id } = sandbox().ids;
      const { title } = await atService('tokenPolicies', id);
      await changeAtService('tokenPolicies', id, { title: 'Not Saved' });
      try {
        files.capacity = 0;
        await assert.rejects(
          runAt('pullConfiguration'),
          /could not be saved: .*nordhaven-mobile-apps\.json.* Check that they are not read-only/,
        );
        assert.ok(document.isDirty);
        await vscode.commands.executeCommand('workbench.action.files.revert');
      } finally {
        await changeAtService('tokenPolicies', id, { title });
      }
    });

    it('refuses a file that is too large without reading it', async () => {
      await runAt('pullConfiguration');
      await vscode.workspace.fs.writeFile(at('clients/large.json'), new Uint8Array(5_000_001));
      const read: string[] = [];
      files.onRead = path => read.push(path);
      await assert.rejects(
        runAt('compareConfiguration'),
        /large\.json is too large to be the file of a policy or client/,
      );
      assert.ok(!read.some(path => path.includes('large')), read.join());
    });

    it('shows nothing of a file that was closed before its check ended', async () => {
      await runAt('pullConfiguration');
      const [closed, open] = [at('clients/closed.json'), at('clients/open.json')];
      for (const name of ['closed', 'open']) await writeAt(`clients/${name}.json`, '{"name": 1}');
      const isOpen = () =>
        vscode.workspace.textDocuments.some(({ uri }) => uri.toString() === closed.toString());
      let release: (() => void) | undefined;
      files.onRead = path =>
        path.endsWith('/hosted-login.json') && new Promise<void>(resolve => (release ??= resolve));
      await vscode.commands.executeCommand('vscode.open', closed);
      await until('the file is being checked', () => release);
      await closeEditors();
      await until('the file is closed', () => !isOpen());
      files.onRead = () => undefined;
      release?.();
      await vscode.commands.executeCommand('vscode.open', open);
      const shownFor = (uri: vscode.Uri) =>
        vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Hosted Login');
      await until('another file is checked', () => shownFor(open).length > 0);
      assert.deepEqual(shownFor(closed), []);
    });

    it('says what to do if the folder cannot be written', async () => {
      registered.dispose();
      registered = new MemoryFileSystem().register('memory-files', { isReadonly: true });
      await assert.rejects(runAt('pullConfiguration'), /could not be written.*not read-only/);
    });
  });

  describe('the language of the files', () => {
    const show = async (name: string) => {
      const document = await vscode.workspace.openTextDocument(uriOf(name));
      await vscode.window.showTextDocument(document);
      return document;
    };
    const findings = (document: vscode.TextDocument, message: RegExp) =>
      until(String(message), () => {
        const found = vscode.languages
          .getDiagnostics(document.uri)
          .filter(each => message.test(each.message));
        return found.length > 0 ? found : undefined;
      });

    beforeEach(async () => {
      await pull();
    });

    it('completes addresses of policies, and in scopes', async () => {
      const client = await show('clients/nordhaven-storefront.json');
      const { items } = await completionsAt(client.uri, positionAfter(client, '"tokenPolicy": "'));
      const texts = items.map(textOf);
      assert.ok(texts.includes('"tokenPolicies/nordhaven-mobile-apps"'), texts.join());
      assert.ok(!texts.some(text => text.includes('loginPolicies/')), texts.join());
      await write(
        'tokenPolicies/admins.json',
        '{"title": "Admins", "allowedScopes": ["*:config/loginPolicies/<"]}',
      );
      const policy = await show('tokenPolicies/admins.json');
      const scopes = await completionsAt(policy.uri, positionAfter(policy, 'loginPolicies/<'));
      assert.ok(
        scopes.items.map(textOf).includes('"*:config/loginPolicies/<nordhaven-storefront>"'),
        scopes.items.map(textOf).join(),
      );
    });

    it('explains an address on hover: title and ID', async () => {
      const client = await show('clients/nordhaven-storefront.json');
      const hover = await hoverAt(client.uri, positionAfter(client, '"tokenPolicy": "tokenPol'));
      assert.match(hover, /Nordhaven Storefront/);
      const ids = JSON.parse(await read('ids.json')) as Record<string, string>;
      const id = ids['tokenPolicies/nordhaven-storefront'] ?? assert.fail();
      assert.ok(hover.replaceAll('\\', '').includes(id), hover);
    });

    it('reads no file for what is not an address', async () => {
      await write('outside.json', '{"title": "Outside"}');
      const client = await show('clients/nordhaven-storefront.json');
      await edit(client, /"tokenPolicy": "[^"]*"/, '"tokenPolicy": "tokenPolicies/../outside"');
      const hover = await hoverAt(client.uri, positionAfter(client, '"tokenPolicy": "tokenPol'));
      assert.doesNotMatch(hover, /Outside/);
    });

    it('knows the schema: members with their meaning, and values that are wrong', async () => {
      const policy = await show(`${mobile}.json`);
      assert.match(await hoverAt(policy.uri, positionAfter(policy, '"accessTokenLife')), /seconds/);
      await edit(policy, /"allowedScopes": \[/, '"allowedScopes": [1, ');
      await findings(policy, /string|allowedScopes/i);
      const identity = await show('hosted-login.json');
      await edit(identity, /"format": 1/, '"format": 2');
      await findings(identity, /1/);
    });

    it('restores what is left out, by a quick fix', async () => {
      const policy = await show(`${mobile}.json`);
      const before = policy.getText();
      await edit(policy, /\n *"accessTokenLifetime": \d+,/, '');
      const lifetime = /"accessTokenLifetime": (\d+)/.exec(before)?.[1];
      if (lifetime === '3600') await edit(policy, /\n *"refreshTokenLifetime": \d+,/, '');
      const [found] = await findings(policy, /Left out, so the service resets it/);
      assert.ok(found);
      const actions = await quickFixesAt(policy.uri, found.range);
      const action = actions.find(({ title }) => title.startsWith('Restore')) ?? assert.fail();
      assert.ok(action.edit && (await vscode.workspace.applyEdit(action.edit)));
      assert.match(
        policy.getText(),
        lifetime === '3600' ? /"refreshTokenLifetime"/ : /"accessTokenLifetime"/,
      );
    });

    it('replaces a secret by a marker, by a quick fix', async () => {
      const policy = await show('loginPolicies/nordhaven-storefront.json');
      const before = policy.getText();
      await edit(policy, '{"$secret": "keep"}', '"a1b2c3d4e5f6a7b8c9d0"');
      const [found] = await findings(policy, /A secret does not belong in a file/);
      assert.ok(found);
      const actions = await quickFixesAt(policy.uri, found.range);
      const action = actions.find(({ title }) => title.includes('Instead of the Secret')) ?? assert.fail();
      assert.ok(action.edit && (await vscode.workspace.applyEdit(action.edit)));
      assert.equal(policy.getText(), before);
    });
  });

  describe('with a second customer', () => {
    let production: Sandbox;
    let other: vscode.Uri;

    before(async () => {
      production = await startSandbox();
      await run('addProfile', profileFor(production, 'production'));
      await run('switchProfile', { name: 'acme' });
    });
    after(async () => {
      await removeProfile('production');
      await production.stop();
    });

    beforeEach(async () => {
      other = vscode.Uri.joinPath(root, '../production');
      await pull();
      await run<Pulled>('pullConfiguration', { profile: 'production', folder: other.toString() });
    });

    const readOther = async (name: string) =>
      new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(other, name)));
    const promote = (args: object = {}) =>
      run<{ changed: readonly string[] }>('promoteConfiguration', {
        from: root.toString(),
        to: other.toString(),
        ...args,
      });

    it('compareProfiles compares two services by title, and tells apart what belongs to the environment', async () => {
      const remote = await open('tokenPolicies', sandbox().ids.staffTokenPolicy);
      await edit(remote, /"refreshTokenLifetime": \d+/, '"refreshTokenLifetime": 40000');
      await apply(remote);
      const found = await run<Compared & { environment: readonly string[] }>('compareProfiles', {
        one: 'acme',
        other: 'production',
      });
      assert.ok(found.change.includes('tokenPolicies/nordhaven-store-staff'), JSON.stringify(found));
      assert.ok(found.environment.includes('loginPolicies/nordhaven-storefront'));
      assert.ok(!found.change.includes('loginPolicies/nordhaven-storefront'));
      assert.deepEqual([found.create, found.unread], [[], []]);
      await assert.rejects(run('compareProfiles', { one: 'acme', other: 'nobody' }), /no profile “nobody”/);
      await assert.rejects(run('compareProfiles', { one: 'acme' }), /other/);
    });

    it('compareProfiles compares a folder with a service of another customer', async () => {
      await write('tokenPolicies/extra.json', '{"title": "Extra", "allowedScopes": ["openid"]}');
      const { create } = await run<Compared>('compareProfiles', {
        one: { folder: root.toString() },
        other: 'production',
      });
      assert.deepEqual(create, ['tokenPolicies/extra']);
    });

    it('pulls into the folder whose menu was opened, whatever profile is active', async () => {
      const received = [lastReceived(), production.received.length] as const;
      await vscode.commands.executeCommand(
        'hostedLogin.pullConfiguration',
        vscode.Uri.joinPath(other, 'clients'),
      );
      assert.ok(lastReceived() === received[0]);
      assert.ok(production.received.length > received[1]);
    });

    it('promoteConfiguration merges files, keeps what belongs to the target, and sends nothing', async () => {
      const received = [lastReceived(), production.received.length] as const;
      const client = 'clients/nordhaven-storefront';
      await change(
        `${client}.json`,
        'https://www.nordhaven.example/signed-in',
        'https://dev.nordhaven.example/in',
      );
      await change(
        'tokenPolicies/nordhaven-storefront.json',
        /"accessTokenLifetime": \d+/,
        '"accessTokenLifetime": 777',
      );
      await write('tokenPolicies/new.json', '{"title": "New", "allowedScopes": ["openid"]}');
      const ids = await readOther('ids.json');
      const { changed } = await promote();
      assert.ok(
        changed.includes('tokenPolicies/new') && changed.includes('tokenPolicies/nordhaven-storefront'),
      );
      assert.ok(!changed.includes('tokenPolicies/configuration'));
      assert.match(await readOther('tokenPolicies/nordhaven-storefront.json'), /777/);
      assert.match(await readOther('tokenPolicies/new.json'), /"New"/);
      assert.match(await readOther(`${client}.json`), /www\.nordhaven\.example/);
      assert.equal(await readOther('ids.json'), ids);
      assert.ok(lastReceived() === received[0]);
      assert.equal(production.received.length, received[1]);
      assert.deepEqual((await promote()).changed, []);
      const compared = await run<Compared>('compareConfiguration', {
        profile: 'production',
        folder: other.toString(),
      });
      assert.ok(compared.change.includes('tokenPolicies/nordhaven-storefront'));
      assert.deepEqual(compared.create, ['tokenPolicies/new']);
    });

    it('promoteConfiguration is one step to undo, new files too', async () => {
      await change(
        'tokenPolicies/nordhaven-storefront.json',
        /"accessTokenLifetime": \d+/,
        '"accessTokenLifetime": 778',
      );
      await write('tokenPolicies/new.json', '{"title": "New", "allowedScopes": ["openid"]}');
      const before = await readOther('tokenPolicies/nordhaven-storefront.json');
      const added = vscode.Uri.joinPath(other, 'tokenPolicies/new.json');
      await vscode.window.showTextDocument(
        vscode.Uri.joinPath(other, 'tokenPolicies/nordhaven-storefront.json'),
      );
      await promote({ only: ['tokenPolicies/nordhaven-storefront', 'tokenPolicies/new'] });
      assert.match(await readOther('tokenPolicies/nordhaven-storefront.json'), /778/);
      assert.match(await readOther('tokenPolicies/new.json'), /"New"/);
      await vscode.commands.executeCommand('undo');
      assert.equal(vscode.window.activeTextEditor?.document.getText(), before);
      await assert.rejects(Promise.resolve(vscode.workspace.fs.stat(added)), /not.*(found|exist)/i);
    });

    describe('with the answers of a person', () => {
      const { asked, answerBy } = useAnswers();

      it('promoteConfiguration says what was left out and why', async () => {
        await write('tokenPolicies/new.json', '{"title": "New", "allowedScopes": ["openid"]}');
        answerBy(({ text, choices }) =>
          choices.find(choice =>
            text.includes('which folder') ? choice.endsWith('/production') : choice.startsWith('Write '),
          ),
        );
        await vscode.commands.executeCommand(
          'hostedLogin.promoteConfiguration',
          uriOf('tokenPolicies/new.json'),
        );
        const isOpen = asked.flatMap(({ input }) => (input ? [input.staysOpen] : []));
        assert.deepEqual(isOpen, [false, true], 'the list stays open while the user reads the differences');
        const { text, choices } = asked.at(-1) ?? assert.fail();
        assert.match(text, /were changed.*Left out: .*tokenPolicies\/configuration.*\(It may give access to/);
        assert.deepEqual(choices, ['Show Log']);
      });
    });

    it('promoteConfiguration refuses one folder for both, and a folder without files', async () => {
      await assert.rejects(
        run('promoteConfiguration', { from: root.toString(), to: root.toString() }),
        /Both are the same folder/,
      );
      await assert.rejects(
        run('promoteConfiguration', { from: root.toString(), to: `${root.toString()}-none` }),
        /hosted-login\.json is missing/,
      );
      await assert.rejects(run('promoteConfiguration', { from: root.toString() }), /to/);
    });

    it('refuses to apply files to another customer', async () => {
      const count = production.received.length;
      await assert.rejects(
        run('applyConfiguration', { profile: 'production', folder: root.toString() }),
        /These are the files of the customer/,
      );
      assert.equal(production.received.length, count);
    });
  });
});
