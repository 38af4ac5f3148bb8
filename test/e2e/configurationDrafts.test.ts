import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type Sandbox, startSandbox } from '../../src/sandbox/index';
import type { Session } from '../support/session';
import { skipAfterFailure } from '../support/skipAfterFailure';
import { until } from '../support/until';
import { useWindow } from '../support/useWindow';
import { labelsOf, type Window } from '../support/window';

/** Drafts as a person meets them on the desktop, where VS Code saves nothing by itself. */
describe('a person edits two policies and applies both', function () {
  skipAfterFailure(this);
  let sandbox: Sandbox;
  let session: Session;
  let window: Window;

  useWindow(
    {
      profile: 'acme',
      folder: 'one',
      sharesSecrets: true,
      files: { 'one/a.txt': '', 'other/b.txt': '' },
      settings: {
        'files.autoSave': 'off',
        'hostedLogin.reviewOnSave': false,
        'editor.autoClosingQuotes': 'never',
        'editor.autoSurround': 'never',
      },
    },
    started => {
      ({ sandbox, session, window } = started);
    },
  );
  before(async () => {
    await window.runCommand('Notifications: Clear All Notifications');
  });

  const draftFiles = () => session.keptFiles().filter(file => /[\\/]drafts[\\/].+\.json$/.test(file));
  const puts = () => sandbox.received.filter(({ method }) => method === 'PUT');
  const dirtyTab = (at = window) => at.page.locator('.tab.active.dirty');

  let savesByItself = false;

  async function changeLifetime(title: string, seconds: number, at = window): Promise<void> {
    await at.runCommand('Hosted Login: Open Policy or Client…');
    await at.fill(title, 'Search by title, kind or ID');
    await at.pick(/token policy/);
    await at.waitForEditor(title);
    const lines = at.page.locator('.editor-group-container.active .view-line');
    await lines.filter({ hasText: '"accessTokenLifetime"' }).click();
    const { keyboard } = at.page;
    await keyboard.press('Home');
    await keyboard.press('Shift+End');
    await keyboard.insertText(`"accessTokenLifetime": ${seconds},`);
    if (savesByItself) await at.waitForLens('Not applied: 1 change');
    else await dirtyTab(at).waitFor();
  }

  it('saves each, which keeps drafts and sends nothing', async () => {
    await changeLifetime('Nordhaven Mobile Apps', 1201);
    await window.page.keyboard.press('Control+S');
    await dirtyTab().waitFor({ state: 'hidden' });
    await window.waitForLens('Not applied: 1 change');
    await changeLifetime('Nordhaven Storefront', 1202);
    await window.page.keyboard.press('Control+S');
    await dirtyTab().waitFor({ state: 'hidden' });
    assert.deepEqual(await window.notifications(), []);
    assert.equal(puts().length, 0);
  });

  it('sees them in the tree, after a reload too', async () => {
    await window.reloadByCommand();
    await window.runCommand('Hosted Login: Focus on Hosted Login View');
    const policies = window.page
      .locator('.sidebar .pane-body .monaco-list-row')
      .filter({ hasText: /^Token Policies/ });
    await policies.click();
    await window.treeRow('Nordhaven Mobile Apps, token policy');
    const marked = await until('the marks', async () => {
      const texts = (await window.treeTexts()).filter(text => /not applied/i.test(text));
      return texts.length === 2 ? texts : undefined;
    });
    assert.match(marked.join(' | '), /Nordhaven Mobile Apps.*Nordhaven Storefront/);
    await window.page.locator('.badge-content').filter({ hasText: /^2$/ }).first().waitFor();
    await window.screenshot('drafts-1-tree');
  });

  it('reviews both in one editor, and applies them', async () => {
    await window.runCommand('Hosted Login: Apply All Drafts…');
    await window.notification(/Send these 2 changes to “acme”\?/);
    const sides = window.page.locator('.multiDiffEntry .view-line');
    await sides.filter({ hasText: '1201' }).first().waitFor();
    await sides.filter({ hasText: '1202' }).first().waitFor();
    // Apply and Cancel are side by side, before the arrows of VS Code.
    const buttons = window.page.locator('.editor-group-container.active .editor-actions .action-label');
    await until('the buttons', async () => {
      return /^Apply Change[^|]*\|Cancel Change/.test((await labelsOf(buttons)).join('|')) ? true : undefined;
    });
    await window.screenshot('drafts-2-review');
    assert.equal(puts().length, 0);
    // In Quick Open, the keys of Apply are those of VS Code.
    await window.page.keyboard.press('Control+P');
    await window.page.locator('.quick-input-widget :focus').waitFor();
    await window.page.keyboard.type('no such file');
    await window.page.keyboard.press('Control+Enter');
    await window.dismiss();
    await window.runCommand('View: Focus Active Editor Group');
    assert.equal(puts().length, 0);
    await window.answerNotification(/Send these 2 changes/, 'Apply');
    await until('both changes', () => puts()[1]);
    await window.page.locator('.statusbar-item').filter({ hasText: '2 changes applied' }).waitFor();
    await until('no marks', async () =>
      (await window.treeTexts()).every(text => !/not applied/i.test(text)) ? true : undefined,
    );
    assert.deepEqual(await window.notifications(), []);
    assert.equal(puts().length, 2);
    assert.ok((await window.tabs()).every(tab => !tab.includes('all that will change')));
  });

  it('does the same while VS Code saves by itself', async () => {
    await window.runCommand('Notifications: Clear All Notifications');
    await window.runCommand('File: Toggle Auto Save');
    savesByItself = true;
    const before = puts().length;
    await changeLifetime('Nordhaven Mobile Apps', 1251);
    await changeLifetime('Nordhaven Storefront', 1252);
    await dirtyTab().waitFor({ state: 'hidden' });
    assert.deepEqual(await window.notifications(), []);
    assert.equal(puts().length, before);
    await window.runCommand('Hosted Login: Apply All Drafts…');
    await window.answerNotification(/Send these 2 changes to “acme”\?/, 'Apply');
    await until('both changes', () => puts()[before + 1]);
    await window.page.locator('.statusbar-item').filter({ hasText: '2 changes applied' }).waitFor();
    assert.deepEqual(await window.notifications(), []);
    await window.runCommand('File: Toggle Auto Save');
    savesByItself = false;
  });

  it('keeps the draft of a policy that somebody deleted, discards it, undoes that, and creates it again', async () => {
    const { origin, customerId, ids } = sandbox;
    const title = 'Winter Sale Microsite (retired)';
    await changeLifetime(title, 1261);
    await window.page.keyboard.press('Control+S');
    await window.waitForLens('Not applied: 1 change');
    const headers = { authorization: `Bearer ${sandbox.grant('*:config/**')}` };
    const url = `${origin}/${customerId}/config/tokenPolicies`;
    await fetch(`${url}/${ids.unusedTokenPolicy}`, { method: 'DELETE', headers });
    await window.clickLens('Review and Apply');
    const gone = /“Winter Sale Microsite \(retired\)” no longer exists on the service/;
    await window.answerNotification(gone, 'Discard');
    await window.answerNotification(/The draft of “Winter Sale Microsite \(retired\)” was discarded/, 'Undo');
    await window.waitForLens('Not applied: 1 change');
    await window.editorText(/"accessTokenLifetime": 1261/);
    await window.clickLens('Review and Apply');
    await window.answerNotification(gone, 'Create Again');
    await window.screenshot('drafts-6-create-again');
    await window.answerDialog(/Create it again for “acme”\?/, 'Create');
    await until('no draft', () => draftFiles().length === 0 || undefined);
    const reply = await fetch(url, { headers });
    const list = JSON.stringify(await reply.json());
    assert.ok(list.includes(title) && !list.includes(ids.unusedTokenPolicy));
    await window.waitForEditor(title);
    await window.editorText(/"accessTokenLifetime": 1261/);
    await window.runCommand('View: Close Editor');
  });

  it('is asked before a profile with drafts is removed', async () => {
    await changeLifetime('Nordhaven Mobile Apps', 1301);
    await window.page.keyboard.press('Control+S');
    await window.waitForLens('Not applied: 1 change');
    await window.runCommand('Hosted Login: Remove Profile…');
    await window.pick(/^acme/);
    await window.waitForDialog(/A draft of a policy or client, which was not applied, is deleted with it/);
    await window.screenshot('drafts-3-remove');
    await window.answerDialog(/Remove the profile/, 'Cancel');
  });

  it('is asked by title if Apply All Drafts finds one', async () => {
    await window.runCommand('Hosted Login: Apply All Drafts…');
    const question = /^Send this change of “Nordhaven Mobile Apps” to the service\?/;
    await window.answerNotification(question, 'Cancel');
  });

  it('keeps the drafts of two windows, and compares them', async () => {
    const other = await session.openWindow({ beside: window, folder: 'other' });
    await changeLifetime('Nordhaven Mobile Apps', 1304, other);
    await changeLifetime('Nordhaven Mobile Apps', 1303);
    await window.page.keyboard.press('Control+S');
    await dirtyTab().waitFor({ state: 'hidden' });
    await other.page.keyboard.press('Control+S');
    await other.notification(/Another window has a draft of “Nordhaven Mobile Apps”, too\. Both are kept\./);
    await other.answerNotification(/Another window has a draft/, 'Compare');
    await other.notification(/On the left: the draft of “Nordhaven Mobile Apps” from another window/);
    const sides = other.page.locator('.monaco-diff-editor .view-line');
    await sides.filter({ hasText: '1303' }).first().waitFor();
    await sides.filter({ hasText: '1304' }).first().waitFor();
    await other.screenshot('drafts-4-two-windows');
    await other.answerNotification(/On the left/, 'Discard the Other Draft');
    await until('one draft', () => draftFiles().length === 1 || undefined);
    assert.match(fs.readFileSync(draftFiles()[0] ?? '', 'utf8'), /1304/);
    await other.runCommand('View: Close Editor');
    await other.waitForLens('Not applied: 1 change');
    const compare = other.page.locator('.codelens-decoration').filter({ hasText: 'Compare with the Draft' });
    await compare.waitFor({ state: 'hidden' });
    await other.page.close();
  });

  it('sees the one error of a save: storage that fails', async () => {
    const [draft = ''] = draftFiles();
    const folder = path.dirname(draft);
    fs.renameSync(folder, `${folder}.away`);
    fs.writeFileSync(folder, '');
    await changeLifetime('Nordhaven Mobile Apps', 1302);
    await window.page.keyboard.press('Control+S');
    await window.notification(/Failed to save.*The draft of “Nordhaven Mobile Apps” could not be kept/);
    await window.screenshot('drafts-5-failed');
    assert.equal(session.takeFailedSaves().length, 1);
    fs.rmSync(folder);
    fs.renameSync(`${folder}.away`, folder);
    await window.runCommand('Notifications: Clear All Notifications');
    await window.page.locator('.editor-group-container.active .monaco-editor').first().click();
    await window.page.keyboard.press('Control+S');
    await dirtyTab().waitFor({ state: 'hidden' });
  });

  it('creates nothing again for the customer that the profile was edited to meanwhile', async () => {
    const { origin, customerId } = sandbox;
    const title = 'Winter Sale Microsite (retired)';
    await changeLifetime(title, 1262);
    await window.page.keyboard.press('Control+S');
    await window.waitForLens('Not applied: 1 change');
    const headers = { authorization: `Bearer ${sandbox.grant('*:config/**')}` };
    const url = `${origin}/${customerId}/config/tokenPolicies`;
    const draft = draftFiles()
      .map(file => JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, string>)
      .find(each => each['title'] === title);
    await fetch(`${url}/${draft?.['id'] ?? ''}`, { method: 'DELETE', headers });
    await window.clickLens('Review and Apply');
    const gone = /“Winter Sale Microsite \(retired\)” no longer exists on the service/;
    await window.notification(gone);
    const other = await startSandbox();
    try {
      await window.runCommand('Hosted Login: Edit Profile…');
      await window.pick('acme');
      await window.pick(/^Service: origin/);
      await window.pick(/Other origin/);
      await window.type(other.origin, 'The origin of the service');
      await window.type(other.customerId, 'Customer ID');
      await window.type(other.clientId, 'Client ID');
      await window.type(other.clientSecret, 'Client secret');
      await until('the edited profile', async () => {
        await window.runCommand('Hosted Login: Switch Profile…');
        const rows = await window.choices();
        await window.dismiss();
        return rows.some(row => row.includes(new URL(other.origin).host)) || undefined;
      });
      const count = sandbox.received.length;
      await window.answerNotification(gone, 'Create Again');
      await window.notification(/was changed in the meantime\. Nothing was sent/);
      await window.screenshot('drafts-7-another-customer');
      const posts = [...sandbox.received.slice(count), ...other.received].filter(
        ({ method, path: at }) => method === 'POST' && at.includes('/config/'),
      );
      assert.deepEqual(posts, []);
      assert.ok(draftFiles().some(file => fs.readFileSync(file, 'utf8').includes(draft?.['revision'] ?? '')));
    } finally {
      await other.stop();
    }
  });
});
