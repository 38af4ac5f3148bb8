import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Sandbox } from '../../../src/sandbox/index';
import type { Session } from '../../support/session';
import { skipAfterFailure } from '../../support/skipAfterFailure';
import { until } from '../../support/until';
import type { Window } from '../../support/window';
import { removeProfile, useConfigurationWindow } from './window';

/** A person keeps a configuration in files; every step is made by keyboard. */
describe('a person keeps the configuration in files', function () {
  skipAfterFailure(this);
  let sandbox: Sandbox;
  let session: Session;
  let window: Window;

  after(async () => {
    fs.rmSync(path.join(session.workspace, 'hosted-login'), { recursive: true, force: true });
    await removeProfile(window);
  });
  useConfigurationWindow(started => {
    ({ sandbox, session, window } = started);
  });

  const fileOf = (name: string) => path.join(session.workspace, 'hosted-login/acme', name);
  const read = (name: string) => fs.readFileSync(fileOf(name), 'utf8');
  const writes = () =>
    sandbox.received
      .filter(({ method, path: at }) => method !== 'GET' && at.includes('/config/'))
      .map(({ method, path: at, status }) => `${method} ${at.replace(/^.*\/config\//, '')} ${status}`);

  /** Past the extension, as a colleague. */
  async function changeAtService(id: string, change: object): Promise<void> {
    const { origin, customerId } = sandbox;
    const url = `${origin}/${customerId}/config/tokenPolicies/${id}`;
    const headers = { authorization: `Bearer ${sandbox.grant('*:config/**')}` };
    const policy = (await (await fetch(url, { headers })).json()) as object;
    const body = JSON.stringify({ ...policy, ...change });
    assert.equal((await fetch(url, { method: 'PUT', headers, body })).status, 200);
  }

  /** Replaces a line of the open file, and saves it. */
  async function edit(name: string, line: RegExp, text: string): Promise<void> {
    await window.openFile(name);
    const lines = (await window.editorText(line)).split('\n');
    await window.goToLine(lines.findIndex(candidate => line.test(candidate)) + 1);
    await window.page.keyboard.press('Home');
    await window.page.keyboard.press('Shift+End');
    await window.page.keyboard.insertText(text);
    await window.page.keyboard.press('Control+S');
    await window.page.locator('.tab.active:not(.dirty)').filter({ hasText: name }).waitFor();
  }

  /** Runs a link of the plan above the line of an address. */
  async function runLink(address: string, title: RegExp): Promise<void> {
    const lines = (await window.editorText(/Nothing was sent/))
      .split('\n')
      .filter(line => !line.startsWith('Apply All'));
    await window.goToLine(lines.findIndex(line => line.includes(address)) + 1);
    const row = window.page
      .locator('.quick-input-widget:visible .monaco-list-row')
      .filter({ hasText: title });
    // VS Code shows no list while it reads the links again, which it does when the editor comes back.
    await until(`the link ${String(title)}`, async () => {
      await window.runCommand('Show CodeLens Commands for Current Line');
      return row
        .first()
        .waitFor({ timeout: 2000 })
        .then(
          () => true,
          () => undefined,
        );
    });
    await window.pick(title);
  }

  it('pulls it into a folder', async () => {
    await window.runCommand('Hosted Login: Pull Configuration into Folder…');
    await window.waitForPrompt('Where do you want the files of “acme”?');
    await window.screenshot('files-1-folder');
    assert.match(await window.pickFirst(), /hosted-login\/acme, new folder/);
    await window.notification(/hosted-login\/acme: 14 files written, 0 unchanged/);
    await window.screenshot('files-2-pulled');
    await window.runCommand('Notifications: Clear All Notifications');
    assert.deepEqual(fs.readdirSync(path.join(session.workspace, 'hosted-login/acme')).sort(), [
      ...['clients', 'discovery.json', 'hosted-login.json', 'ids.json', 'loginPolicies', 'tokenPolicies'],
    ]);
  });

  it('edits two files; meanwhile a colleague changes one of them at the service', async () => {
    await edit('nordhaven-mobile-apps.json', /"accessTokenLifetime"/, '"accessTokenLifetime": 900,');
    await edit(
      'winter-sale-microsite-retired.json',
      /"refreshTokenLifetime"/,
      '"refreshTokenLifetime": 86400,',
    );
    await changeAtService(sandbox.ids.mobileTokenPolicy, { accessTokenLifetime: 1800 });
    assert.deepEqual(writes().length, 1);
  });

  it('compares them with the service', async () => {
    await window.runCommand('Hosted Login: Compare Files with Service…');
    await window.waitForEditor('acme ↔ service');
    const text = await window.editorText(/Nothing was sent/);
    assert.match(text, /≠ tokenPolicies\/nordhaven-mobile-apps.*changed here and on the service/);
    assert.match(text, /~ tokenPolicies\/winter-sale-microsite-retired.*changed here/);
    assert.match(text, /1 to change.*1 changed on the service/);
    await window.waitForLens('Show Difference');
    await window.screenshot('files-3-plan');
  });

  it('sees both sides of the conflict, and takes the version of the service', async () => {
    await runLink('nordhaven-mobile-apps', /^Show Difference/);
    await window.page.locator('.multiDiffEntry').nth(1).waitFor();
    // Both sides have one name: otherwise VS Code shows a renamed file, whose name is that of the wrong side.
    const otherNames = window.page.locator('.multiDiffEntry .title.original');
    await until('one name for both sides', async () =>
      (await otherNames.allInnerTexts()).join('|') === '|' ? true : undefined,
    );
    await window.screenshot('files-4-conflict');
    await window.runCommand('View: Close Editor');
    await window.waitForEditor('acme ↔ service');
    await runLink('nordhaven-mobile-apps', /^Take Theirs/);
    await until('the file', () =>
      read('tokenPolicies/nordhaven-mobile-apps.json').includes('1800') ? true : undefined,
    );
    await window.editorText(/1 to change, 0 to delete, 13 the same\. Nothing/);
  });

  it('applies the rest after a look at the difference', async () => {
    await window.runCommand('Hosted Login: Apply Files to Service…');
    await window.waitForPrompt('The editor shows what will change at “acme”.');
    assert.deepEqual(writes().length, 1);
    await window.screenshot('files-5-review');
    assert.match(await window.pickFirst(), /Apply 1 Change/);
    await window.notification(/1 applied to “acme”/);
    await window.page.locator('.tab').filter({ hasText: 'what will change' }).waitFor({ state: 'hidden' });
    await window.screenshot('files-6-applied');
    assert.deepEqual(writes().slice(1), [`PUT tokenPolicies/${sandbox.ids.unusedTokenPolicy} 200`]);
    await window.runCommand('Notifications: Clear All Notifications');
  });

  it('deletes a resource whose file is gone, and is asked about that', async () => {
    fs.rmSync(fileOf('tokenPolicies/winter-sale-microsite-retired.json'));
    await window.runCommand('Hosted Login: Compare Files with Service…');
    await window.editorText(/1 only on the service\. Nothing/);
    await runLink('winter-sale-microsite-retired', /^Delete on the Service/);
    await window.waitForPrompt('The editor shows what will change at “acme”.');
    assert.match(await window.pickFirst(), /Delete on the Service.*winter-sale-microsite-retired/);
    await window.notification(/1 applied to “acme”/);
    assert.deepEqual(writes().slice(2), [`DELETE tokenPolicies/${sandbox.ids.unusedTokenPolicy} 204`]);
    await window.runCommand('Notifications: Clear All Notifications');
  });

  it('finds nothing more to do', async () => {
    await window.runCommand('Hosted Login: Compare Files with Service…');
    await window.editorText(/0 to change, 0 to delete, 13 the same\. Nothing/);
    assert.deepEqual(
      session.keptFilesWith(Object.values(sandbox.secrets)).filter(file => file.includes('/workspace/')),
      [],
    );
  });

  const bodies = () =>
    sandbox.received
      .filter(({ method, path: at }) => method !== 'GET' && at.includes('/config/'))
      .map(({ body }) => body);
  const secret = 'entered-for-a-file';

  /** A new login policy whose file names a secret. */
  function namesSecret(name: string, title: string): void {
    const text = read('loginPolicies/nordhaven-storefront.json')
      .replace('"keep"', '"OWNER_SECRET"')
      .replace('"title": "Nordhaven Storefront"', `"title": "${title}"`);
    assert.match(text, /"OWNER_SECRET"/);
    fs.writeFileSync(fileOf(`loginPolicies/${name}.json`), text);
  }

  async function apply(label: RegExp): Promise<void> {
    await window.runCommand('Hosted Login: Apply Files to Service…');
    await window.waitForPrompt('The editor shows what will change at “acme”.');
    assert.match(await window.pickFirst(), label);
  }

  it('enters a secret once that two files name; nothing is sent before', async () => {
    namesSecret('spring', 'Spring');
    namesSecret('autumn', 'Autumn');
    const before = writes().length;
    await apply(/Apply 2 Changes/);
    await window.waitForPrompt('Secret OWNER_SECRET');
    await window.dismiss();
    await apply(/Apply 2 Changes/);
    await window.fill(secret, 'Secret OWNER_SECRET');
    assert.equal(await window.page.locator('.quick-input-widget input[type=password]').count(), 1);
    await window.screenshot('files-7-secret');
    assert.equal(writes().length, before);
    await window.accept();
    await window.notification(/2 applied to “acme”/);
    const created = writes().filter(line => line.startsWith('POST loginPolicies 201'));
    const sent = bodies().filter(body => body.includes(secret));
    assert.deepEqual([created.length, sent.length], [2, 2]);
    await window.runCommand('Notifications: Clear All Notifications');
  });

  it('is asked before a stored secret is used for another file', async () => {
    namesSecret('winter', 'Winter');
    const before = writes().length;
    await apply(/Apply 1 Change/);
    await window.waitForPrompt('The files name secrets that you entered before for “acme”.');
    assert.match((await window.choices()).join(' | '), /OWNER_SECRET: loginPolicies\/winter/);
    await window.screenshot('files-8-stored');
    await window.pick('Cancel');
    await apply(/Apply 1 Change/);
    await window.waitForPrompt('The files name secrets that you entered before for “acme”.');
    assert.equal(writes().length, before);
    await window.pick('Use the Stored Secrets');
    await window.notification(/1 applied to “acme”/);
    assert.equal(bodies().filter(body => body.includes(secret)).length, 3);
    assert.deepEqual(session.keptFilesWith([secret]), []);
    await window.runCommand('Notifications: Clear All Notifications');
  });

  it('is asked before push claims are restored, which have no document', async () => {
    const name = 'loginPolicies/nordhaven-storefront.json';
    const enabled = /("\$pushClaims": \{\s*"enabled": )(true|false)/;
    const [, , was = ''] = enabled.exec(read(name)) ?? [];
    const now = String(was !== 'true');
    fs.writeFileSync(fileOf(name), read(name).replace(enabled, `$1${now}`));
    await apply(/Apply 1 Change/);
    await window.notification(/1 applied to “acme”/);
    await window.runCommand('Notifications: Clear All Notifications');
    const put = `PUT loginPolicies/${sandbox.ids.storefrontLoginPolicy}/pushClaims 200`;
    const count = writes().length;
    assert.equal(writes().at(-1), put);
    for (const answer of ['Cancel', 'Restore']) {
      assert.equal(writes().length, count);
      await window.runCommand('Hosted Login: Restore Previous Version…');
      await window.waitForPrompt('Choose the version to restore');
      await window.pick(/pushClaims.*“Nordhaven Storefront”/);
      const question = `Restore pushClaims of “Nordhaven Storefront”?`;
      await window.waitForDialog(question);
      await window.waitForDialog(new RegExp(`Now:.*${now}.*Afterwards:.*${was}.*sent immediately`));
      await window.screenshot('files-9-restore');
      await window.answerDialog(question, answer);
    }
    await until('the earlier value', () => writes()[count]);
    assert.equal(writes().at(-1), put);
    assert.deepEqual(JSON.parse(bodies().at(-1) ?? ''), { enabled: was === 'true' });
  });

  it('applies the rest although the file of the only configuration client was deleted', async () => {
    const count = writes().length;
    fs.rmSync(fileOf('clients/configuration.json'));
    const name = 'tokenPolicies/nordhaven-mobile-apps.json';
    fs.writeFileSync(fileOf(name), read(name).replace(/("accessTokenLifetime": )\d+/, '$1900'));
    await window.runCommand('Hosted Login: Apply Files to Service…');
    await window.waitForPrompt('The editor shows what will change at “acme”.');
    await window.screenshot('files-10-left-out');
    assert.match(
      (await window.choices()).join(' | '),
      /Apply 1 Change, Left out: .*clients\/configuration .*type its title.*\| close Cancel/,
    );
    await window.pickFirst();
    await window.notification(/applied to “acme”/);
    assert.ok(
      !writes()
        .slice(count)
        .some(line => line.startsWith('DELETE')),
    );
  });
});
