import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startSandbox } from '../../src/sandbox/index';
import { configurationHelpers, useAutoSave, useConfiguration } from '../support/configurationHelpers';
import { askSandbox, closeEditors, profileFor, removeProfile, run } from '../support/extensionHost';
import { follow, lensesOf } from '../support/languageFeatures';
import { until } from '../support/until';

describe('lenses above documents of the configuration', () => {
  // A draft has a lens of its own.
  useAutoSave('off');
  const { sandbox, open, edit, apply, deleteAtService } = useConfiguration();

  const linksOf = async ({ uri }: vscode.TextDocument) =>
    (await lensesOf(uri)).flatMap(({ command, range }) => {
      assert.equal(range.start.line, 0);
      return command ?? [];
    });

  const titles = (document: vscode.TextDocument, ...expected: string[]) =>
    until(expected.join(' | '), async () => {
      const all = await linksOf(document);
      return JSON.stringify(all.map(({ title }) => title)) === JSON.stringify(expected) ? all : undefined;
    });

  it('name the client that uses a policy, and open it', async () => {
    const { ids } = sandbox();
    const document = await open('tokenPolicies', ids.staffTokenPolicy);
    const [lens] = await titles(document, 'Used by Nordhaven Store Staff');
    await follow(lens);
    const shown = await until('the client', () => {
      const uri = vscode.window.activeTextEditor?.document.uri;
      return uri?.path.includes('/clients/') ? uri : undefined;
    });
    assert.equal(shown.query, ids.staffClient);
  });

  it('say that no client uses a policy, and update when one does', async () => {
    const { ids } = sandbox();
    const document = await open('loginPolicies', ids.unusedLoginPolicy);
    await titles(document, 'Not used by any client');
    await vscode.commands.executeCommand('workbench.action.keepEditor');
    const client = await open('clients', ids.mobileClient);
    await edit(client, /"loginPolicy": ".*"/, `"loginPolicy": "${ids.unusedLoginPolicy}"`);
    await apply(client);
    await titles(document, 'Used by Nordhaven for iOS and Android');
  });

  it('name the policies of a client, and open them', async () => {
    const { ids } = sandbox();
    const document = await open('clients', ids.staffClient);
    const [, login] = await titles(
      document,
      'token policy: Nordhaven Store Staff',
      'login policy: Nordhaven Store Staff',
    );
    await follow(login);
    assert.equal(vscode.window.activeTextEditor?.document.uri.query, ids.staffLoginPolicy);
  });

  it('mark policies and clients that give configuration access', async () => {
    const { ids } = sandbox();
    const access = 'Gives configuration access';
    const policy = await open('tokenPolicies', ids.configurationTokenPolicy);
    const [used = { title: '' }, last] = await until('two lenses', async () => {
      const all = await linksOf(policy);
      return all.length === 2 ? all : undefined;
    });
    assert.match(used.title, /^Used by /);
    assert.equal(last?.title, access);
    await titles(await open('clients', ids.configurationClient), 'token policy: Configuration', access);
    const readOnly = await open('clients', ids.readOnlyClient);
    await titles(readOnly, 'token policy: Configuration, read only');
  });

  it('request a deleted resource only once', async () => {
    const id = sandbox().ids.unusedTokenPolicy;
    const document = await open('tokenPolicies', id);
    await titles(document, 'Not used by any client');
    await edit(document, /"title": ".*"/, '"title": "Mine"');
    await deleteAtService('tokenPolicies', id);
    const asked = () =>
      sandbox().received.filter(({ method, path }) => method === 'GET' && path.endsWith(id)).length;
    const before = asked();
    await run('refreshConfiguration');
    await titles(document);
    await until('the look', () => asked() > before || undefined);
    for (let turn = 0; turn < 20; turn++) {
      assert.deepEqual(await linksOf(document), []);
      // As long as a request takes.
      await askSandbox(sandbox(), 'config/clients');
    }
    assert.ok(asked() - before <= 3, `${asked() - before} requests`);
  });

  it('send no requests while the user types, even after an error', async () => {
    const { ids } = sandbox();
    const document = await open('tokenPolicies', ids.mobileTokenPolicy);
    // The tree asks too.
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    const asked = () => sandbox().received.filter(({ path }) => path.endsWith('/config/clients')).length;
    const start = asked();
    sandbox().fail({ path: /config\/clients$/, status: 500, times: Infinity });
    await run('refreshConfiguration');
    await until(
      'no lens',
      async () => ((await linksOf(document)).length === 0 && asked() > start) || undefined,
    );
    const before = asked();
    for (const title of ['A', 'B', 'C', 'D', 'E']) {
      await edit(document, /"title": ".*"/, `"title": "${title}"`);
      assert.deepEqual(await linksOf(document), []);
    }
    // Once more at most: the document itself was read again after the refresh.
    assert.ok(asked() <= before + 1, `${asked() - before} requests`);
  });
});

describe('lenses above a policy with many clients', () => {
  it('read all clients only on request', async () => {
    const sandbox = await startSandbox({ minimum: { clients: 320 } });
    const { open } = configurationHelpers(() => sandbox);
    try {
      await run('addProfile', profileFor(sandbox, 'many'));
      const document = await open('tokenPolicies', sandbox.ids.storefrontTokenPolicy);
      const details = () => sandbox.received.filter(({ path }) => /\/config\/clients\/./.test(path)).length;
      const lens = await until('the lens', async () => {
        const [found] = await lensesOf(document.uri);
        return found?.command;
      });
      assert.equal(lens.title, 'Find clients that use this policy');
      assert.equal(details(), 0);
      const looking = follow(lens);
      await until('used by', async () => {
        const [found] = await lensesOf(document.uri);
        return /^Used by .* and \d{3} more$/.test(found?.command?.title ?? '') || undefined;
      });
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      await looking;
    } finally {
      await closeEditors();
      await removeProfile('many');
      await sandbox.stop();
    }
  });
});
