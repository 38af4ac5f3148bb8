import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index';
import { enterProfile } from '../../support/enterProfile';
import { skipAfterFailure } from '../../support/skipAfterFailure';
import type { Window } from '../../support/window';
import { linkAndIcon as name, useProfilesWindow } from './window';

/** The text as a user sees it: without the zero-width characters that keep VS Code from rendering links and icons. */
const withoutBreaks = (text: string) => text.replaceAll('\u200b', '');

/** Where VS Code renders links and icons, names are shown literally. */
describe('a name that looks like a link and an icon', function () {
  skipAfterFailure(this);
  let sandbox: Sandbox;
  let window: Window;

  useProfilesWindow(started => {
    ({ window } = started);
  });
  before(async () => {
    // Slow enough that a progress message is seen.
    sandbox = await startSandbox({ delayMs: 2500 });
    await window.runCommand('Hosted Login: Add Profile…');
    await enterProfile(window, sandbox, name);
  });

  after(async () => {
    await sandbox.stop();
  });

  /** What is shown in the place, once it holds the name. It has no link, and as many icons as it is to have. */
  async function shownIn(place: Locator, icons = 0): Promise<void> {
    const holder = place.filter({ hasText: '[details]' }).first();
    await holder.waitFor();
    assert.ok(withoutBreaks(await holder.innerText()).includes(name), await holder.innerText());
    assert.equal(await holder.locator('a[href], a[data-href]').count(), 0, 'links');
    assert.equal(await holder.locator('.codicon-flame').count(), 0, 'icons of the name');
    assert.equal(await holder.locator('.codicon').count(), icons, 'icons');
  }

  it('is shown literally in the status bar', async () => {
    await window.statusBarText(/no token/);
    await shownIn(window.page.locator('.statusbar-item', { hasText: 'no token' }), 1);
  });

  it('is shown literally in a list and in a prompt', async () => {
    await window.runCommand('Hosted Login: Request Access Token…');
    await window.waitForPrompt(/Request Access Token/);
    await window.fill('details');
    await shownIn(window.page.locator('.quick-input-list .monaco-list-row'));
    await window.accept();
    await shownIn(window.page.locator('.quick-input-message'));
    await window.screenshot('texts-1-prompt');
    await window.dismiss();
  });

  it('is shown literally in the explanation of an entered text', async () => {
    await window.runCommand('Hosted Login: Add Profile…');
    await window.fill(name, 'What do you call this customer');
    await shownIn(window.page.locator('.quick-input-message'));
    await window.screenshot('texts-2-validation');
    await window.dismiss();
  });

  it('is shown literally in a notification', async () => {
    const message = window.page.locator('.notification-toast .notification-list-item-message');
    await window.runCommand('Hosted Login: Request Access Token…');
    await window.waitForPrompt(/Request Access Token/);
    await window.pick(/^Read everything/);
    await shownIn(message.filter({ hasText: 'Requesting' }));
    await window.screenshot('texts-3-progress');
    await window.statusBarText(/60m|59m/);
  });

  it('is shown literally in a question', async () => {
    await window.runCommand('Hosted Login: Remove Profile…');
    await window.pick(/details/);
    await shownIn(window.page.locator('.monaco-dialog-box .dialog-message'));
    await window.answerDialog('Remove the profile', 'Cancel');
  });
});
