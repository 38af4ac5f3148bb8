import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { secretPlaceholder } from '../../src/core/resources/secretPlaces';
import { type Kind, useAutoSave, useConfiguration } from '../support/configurationHelpers';
import { askSandbox, run } from '../support/extensionHost';
import { until } from '../support/until';

describe('documents of the configuration', () => {
  useAutoSave('off');
  const { sandbox, open, edit, apply, discard, atService, changeAtService } = useConfiguration();

  async function useEncoding(encoding: string, test: () => Promise<void>): Promise<void> {
    const files = vscode.workspace.getConfiguration('files');
    const update = (value?: string) => files.update('encoding', value, vscode.ConfigurationTarget.Workspace);
    await update(encoding);
    await test().finally(() => update());
  }

  const puts = () => sandbox().received.filter(({ method }) => method === 'PUT').length;

  it('open by title and id, indented, as JSON', async () => {
    const id = sandbox().ids.storefrontTokenPolicy;
    const document = await open('tokenPolicies', id);
    assert.equal(document.uri.path, '/acme/tokenPolicies/Nordhaven Storefront.json');
    assert.equal(document.uri.query, id);
    assert.equal(document.languageId, 'json');
    assert.match(document.getText(), /^\{\n {2}"title": "Nordhaven Storefront",\n/);
    assert.match(document.getText(), /^ {2}"id": ".*",\n {2}"_links": \{[^]*\}\n$/m);
  });

  it('keep the order of their members when they are reverted', async () => {
    const { ids } = sandbox();
    const all = [
      ['tokenPolicies', ids.mobileTokenPolicy],
      ['loginPolicies', ids.staffLoginPolicy],
      ['clients', ids.staffClient],
    ] as const;
    for (const [kind, id] of all) {
      const document = await open(kind, id);
      const text = document.getText();
      await vscode.window.showTextDocument(document);
      await edit(document, /"id": ".*"/, '"id": "x"');
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await until('the text of the service', () => document.getText() === text || undefined);
      assert.ok(!document.isDirty);
    }
  });

  it('open with their links folded, until somebody unfolds them', async () => {
    const { ids } = sandbox();
    const folded = () => (vscode.window.activeTextEditor?.visibleRanges.length ?? 0) > 1 || undefined;
    await open('tokenPolicies', ids.staffTokenPolicy);
    await until('folded links', folded);
    const [, end] = vscode.window.activeTextEditor?.visibleRanges ?? [];
    assert.equal(vscode.window.activeTextEditor?.document.getText(end).trim(), '}\n}');
    await vscode.commands.executeCommand('editor.unfoldAll');
    await until('unfolded links', () => (folded() ? undefined : true));
    await open('tokenPolicies', ids.configurationTokenPolicy);
    await until('folded links', folded);
    await open('tokenPolicies', ids.staffTokenPolicy);
    await vscode.commands.executeCommand('hostedLogin.showLog');
    assert.equal(folded(), undefined);
  });

  it('open by the form of URIs that windows of earlier versions restore', async () => {
    const id = sandbox().ids.unusedTokenPolicy;
    const earlier = vscode.Uri.parse(`hosted-login:/acme/tokenPolicies/${id}.json`);
    const document = await vscode.workspace.openTextDocument(earlier);
    await edit(document, /"accessTokenLifetime": \d+/, '"accessTokenLifetime": 1900');
    await apply(document);
    assert.equal((await atService('tokenPolicies', id))['accessTokenLifetime'], 1900);
  });

  it('are one for each resource: another URI of it shows the one that is open', async () => {
    const id = sandbox().ids.mobileTokenPolicy;
    const shown = await open('tokenPolicies', id);
    for (const other of [`/acme/tokenPolicies/Old name.json?${id}`, `/acme/tokenPolicies/${id}.json`]) {
      const uri = vscode.Uri.parse(`hosted-login:${other}`);
      await vscode.window.showTextDocument(uri, { preview: false });
      await until('one tab', () => {
        const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
        const active = vscode.window.activeTextEditor?.document.uri.toString();
        return (tabs.length === 1 && active === shown.uri.toString()) || undefined;
      });
    }
  });

  it('send what was changed, and nothing else', async () => {
    const id = sandbox().ids.storefrontTokenPolicy;
    const before = await atService('tokenPolicies', id);
    const document = await open('tokenPolicies', id);
    await edit(document, '"accessTokenLifetime": 3600', '"accessTokenLifetime": 1800');
    await apply(document);
    assert.deepEqual(await atService('tokenPolicies', id), { ...before, accessTokenLifetime: 1800 });
    assert.ok(!document.isDirty);
    assert.match(document.getText(), /"accessTokenLifetime": 1800/);
  });

  it('are read and saved as UTF-8, whatever encoding the files of the workspace have', async () => {
    const title = 'Größe: 日本';
    const body = { title, accessTokenLifetime: 3600, allowedScopes: ['openid'] };
    const created = await askSandbox(sandbox(), 'config/tokenPolicies', { method: 'POST', body });
    const id = (await created.json()) as string;
    await useEncoding('windows1252', async () => {
      const document = await open('tokenPolicies', id);
      await edit(document, /"accessTokenLifetime": \d+/, '"accessTokenLifetime": 1700');
      await document.save();
      await apply(document);
    });
    const now = await atService('tokenPolicies', id);
    assert.deepEqual([now['title'], now['accessTokenLifetime']], [title, 1700]);
  });

  it('keep every character in a draft if the encoding of the document lacks some', async () => {
    const document = await open('tokenPolicies', sandbox().ids.mobileTokenPolicy);
    // As unsaved changes that were restored have it.
    await vscode.workspace.openTextDocument(document.uri, { encoding: 'windows1252' });
    await edit(document, /"title": ".*"/, '"title": "Größe: 日本"');
    await document.save();
    assert.equal(document.encoding, 'windows1252');
    const draft = new TextDecoder().decode(await vscode.workspace.fs.readFile(document.uri));
    assert.match(draft, /"title": "Größe: 日本"/);
  });

  it('stay those of their profile when it is renamed', async () => {
    const id = sandbox().ids.staffTokenPolicy;
    const document = await open('tokenPolicies', id);
    await edit(document, /"accessTokenLifetime": \d+/, '"accessTokenLifetime": 1650');
    await run('editProfile', { name: 'acme', newName: 'renamed' });
    try {
      assert.ok(await document.save());
      assert.equal((await open('tokenPolicies', id)).uri.toString(), document.uri.toString());
      await apply(document);
      assert.equal((await atService('tokenPolicies', id))['accessTokenLifetime'], 1650);
    } finally {
      await run('editProfile', { name: 'renamed', newName: 'acme' });
    }
  });

  it('show no secret, and send the one that is there', async () => {
    const id = sandbox().ids.storefrontLoginPolicy;
    const before = await atService('loginPolicies', id);
    const document = await open('loginPolicies', id);
    assert.match(document.getText(), new RegExp(`"clientSecret": "${secretPlaceholder}"`));
    await edit(document, '"home_store"', '"nearest_store"');
    await apply(document);
    const now = await atService('loginPolicies', id);
    assert.deepEqual(now['identityStoreDetails'], before['identityStoreDetails']);
    assert.match(JSON.stringify(now), /nearest_store/);
    assert.match(document.getText(), new RegExp(`"clientSecret": "${secretPlaceholder}"`));
  });

  const invalid: [
    what: string,
    kind: Kind,
    id: () => string,
    from: string | RegExp,
    to: string,
    message: RegExp,
  ][] = [
    ['no JSON', 'tokenPolicies', () => sandbox().ids.mobileTokenPolicy, '{', '', /not a JSON object/],
    ['no title', 'tokenPolicies', () => sandbox().ids.mobileTokenPolicy, /"title".*/, '', /title/],
    ['too long a life', 'tokenPolicies', () => sandbox().ids.mobileTokenPolicy, /3600/, '7200', /60 to 3600/],
    [
      'a malformed scope',
      'tokenPolicies',
      () => sandbox().ids.mobileTokenPolicy,
      '"openid"',
      '":config/**"',
      /scope|action/i,
    ],
    [
      'another type',
      'clients',
      () => sandbox().ids.mobileClient,
      '"public"',
      '"confidential"',
      /type cannot be changed/,
    ],
    [
      'another id',
      'clients',
      () => sandbox().ids.mobileClient,
      /"id": "/,
      '"id": "x',
      /ID cannot be changed/,
    ],
    [
      'a mask for a title',
      'tokenPolicies',
      () => sandbox().ids.mobileTokenPolicy,
      /"title": ".*"/,
      `"title": "${secretPlaceholder}"`,
      /stands for a stored secret/,
    ],
  ];
  for (const [what, kind, id, from, to, message] of invalid) {
    it(`refuse ${what} before anything is sent`, async () => {
      const document = await open(kind, id());
      await edit(document, from, to);
      const before = puts();
      await assert.rejects(apply(document), message);
      assert.equal(puts(), before);
      assert.ok(document.isDirty);
    });
  }

  it('refuse what somebody else changed meanwhile', async () => {
    const id = sandbox().ids.staffTokenPolicy;
    const document = await open('tokenPolicies', id);
    await edit(document, '"title": "', '"title": "My ');
    await changeAtService('tokenPolicies', id, { title: 'Theirs' });
    await assert.rejects(apply(document), /Somebody else changed/);
    await assert.rejects(apply(document), /Somebody else changed/);
    assert.equal((await atService('tokenPolicies', id))['title'], 'Theirs');
  });

  it('ask for the title when our own access is touched, and refuse to take it', async () => {
    const id = sandbox().ids.configurationTokenPolicy;
    const document = await open('tokenPolicies', id);
    await edit(document, '"accessTokenLifetime": 3600', '"accessTokenLifetime": 3000');
    const before = puts();
    await assert.rejects(apply(document), /type the title: /);
    await assert.rejects(apply(document, 'configuration'), /type the title: /);
    assert.equal(puts(), before);
    await apply(document, 'Configuration');
    assert.equal((await atService('tokenPolicies', id))['accessTokenLifetime'], 3000);
    await edit(document, '"*:**"', '".:config/**"');
    await assert.rejects(apply(document, 'Configuration'), /last configuration access/);
    await edit(document, '".:config/**"', '"openid"');
    await assert.rejects(apply(document, 'Configuration'), /last configuration access/);
    assert.deepEqual((await atService('tokenPolicies', id))['allowedScopes'], ['*:**']);
  });

  const diff = () =>
    vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff
      ? vscode.window.tabGroups.activeTabGroup.activeTab.input
      : undefined;
  const tabs = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);

  it('are kept by Save, and sent after their review was applied, not when it was cancelled', async () => {
    const id = sandbox().ids.unusedTokenPolicy;
    const document = await open('tokenPolicies', id);
    await edit(document, '"refreshTokenLifetime": 7776000,', '');
    const before = puts();
    const reasons: vscode.TextDocumentSaveReason[] = [];
    const listening = vscode.workspace.onWillSaveTextDocument(({ reason }) => reasons.push(reason));
    assert.equal(await document.save(), true);
    listening.dispose();
    assert.deepEqual(reasons, [vscode.TextDocumentSaveReason.Manual]);
    const shown = await until('the diff', diff);
    const then = await vscode.workspace.openTextDocument(shown.modified);
    assert.match(then.getText(), /refreshTokenLifetime: 7776000 → 7776000/);
    await vscode.commands.executeCommand('hostedLogin.cancelChange');
    await until('the diff to go', () => diff() === undefined || undefined);
    assert.equal(puts(), before);
    assert.ok(!document.isDirty);
    assert.doesNotMatch(document.getText(), /refreshTokenLifetime/);
    const applied = vscode.commands.executeCommand('hostedLogin.reviewAndApply', document.uri);
    await until('the diff', diff);
    await vscode.commands.executeCommand('hostedLogin.applyChange');
    await applied;
    assert.equal(puts(), before + 1);
    // The service gave it its default again, and the document shows what is there.
    await until('the text', () => document.getText().includes('refreshTokenLifetime') || undefined);
  });

  it('are reviewed one after the other when all are saved', async () => {
    const { ids } = sandbox();
    const first = await open('tokenPolicies', ids.mobileTokenPolicy);
    await edit(first, /"accessTokenLifetime": \d+/, '"accessTokenLifetime": 1201');
    const second = await open('tokenPolicies', ids.storefrontTokenPolicy);
    await edit(second, /"accessTokenLifetime": \d+/, '"accessTokenLifetime": 1202');
    const before = puts();
    assert.deepEqual(await Promise.all([first.save(), second.save()]), [true, true]);
    const shown = await until('the first diff', () => diff()?.modified.toString());
    await vscode.commands.executeCommand('hostedLogin.applyChange');
    await until('the second diff', () => {
      const next = diff()?.modified.toString();
      return next === shown ? undefined : next;
    });
    await until('the first change', () => puts() === before + 1 || undefined);
    await vscode.commands.executeCommand('hostedLogin.cancelChange');
    await until('the diff to go', () => diff() === undefined || undefined);
    assert.equal(puts(), before + 1);
    assert.ok(!first.isDirty && !second.isDirty);
  });

  it('become a draft when VS Code saves by itself: nothing is sent or asked', async () => {
    const files = vscode.workspace.getConfiguration('files');
    await files.update('autoSave', 'afterDelay', vscode.ConfigurationTarget.Workspace);
    await files.update('autoSaveDelay', 50, vscode.ConfigurationTarget.Workspace);
    try {
      const document = await open('tokenPolicies', sandbox().ids.mobileTokenPolicy);
      const before = puts();
      const saved = new Promise<void>(resolve => {
        const subscription = vscode.workspace.onDidSaveTextDocument(() => {
          subscription.dispose();
          resolve();
        });
      });
      await edit(document, '"title": "', '"title": "Auto ');
      await saved;
      assert.ok(!document.isDirty);
      assert.match(document.getText(), /"title": "Auto /);
      assert.equal(tabs().length, 1, 'nothing is asked');
      assert.equal(puts(), before);
      await discard(document);
      assert.doesNotMatch(document.getText(), /"title": "Auto /);
    } finally {
      await files.update('autoSave', 'off', vscode.ConfigurationTarget.Workspace);
      await files.update('autoSaveDelay', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('keep what was typed while their change was sent', async () => {
    const document = await open('tokenPolicies', sandbox().ids.mobileTokenPolicy);
    await edit(document, /"accessTokenLifetime": \d+/, '"accessTokenLifetime": 1111');
    sandbox().fail({ path: sandbox().ids.mobileTokenPolicy, method: 'PUT', delayMs: 1000 });
    const before = puts();
    const applied = apply(document);
    await until('the change', () => puts() > before || undefined);
    await edit(document, /"title": ".*"/, '"title": "Typed meanwhile"');
    await applied;
    assert.ok(document.isDirty);
    assert.match(document.getText(), /Typed meanwhile/);
    await apply(document);
    assert.equal(
      (await atService('tokenPolicies', sandbox().ids.mobileTokenPolicy))['title'],
      'Typed meanwhile',
    );
  });

  it('are saved when the service took a change but could not be looked at, and can be changed further', async () => {
    const id = sandbox().ids.mobileTokenPolicy;
    const document = await open('tokenPolicies', id);
    await edit(document, /"accessTokenLifetime": \d+/, '"accessTokenLifetime": 1300');
    // It is read twice before it is sent: what was edited is compared with it, and then nothing may have changed.
    sandbox().fail({ path: id, method: 'GET', after: 2, status: 500 });
    await assert.rejects(apply(document), /sent and accepted, but could not be read back/);
    assert.equal((await atService('tokenPolicies', id))['accessTokenLifetime'], 1300);
    assert.ok(!document.isDirty);
    await edit(document, /"accessTokenLifetime": \d+/, '"accessTokenLifetime": 1400');
    await apply(document);
    assert.equal((await atService('tokenPolicies', id))['accessTokenLifetime'], 1400);
  });

  it('can be saved again after they were applied, also when their length changed', async () => {
    const document = await open('tokenPolicies', sandbox().ids.mobileTokenPolicy);
    for (const lifetime of [900, 1000, 800]) {
      await edit(document, /"accessTokenLifetime": \d+/, `"accessTokenLifetime": ${String(lifetime)}`);
      await apply(document);
      assert.ok(!document.isDirty, String(lifetime));
    }
  });
});
