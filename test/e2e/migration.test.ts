import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Session } from '../support/session';
import { skipAfterFailure } from '../support/skipAfterFailure';
import { until } from '../support/until';
import type { Window } from '../support/window';

/** Leaving the service: the export, its report, and the terminal for the import. */
describe('a person leaves Hosted Login', function () {
  skipAfterFailure(this);
  let session: Session;
  let window: Window;

  before(async function () {
    this.timeout(120_000);
    session = await Session.start({ files: { 'readme.md': '# Hello\n' } });
    window = await session.openWindow();
    await window.runCommand('Hosted Login: Start Sandbox');
    await window.notification(/runs at http/);
    await window.statusBarText(/no token/);
    await window.runCommand('Notifications: Clear All Notifications');
  });

  after(() => session.close());

  const exported = (file: string) => path.join(session.workspace, 'migration/sandbox', file);
  const report = () => window.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');

  it('exports the customer by keyboard, and reads the report with its diagram', async () => {
    await window.runCommand('Hosted Login: Export for Migration…');
    await window.waitForPrompt('What shall be written?');
    assert.match(await window.pickFirst(), /^Everything/);
    await window.notification(/The export is in migration\/sandbox/);
    await report().getByRole('heading', { name: 'Leaving Hosted Login: Sandbox' }).waitFor();
    // VS Code itself draws it.
    const diagram = report().locator('svg').filter({ hasText: 'Nordhaven for iOS and Android' }).first();
    await diagram.scrollIntoViewIfNeeded();
    assert.match((await diagram.textContent()) ?? '', /Nordhaven Store Staff/);
    await window.screenshot('migration-1-report');
    assert.match(fs.readFileSync(exported('keycloak/realm.json'), 'utf8'), /"realm": "sandbox"/);
  });

  it('sees what would change in files of an earlier export, and keeps them', async () => {
    await window.runCommand('View: Close All Editors');
    fs.appendFileSync(exported('keycloak/realm.json'), '\n');
    await window.runCommand('Hosted Login: Export for Migration…');
    await window.pickFirst();
    await window.notification(/Files of an earlier export would change/);
    await window.screenshot('migration-2-changes');
    await window.answerNotification(/Files of an earlier export/, 'Cancel');
    assert.match(fs.readFileSync(exported('keycloak/realm.json'), 'utf8'), /\n\n$/);
    await window.runCommand('Hosted Login: Export for Migration…');
    await window.pickFirst();
    await window.answerNotification(/Files of an earlier export/, 'Replace 1 File');
    await until(
      'the file',
      () => !fs.readFileSync(exported('keycloak/realm.json'), 'utf8').endsWith('\n\n') || undefined,
    );
  });

  it('opens a terminal that has the secrets, after a question that names the clients', async () => {
    await window.runCommand('Hosted Login: Open Terminal for Import…');
    await window.waitForDialog(/1 client secrets? of “Sandbox”/);
    await window.waitForDialog(/Nordhaven Store Staff/);
    await window.screenshot('migration-3-question');
    await window.answerDialog(/client secrets? of “Sandbox”/, 'Open Terminal');
    await window.page.locator('.terminal-wrapper.active .xterm').waitFor();
    const counted = path.join(session.workspace, 'count.txt');
    await window.page.keyboard.type(
      'printf %s "$HOSTED_LOGIN_SECRET_NORDHAVEN_STORE_STAFF" | wc -c > count.txt\n',
    );
    const text = await until(
      'the length',
      () => (fs.existsSync(counted) && fs.readFileSync(counted, 'utf8').trim()) || undefined,
    );
    assert.equal(text, '64');
  });
});
