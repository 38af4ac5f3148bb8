import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index';
import type { Session } from '../../support/session';
import { skipAfterFailure } from '../../support/skipAfterFailure';
import { until } from '../../support/until';
import type { Window } from '../../support/window';
import { useSandboxWindow } from './window';

const customerId = '01234567-89ab-cdef-0123-456789abcdef';

/** Leaving the service: the export, its report, the terminal for the import, and the comparison with the new issuer. */
describe('a person leaves Hosted Login', function () {
  skipAfterFailure(this);
  let session: Session;
  let window: Window;
  let newIssuer: Sandbox | undefined;

  useSandboxWindow(started => {
    ({ session, window } = started);
  });
  before(async () => {
    await window.runCommand('Hosted Login: Start Sandbox');
    await window.notification(/runs at http/);
    await window.statusBarText(/no token/);
    await window.runCommand('Notifications: Clear All Notifications');
  });

  after(() => newIssuer?.stop());

  const exported = (file: string) => path.join(session.workspace, 'migration/sandbox', file);
  const report = () => window.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');

  it('exports the customer by keyboard, and reads the report with its diagram', async () => {
    await window.runCommand('Hosted Login: Export for Migration…');
    await window.waitForPrompt('Which files do you want to write?');
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
    // It takes the keyboard when it is loaded.
    await report().getByRole('heading', { name: 'Leaving Hosted Login: Sandbox' }).waitFor();
    const tabs = await window.tabs();
    assert.ok(!tabs.some(tab => tab.includes('what changes in files that exist')), tabs.join());
  });

  it('opens a terminal that has the secrets, after a question that names the clients', async () => {
    await window.runCommand('Hosted Login: Open Terminal for Import…');
    await window.waitForDialog(/1 client secrets? of “Sandbox”/);
    await window.waitForDialog(/Nordhaven Store Staff/);
    await window.screenshot('migration-3-question');
    await window.answerDialog(/client secrets? of “Sandbox”/, 'Open Terminal');
    await window.page.locator('.terminal-wrapper.active .xterm').waitFor();
    const counted = path.join(session.workspace, 'count.txt');
    const [, name = ''] =
      /^(HOSTED_LOGIN_SECRET_\w+)=$/m.exec(fs.readFileSync(exported('secrets.example.env'), 'utf8')) ?? [];
    assert.match(name, /_NORDHAVEN_STORE_STAFF/);
    await window.page.keyboard.type(`printf %s "$${name}" | wc -c > count.txt\n`);
    const text = await until(
      'the length',
      () => (fs.existsSync(counted) && fs.readFileSync(counted, 'utf8').trim()) || undefined,
    );
    assert.equal(text, '64');
  });
  it('sees side by side what the new issuer lacks', async () => {
    newIssuer = await startSandbox();
    const issuer = `${newIssuer.origin}/${newIssuer.customerId}/login`;
    const discovery = '/.well-known/openid-configuration';
    const document = (await (await fetch(issuer + discovery)).json()) as object;
    const body = JSON.stringify({ ...document, scopes_supported: ['openid', 'profile', 'email'] });
    newIssuer.fail({ path: discovery, status: 200, body });
    await window.runCommand('Hosted Login: Compare with New Issuer…');
    await window.fill('login.example.com', 'The new issuer');
    await window.waitForPrompt('Enter a URL that begins with https://');
    await window.type(issuer);
    await window.notification(/The new issuer lacks something in: .*scopes_supported/);
    await window.waitForEditor(/Sandbox: today ↔ 127\.0\.0\.1/);
    const right = await window.editorText(/! Missing/);
    assert.match(
      right,
      /^# Different\n\nscopes_supported\n.*\n {2}email\n {2}openid\n {2}profile\n {2}! Missing: address, phone/,
    );
    await window.editorText(/scopes_supported\n.*\n {2}address\n/);
    await window.screenshot('migration-4-issuers');
  });

  it('chooses between the profile and a folder that a configuration was pulled into', async () => {
    const files = {
      'hosted-login.json': { format: 1, origin: 'https://v1.api.us.janrain.com', customerId },
      'clients/shop.json': {
        ...{ name: 'Shop', type: 'public', redirectURIs: ['https://shop.example/'] },
        tokenPolicy: 'tokenPolicies/shop',
      },
      'tokenPolicies/shop.json': { title: 'Shop', allowedScopes: ['openid', 'email'] },
    };
    for (const [name, value] of Object.entries(files)) {
      const file = path.join(session.workspace, 'hosted-login/store', name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, JSON.stringify(value));
    }
    await window.runCommand('Hosted Login: Export for Migration…');
    await window.waitForPrompt('What do you want to export?');
    const choices = await window.choices();
    assert.match(choices.join('\n'), /^account Sandbox.*\nfolder hosted-login\/store/);
    await window.pick(/hosted-login\/store/);
    await window.waitForPrompt('Which files do you want to write?');
    await window.pick(/^Report and Client Registration/);
    await window.notification(/The export is in migration\/store/);
    const folder = path.join(session.workspace, 'migration/store');
    assert.match(fs.readFileSync(path.join(folder, 'rfc7591/shop.json'), 'utf8'), /"scope": "openid email"/);
    assert.ok(!fs.existsSync(path.join(folder, 'keycloak')));
  });
});
