import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type Sandbox, startSandbox } from '../../src/sandbox/index';
import { enterProfile } from '../support/enterProfile';
import { Session } from '../support/session';
import { until } from '../support/until';
import type { Window } from '../support/window';

/** A token policy is opened, changed and sent by keyboard; what must not be sent is not. */
describe('a person edits the configuration', function () {
  this.bail(true);
  let sandbox: Sandbox;
  let session: Session;
  let window: Window;

  before(async function () {
    this.timeout(120_000);
    sandbox = await startSandbox();
    // The tests type whole lines.
    session = await Session.start({
      settings: { 'editor.autoClosingQuotes': 'never', 'editor.autoSurround': 'never' },
    });
    window = await session.openWindow();
    await window.runCommand('Hosted Login: Add Profile…');
    await enterProfile(window, sandbox);
    await window.statusBarText(/acme no token/);
  });

  after(async () => {
    await session.close();
    await sandbox.stop();
  });

  const puts = () => sandbox.received.filter(({ method }) => method === 'PUT');

  async function open(title: string): Promise<void> {
    await window.runCommand('Hosted Login: Open Policy or Client…');
    await window.fill(title, 'Search by title, kind or ID');
    await window.pickFirst();
    await window.waitForEditor(title);
    await window.editorText(/^ {2}"(title|name)"/m);
  }

  /** What VS Code keeps of documents with changes; a second or two after they were typed. */
  const backups = (): string[] => {
    const folder = path.join(path.dirname(session.workspace), 'data/data/User/Backups');
    const files = fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
    return files.filter(file => /hosted-login./.test(file));
  };

  /** Puts the cursor into a line of the document, and writes another value in its place. */
  async function change(line: RegExp, text: string): Promise<void> {
    const lines = (await window.editorText(line)).split('\n');
    const number = lines.findIndex(candidate => line.test(candidate)) + 1;
    assert.ok(number > 0, lines.join('\n'));
    await window.goToLine(number);
    const { keyboard } = window.page;
    await keyboard.press('Home');
    await keyboard.press('Shift+End');
    if (text === '') await keyboard.press('Delete');
    else await keyboard.insertText(text);
  }

  it('finds a resource by its title', async () => {
    await window.runCommand('Hosted Login: Open Policy or Client…');
    await window.waitForPrompt('Search by title, kind or ID');
    const choices = await window.choices();
    assert.match(choices[0] ?? '', /^Configuration.*token policy/);
    await window.screenshot('configuration-1-open');
    await window.page.keyboard.press('Escape');
  });

  it('reads the title in the tab and the breadcrumbs, and the ID when hovering', async () => {
    await open('Nordhaven Mobile Apps');
    assert.match((await window.tabs()).join('|'), /^Nordhaven Mobile Apps ?\.json\*$/);
    assert.deepEqual(await window.breadcrumbs(), ['acme', 'tokenPolicies', 'Nordhaven Mobile Apps.json']);
    const hover = await window.hoverBreadcrumb('Nordhaven Mobile Apps.json');
    assert.equal(hover, `acme/tokenPolicies/Nordhaven Mobile Apps.json • ${sandbox.ids.mobileTokenPolicy}`);
  });

  it('sees the users of a policy in a lens', async () => {
    const lens = window.page.locator('.codelens-decoration a').filter({ hasText: /Used by/ });
    await lens.first().waitFor();
    assert.match(await lens.first().innerText(), /Used by Nordhaven for iOS and Android/);
    await window.screenshot('configuration-2-used-by');
  });

  it('is offered to turn off auto save', async () => {
    const type = async () => {
      await window.page.locator('.editor-group-container.active .monaco-editor .view-line').first().click();
      await window.page.keyboard.type(' ');
    };
    await type();
    await window.notification(/Save the document yourself/);
    await window.screenshot('configuration-3-auto-save');
    await window.answerNotification(/cannot send changes to Hosted Login/, 'Turn Off for Other JSON');
    await window.runCommand('Notifications: Clear All Notifications');
    await window.runCommand('File: Revert File');
    await until('the revert', () => backups().length === 0 || undefined);
    await type();
    await until('the backup', () => backups().length > 0 || undefined);
    assert.deepEqual(await window.notifications(), []);
    await window.runCommand('File: Revert File');
  });

  it('reviews and applies a change', async () => {
    await change(/"accessTokenLifetime"/, '"accessTokenLifetime": 1800,');
    await window.screenshot('configuration-2-edited');
    await window.page.keyboard.press('Control+S');
    await window.notification(/Send this change of “Nordhaven Mobile Apps” to the service\?/);
    await window.screenshot('configuration-3-what-will-change');
    assert.equal(puts().length, 0);
    // By the key: the diff has the focus.
    await window.page.keyboard.press('Control+Enter');
    await until('the change', () => puts()[0]);
    assert.equal((JSON.parse(puts()[0]?.body ?? '') as Record<string, unknown>)['accessTokenLifetime'], 1800);
    await window.page
      .locator('.tab.active:not(.dirty)')
      .filter({ hasText: 'Nordhaven Mobile Apps' })
      .waitFor();
  });

  it('sees which members are reset, and sends nothing when the editor is closed', async () => {
    await change(/"refreshTokenLifetime"/, '');
    await window.page.keyboard.press('Control+S');
    await window.notification(/Omitted members are reset: refreshTokenLifetime/);
    await window.screenshot('configuration-4-reset');
    await window.answerNotification(/Send this change/, 'Cancel');
    await window.notification(/Failed to save/);
    assert.equal(puts().length, 1);
    await window.runCommand('File: Revert File');
    await window.runCommand('Notifications: Clear All Notifications');
  });

  it('is taken to the first error of a refused save', async () => {
    await change(/"accessTokenLifetime"/, '"accessTokenLifetime": 30,');
    await window.page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await window.goToLine(1);
    await window.page.keyboard.press('Control+S');
    await window.notification(/accessTokenLifetime/);
    await window.page
      .locator('.statusbar-item')
      .filter({ hasText: /Ln [2-9].*selected/ })
      .waitFor();
    await window.screenshot('configuration-5-refused');
    assert.equal(puts().length, 1);
    await window.runCommand('File: Revert File');
    await window.runCommand('Notifications: Clear All Notifications');
  });

  it('sees a conflict in a three-way diff', async () => {
    await change(/"title"/, '"title": "Mine",');
    const { origin, customerId, ids } = sandbox;
    const url = `${origin}/${customerId}/config/tokenPolicies/${ids.mobileTokenPolicy}`;
    const headers = {
      authorization: `Bearer ${sandbox.grant('*:config/**')}`,
      'content-type': 'application/json',
    };
    const theirs = (await (await fetch(url, { headers })).json()) as object;
    await fetch(url, { method: 'PUT', headers, body: JSON.stringify({ ...theirs, title: 'Theirs' }) });
    const before = puts().length;
    await window.page.keyboard.press('Control+S');
    await window.notification(/Somebody else changed/);
    await window.page.locator('.tab.active').filter({ hasText: 'theirs, then yours' }).waitFor();
    await window.runCommand('Notifications: Clear All Notifications');
    const sides = window.page.locator('.multiDiffEntry .view-line');
    await sides.filter({ hasText: '"Theirs"' }).first().waitFor();
    await sides.filter({ hasText: '"Mine"' }).first().waitFor();
    await window.screenshot('configuration-5-three-way');
    assert.equal(puts().length, before);
  });

  it('cannot remove the last configuration access', async () => {
    await window.runCommand('View: Close All Editors');
    await window.answerDialog(/save the changes/, "Don't Save");
    await open('Configuration');
    await change(/"\*:\*\*"/, '".:config/**"');
    const before = puts().length;
    await window.page.keyboard.press('Control+S');
    await window.notification(/This would take the last configuration access/);
    await window.screenshot('configuration-6-refused');
    assert.equal(puts().length, before);
  });

  it('gets unsaved changes back in the next window, and cannot remove the last access there', async () => {
    await until('the backup', () => backups().length > 0 || undefined);
    await window.reloadByCommand();
    await window.waitForEditor('Configuration');
    await window.editorText(/"\.:config\/\*\*"/);
    const before = puts().length;
    await window.page.locator('.editor-group-container.active .monaco-editor').first().click();
    await window.page.keyboard.press('Control+S');
    await window.notification(/This would take the last configuration access/);
    assert.equal(puts().length, before);
    await window.page
      .locator('.codelens-decoration a')
      .filter({ hasText: /Gives configuration access/ })
      .first()
      .waitFor();
  });

  it('gets the current document in the next window', async () => {
    await window.runCommand('File: Revert File');
    await window.editorText(/"\*:\*\*"/);
    await window.reloadByCommand();
    await window.waitForEditor('Configuration');
    await window.editorText(/"\*:\*\*"/);
    const lens = window.page
      .locator('.codelens-decoration a')
      .filter({ hasText: /Gives configuration access/ });
    await lens.first().waitFor();
    await window.screenshot('configuration-8-back');
  });
});
