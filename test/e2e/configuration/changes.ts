import assert from 'node:assert/strict';
import type { Sandbox } from '../../../src/sandbox/index';
import type { Session } from '../../support/session';
import { skipAfterFailure } from '../../support/skipAfterFailure';
import { until } from '../../support/until';
import type { Window } from '../../support/window';
import { useConfigurationWindow } from './window';

/** Creating, deleting and resetting, with the questions that the user gets. */
describe('a person creates, resets and deletes in the configuration', function () {
  skipAfterFailure(this);
  let sandbox: Sandbox;
  let session: Session;
  let window: Window;

  useConfigurationWindow(started => {
    ({ sandbox, session, window } = started);
  });

  const sent = (method: string, end: string) =>
    sandbox.received.filter(({ method: used, path }) => used === method && path.endsWith(end));

  async function open(title: string, kind: RegExp): Promise<void> {
    await window.runCommand('Hosted Login: Open Policy or Client…');
    await window.fill(title, 'Search by title, kind or ID');
    await window.pick(kind);
    await window.waitForEditor(title);
    await window.editorText(/^ {2}"(title|name)"/m);
  }

  /** Whether the client gets a token with the secret on the clipboard. */
  async function isGranted(clientId: string): Promise<boolean> {
    const { ok } = await fetch(`${sandbox.origin}/${sandbox.customerId}/login/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa(`${clientId}:${await window.copied()}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: '*:config/**' }),
    });
    return ok;
  }

  it('a token policy, from a template', async () => {
    await window.runCommand('Hosted Login: New Policy or Client…');
    await window.waitForPrompt('What to create');
    await window.pick(/^Token Policy/);
    await window.waitForPrompt('Choose a template, or a policy or client to copy');
    assert.match((await window.choices())[0] ?? '', /^For people who sign in.*openid profile email/);
    await window.screenshot('changes-1-template');
    await window.pickFirst();
    await window.type('Kiosk', 'Title');
    await window.waitForEditor('Kiosk');
    const [created] = sent('POST', '/config/tokenPolicies');
    assert.deepEqual((JSON.parse(created?.body ?? '') as Record<string, unknown>)['allowedScopes'], [
      'openid',
      'profile',
      'email',
    ]);
  });

  it('deletes it after one question, and restores it as a new one', async () => {
    await window.editorText(/"title": "Kiosk"/);
    await window.runCommand('Hosted Login: Delete Policy or Client…');
    await window.waitForDialog(/Delete the token policy “Kiosk”/);
    await window.screenshot('changes-2-delete');
    await window.answerDialog(/Delete the token policy/, 'Delete');
    await until('the deletion', () =>
      sandbox.received.find(({ method, status }) => method === 'DELETE' && status === 204),
    );
    await window.runCommand('Hosted Login: Restore Previous Version…');
    await window.waitForPrompt('Choose the version to restore');
    assert.match((await window.choices())[0] ?? '', /token policy “Kiosk”/);
    await window.pickFirst();
    await window.answerDialog(/“Kiosk” no longer exists/, 'Create');
    await until('the second one', () => sent('POST', '/config/tokenPolicies')[1]);
    await window.waitForEditor('Kiosk');
  });

  it('reads the whole question, whatever the title', async () => {
    // It reverses the letters after it, and VS Code cuts messages at 1,000 characters.
    const title = `Turned\u202e${' and very long'.repeat(100)}`;
    await fetch(`${sandbox.origin}/${sandbox.customerId}/config/tokenPolicies`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${sandbox.grant('*:config/**')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ title, accessTokenLifetime: 3600, allowedScopes: ['openid'] }),
    });
    await window.runCommand('Hosted Login: Refresh the Configuration');
    await open('Turned', /token policy/);
    await window.runCommand('Hosted Login: Delete Policy or Client…');
    await window.waitForDialog(/Delete the token policy “Turned and [a-z ]{100,200}…”\?/);
    await window.screenshot('changes-8-long-title');
    await window.answerDialog(/Delete the token policy/, 'Cancel');
    // The line below the title.
    await window.goToLine(3);
    await window.page.keyboard.press('Shift+End');
    await window.page.keyboard.type('"accessTokenLifetime": 1800,');
    await window.page.keyboard.press('Control+S');
    const question = await window.notification(/^Send this change of “Turned/);
    assert.match(question, /^Send this change of “Turned and [a-z ]{100,200}…” to the service\?/);
    assert.doesNotMatch((await window.tabs()).join(), /\u202e/);
    await window.answerNotification(/^Send this change/, 'Cancel');
    await window.discardDraft();
  });

  it('is told who uses a policy before deleting it', async () => {
    await open('Nordhaven Store Staff', /token policy/);
    await window.runCommand('Hosted Login: Delete Policy or Client…');
    await window.notification(/is used by the client “Nordhaven Store Staff”\. Nothing was deleted/);
    await window.screenshot('changes-7-in-use');
    await window.answerNotification(/is used by the client/, 'Open “Nordhaven Store Staff”');
    await window.editorText(/"type": "confidential"/);
  });

  it('cannot delete the only configuration access, and is told what helps', async () => {
    await open('Configuration', /^Configuration\s*configuration client/);
    await window.runCommand('Hosted Login: Delete Policy or Client…');
    await window.notification(/remove the last configuration access.*Nothing was sent/);
    assert.equal(sandbox.received.filter(({ method }) => method === 'DELETE').length, 1);
    await window.answerNotification(/the last configuration access/, 'Create Spare Access');
    const created = sent('POST', '/config/tokenPolicies').length;
    await window.waitForDialog(
      /Token policy “Configuration \(spare\)”, which allows: \*:\*\*.*Confidential client/s,
    );
    await window.screenshot('changes-5-spare-question');
    assert.equal(sent('POST', '/config/tokenPolicies').length, created);
    await window.answerDialog(/Create spare configuration access for “acme”/, 'Create');
    await window.notification(/saved as the profile “acme \(spare\)”/);
    await window.notificationGone(/Creating spare/);
    await window.screenshot('changes-5-spare');
    // In a browser it does not count before.
    await window.answerNotification(/saved as the profile “acme \(spare\)”/, 'Copy New Secret');
    await window.runCommand('Notifications: Clear All Notifications');
  });

  it('offers the newest secret without a profile until it was copied', async () => {
    await open('Nordhaven Store Staff', /client/);
    for (const resets of [1, 2]) {
      await window.runCommand('Hosted Login: Reset Client Secret…');
      await window.answerDialog(/Reset the secret of “Nordhaven Store Staff”/, 'Reset');
      await until('the reset', () => sent('POST', '/secret')[resets - 1]);
      await window.notification(/not saved in any profile\. Copy it/);
      await window.runCommand('Notifications: Clear All Notifications');
    }
    // The strict locator fails if both secrets are offered.
    const item = window.page.locator('.statusbar-item').filter({ hasText: 'Copy the new secret' });
    await window.screenshot('changes-5-secret');
    await item.click();
    await window.answerNotification(/not saved in any profile\. Copy it/, 'Copy New Secret');
    await item.waitFor({ state: 'detached' });
    const [, id = ''] = /clients\/([^/]+)\/secret$/.exec(sent('POST', '/secret')[1]?.path ?? '') ?? [];
    assert.equal(await isGranted(id), true);
    await window.runCommand('Notifications: Clear All Notifications');
  });

  it('must type the name to reset the secret of our own client, which continues to work', async () => {
    await open('Configuration', /^Configuration\s*configuration client/);
    await window.runCommand('Hosted Login: Reset Client Secret…');
    await window.waitForPrompt(/without a grace period.*Type “Configuration” to continue/);
    await window.screenshot('changes-3-type');
    const resets = sent('POST', '/secret').length;
    await window.type('Configuration', /without a grace period/);
    await window.notification(/“Configuration” has a new secret, which is saved in “acme”/);
    await window.screenshot('changes-4-reset');
    assert.equal(sent('POST', '/secret').length, resets + 1);
    await window.runCommand('Notifications: Clear All Notifications');
  });

  it('sees the configuration access of another profile in a lens', async () => {
    await open('Configuration', /^Configuration\s*(configuration )?client/);
    // A list goes when the document takes the focus.
    await window.page
      .locator('.codelens-decoration a')
      .filter({ hasText: 'Gives configuration access' })
      .waitFor();
    await window.runCommand('Hosted Login: Switch Profile');
    await window.pick(/acme \(spare\)/);
    await window.statusBarText(/acme \(spare\) no token/);
    await window.clickLens('Gives configuration access');
    await window.waitForPrompt('Select one to open it');
    const access = (await window.choices()).filter(choice => choice.includes('token policy “'));
    assert.equal(access.length, 2, access.join());
    await window.notificationsGone();
    await window.screenshot('changes-6-other-profile');
    assert.match((await window.choices()).at(-1) ?? '', /Switch to “acme”/);
    await window.dismiss();
  });

  it('is asked before an edit replaces the only copy of a secret', async () => {
    await window.runCommand('Hosted Login: Edit Profile…');
    await window.pick(/^acme(?! \()/);
    await window.pick('Client secret');
    await window.type('another', 'It is kept in VS Code’s secret storage');
    await window.answerDialog(/the credentials could not be confirmed/, 'Save Anyway');
    await window.waitForDialog(/created on this machine and never copied/);
    await window.screenshot('changes-8-edit');
    // The next test copies the secret that stays.
    await window.answerDialog(/Replace the client secret of “acme”/, 'Cancel');
  });

  it('removes the profile with its history', async () => {
    const copies = () => session.keptFiles().filter(file => /[\\/]history[\\/].+\.json$/.test(file));
    assert.equal(copies().length, 1);
    await window.runCommand('View: Close All Editors');
    await window.runCommand('Hosted Login: Remove Profile…');
    await window.pick(/^acme(?! \()/);
    // It was reset here and never copied: removing the profile loses it, unless it is copied now.
    await window.waitForDialog(/created on this machine and never copied/);
    await window.screenshot('changes-8-remove');
    await window.answerDialog(/Remove the profile “acme”/, 'Copy Secret and Remove');
    await until('the copies to go', () => copies().length === 0 || undefined);
    assert.equal(await isGranted(sandbox.clientId), true);
    await window.runCommand('Hosted Login: Open Policy or Client…');
    await window.fill('Kiosk', 'Search by title, kind or ID');
    await window.dismiss();
  });
});
