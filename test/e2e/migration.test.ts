import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { startSandbox } from '../../src/sandbox/index';
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
    await until('the diff to go', async () =>
      (await window.tabs()).every(tab => !tab.includes('what changes')) ? true : undefined,
    );
  });

  it('sees side by side what applications notice at a new issuer', async () => {
    const next = await startSandbox();
    try {
      await window.runCommand('View: Close All Editors');
      await window.runCommand('Hosted Login: Compare with New Issuer…');
      await window.type(`${next.origin}/${next.customerId}/login`, /The new issuer/);
      await window.notification(/The new issuer lacks nothing that was compared/);
      const sides = window.page.locator('.monaco-diff-editor .view-line');
      await sides.filter({ hasText: next.origin }).first().waitFor();
      assert.match((await window.tabs()).join(), /Sandbox: today ↔ 127\.0\.0\.1:\d+/);
      await window.screenshot('migration-4-compare');
    } finally {
      await next.stop();
    }
  });

  it('chooses between the profile and a folder that the configuration was pulled into', async () => {
    await window.runCommand('Notifications: Clear All Notifications');
    const folder = path.join(session.workspace, 'pulled');
    const write = (name: string, value: object) => {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), JSON.stringify(value));
    };
    write('clients/shop.json', {
      ...{ name: 'Shop', type: 'public', redirectURIs: ['https://shop.example/'] },
    });
    write('ids.json', { 'clients/shop': 'c-1' });
    write('hosted-login.json', { format: 1, origin: 'https://login.example', customerId: 'shop' });
    await window.runCommand('Hosted Login: Export for Migration…');
    await window.waitForPrompt('What shall be exported?');
    assert.match((await window.choices()).join(' | '), /^Sandbox.*The profile.* \| pulled.*The folder/);
    await window.pick(/^pulled/);
    await window.waitForPrompt('What shall be written?');
    await window.pick(/^Report Only/);
    await window.notification(/The export is in migration\/pulled/);
    await report().getByRole('heading', { name: 'Leaving Hosted Login: pulled' }).waitFor();
    fs.rmSync(folder, { recursive: true });
  });

  it('opens a terminal that has the secrets, after a question that names the clients', async () => {
    await window.runCommand('Hosted Login: Open Terminal for Import…');
    await window.waitForDialog(/1 client secrets? of “Sandbox”/);
    await window.waitForDialog(/Nordhaven Store Staff/);
    await window.screenshot('migration-3-question');
    await window.answerDialog(/client secrets? of “Sandbox”/, 'Open Terminal');
    await window.page.locator('.terminal-wrapper.active .xterm').waitFor();
    const [, name = ''] =
      /^(HOSTED_LOGIN_SECRET_NORDHAVEN_STORE_STAFF_\w{12})=$/m.exec(
        fs.readFileSync(exported('secrets.example.env'), 'utf8'),
      ) ?? [];
    const counted = path.join(session.workspace, 'count.txt');
    await window.page.keyboard.type(`printf %s "$${name}" | wc -c > count.txt\n`);
    const text = await until(
      'the length',
      () => (fs.existsSync(counted) && fs.readFileSync(counted, 'utf8').trim()) || undefined,
    );
    assert.equal(text, '64');
  });
});
