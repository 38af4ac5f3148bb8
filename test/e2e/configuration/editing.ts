import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { Sandbox } from '../../../src/sandbox/index';
import type { Session } from '../../support/session';
import { skipAfterFailure } from '../../support/skipAfterFailure';
import { until } from '../../support/until';
import type { Window } from '../../support/window';
import { removeProfile, useConfigurationWindow } from './window';

/** A token policy is opened, changed and sent by keyboard. What must not be sent is refused. */
describe('a person edits the configuration', function () {
  skipAfterFailure(this);
  let sandbox: Sandbox;
  let session: Session;
  let window: Window;

  after(() => removeProfile(window));
  useConfigurationWindow(started => {
    ({ sandbox, session, window } = started);
  });

  const puts = () => sandbox.received.filter(({ method }) => method === 'PUT');

  async function open(title: string): Promise<void> {
    await window.runCommand('Hosted Login: Open Policy or Client…');
    await window.fill(title, 'Search by title, kind or ID');
    await window.pick(new RegExp(`^${title}\\s*token policy`));
    await window.waitForEditor(title);
    await window.editorText(/^ {2}"(title|name)"/m);
  }

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
    for (const kind of ['client', 'confidential', 'login policy']) {
      await window.fill(kind);
      await until(`resources found by “${kind}”`, async () =>
        (await window.choices()).every(row => row.includes(kind)) ? true : undefined,
      );
    }
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

  it('keeps a draft when VS Code saves by itself, which can be discarded and brought back', async () => {
    await change(/"accessTokenLifetime"/, '"accessTokenLifetime": 1799,');
    await window.waitForLens('Not applied: 1 change');
    await window.page
      .locator('.tab.active:not(.dirty)')
      .filter({ hasText: 'Nordhaven Mobile Apps' })
      .waitFor();
    assert.deepEqual(await window.notifications(), []);
    await window.screenshot('configuration-3-draft');
    await window.clickLens('Discard');
    await window.editorText(/"accessTokenLifetime": 3600/);
    await window.answerNotification(/The draft of “Nordhaven Mobile Apps” was discarded/, 'Undo');
    await window.editorText(/"accessTokenLifetime": 1799/);
    await window.waitForLens('Not applied: 1 change');
    assert.equal(puts().length, 0);
  });

  it('reviews a change, cancels it and applies it by keys', async () => {
    await change(/"accessTokenLifetime"/, '"accessTokenLifetime": 1800,');
    await window.screenshot('configuration-2-edited');
    await window.page.keyboard.press('Control+S');
    await window.notification(/Send this change of “Nordhaven Mobile Apps” to the service\?/);
    await window.screenshot('configuration-3-what-will-change');
    assert.equal(puts().length, 0);
    // By keys: the diff has the focus. VS Code's Escape hides the question first.
    await window.page.keyboard.press('Escape');
    await window.page.locator('.notifications-toasts.visible').waitFor({ state: 'detached' });
    await window.page.keyboard.press('Escape');
    await window.page.locator('.monaco-diff-editor').waitFor({ state: 'hidden' });
    await window.waitForLens('Not applied: 1 change');
    await window.page.keyboard.press('Control+S');
    await window.notification(/Send this change of “Nordhaven Mobile Apps” to the service\?/);
    assert.equal(puts().length, 0);
    await window.page.keyboard.press('Control+Enter');
    await until('the change', () => puts()[0]);
    assert.equal((JSON.parse(puts()[0]?.body ?? '') as Record<string, unknown>)['accessTokenLifetime'], 1800);
    await window.page
      .locator('.tab.active:not(.dirty)')
      .filter({ hasText: 'Nordhaven Mobile Apps' })
      .waitFor();
  });

  it('sees which members are reset, and sends nothing when the editor is closed', async () => {
    await window.runCommand('Notifications: Clear All Notifications');
    await change(/"refreshTokenLifetime"/, '');
    await window.page.keyboard.press('Control+S');
    await window.notification(/Members that are left out are reset: refreshTokenLifetime/);
    await window.screenshot('configuration-4-reset');
    await window.answerNotification(/Send this change/, 'Cancel');
    await window.page.locator('.monaco-diff-editor').waitFor({ state: 'hidden' });
    assert.deepEqual(await window.notifications(), []);
    await window.waitForLens('Not applied: 1 change');
    assert.equal(puts().length, 1);
    await window.discardDraft();
    await window.editorText(/"refreshTokenLifetime"/);
  });

  it('is taken to the first error of a refused save', async () => {
    await change(/"accessTokenLifetime"/, '"accessTokenLifetime": 30,');
    await window.page.locator('.monaco-editor .squiggly-error').first().waitFor();
    // Saved by hand while VS Code saves by itself, the document is not saved twice.
    await window.waitForLens('Not applied: 1 change');
    await window.goToLine(1);
    await window.page.keyboard.press('Control+S');
    await window.notification(/accessTokenLifetime/);
    await window.page
      .locator('.statusbar-item')
      .filter({ hasText: /Ln [2-9].*selected/ })
      .waitFor();
    await window.screenshot('configuration-5-refused');
    assert.equal(puts().length, 1);
    await window.discardDraft();
    await window.editorText(/"accessTokenLifetime": 1800/);
  });

  it('merges what somebody else changed meanwhile', async () => {
    await change(/"title"/, '"title": "Mine",');
    await window.waitForLens('Not applied: 1 change');
    const { origin, customerId, ids } = sandbox;
    const url = `${origin}/${customerId}/config/tokenPolicies/${ids.mobileTokenPolicy}`;
    const headers = {
      authorization: `Bearer ${sandbox.grant('*:config/**')}`,
      'content-type': 'application/json',
    };
    const theirs = (await (await fetch(url, { headers })).json()) as object;
    await fetch(url, {
      method: 'PUT',
      headers,
      body: JSON.stringify({ ...theirs, title: 'Theirs', useAccessJWT: true }),
    });
    const before = puts().length;
    const drafts = () =>
      session
        .keptFiles()
        .filter(file => /[\\/]drafts[\\/].+\.json$/.test(file))
        .map(file => JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, string>);
    // The lens may be that of the draft before.
    const mine = await until('my draft', () => drafts().find(({ text }) => text?.includes('"Mine"')));
    await window.page.keyboard.press('Control+S');
    await window.notification(/Somebody else changed.*You both changed: title/);
    // Text and version in one write: a window that ends between two of them would take back what they changed.
    const [merged, ...others] = drafts();
    assert.deepEqual([merged?.['previous'], others], [mine['revision'], []]);
    assert.match(merged?.['base'] ?? '', /"Theirs"/);
    assert.match(merged?.['text'] ?? '', /"useAccessJWT": true/);
    await window.page.locator('.tab.active').filter({ hasText: 'Merging: Nordhaven Mobile Apps' }).waitFor();
    const sides = window.page.locator('.merge-editor .view-line');
    await sides.filter({ hasText: '"Theirs"' }).first().waitFor();
    await sides.filter({ hasText: '"Mine"' }).first().waitFor();
    await window.notification(/Somebody else changed/);
    await window.screenshot('configuration-5-merge');
    assert.equal(puts().length, before);
    await window.runCommand('View: Close Editor');
    await window.clickLens('Review and Apply');
    await window.notification(/Send this change of/);
    await window.screenshot('configuration-5-merged');
    await window.page.keyboard.press('Control+Enter');
    await until('the change', () => puts()[before]);
    const sent = JSON.parse(puts()[before]?.body ?? '') as Record<string, unknown>;
    assert.deepEqual([sent['title'], sent['useAccessJWT']], ['Mine', true]);
  });

  it('cannot remove the last configuration access', async () => {
    await window.runCommand('View: Close All Editors');
    await open('Configuration');
    await change(/"\*:\*\*"/, '".:config/**"');
    const before = puts().length;
    await window.page.keyboard.press('Control+S');
    await window.notification(/This would remove the last configuration access/);
    await window.screenshot('configuration-6-refused');
    assert.equal(puts().length, before);
  });

  it('gets the draft back in the next window, and cannot remove the last access there', async () => {
    await window.runCommand('Notifications: Clear All Notifications');
    await window.waitForLens('Not applied: 1 change');
    await window.reloadByCommand();
    await window.waitForEditor('Configuration');
    await window.editorText(/"\.:config\/\*\*"/);
    await window.waitForLens('Not applied: 1 change');
    const before = puts().length;
    await window.clickLens('Review and Apply');
    await window.notification(/This would remove the last configuration access/);
    await window.page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await window.screenshot('configuration-7-refused-again');
    assert.equal(puts().length, before);
    await window.page
      .locator('.codelens-decoration a')
      .filter({ hasText: /Gives configuration access/ })
      .first()
      .waitFor();
  });

  it('gets the current document in the next window', async () => {
    await window.runCommand('Notifications: Clear All Notifications');
    await window.discardDraft();
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
