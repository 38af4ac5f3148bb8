import assert from 'node:assert/strict';
import type { Session } from '../../support/session';
import { skipAfterFailure } from '../../support/skipAfterFailure';
import { until } from '../../support/until';
import type { Window } from '../../support/window';
import { useSandboxWindow } from './window';

/** Typing a command and pressing Enter never stops the sandbox by mistake. */
describe('the sandbox in the palette', function () {
  skipAfterFailure(this);
  let session: Session;
  let window: Window;

  useSandboxWindow(started => {
    ({ session, window } = started);
  });

  it('answers a command that needs a profile, before there is one', async () => {
    await window.runCommand('Hosted Login: Request Access Token…');
    await window.notification(/There is no profile yet/);
    await window.screenshot('sandbox-1-no-profile');
    await window.answerNotification(/There is no profile yet/, 'Start Sandbox');
    await window.statusBarText(/Sandbox no token/);
    await window.runCommand('Notifications: Clear All Notifications');
  });

  it('says where it runs when it is started again', async () => {
    await window.runCommand('Hosted Login: Start Sandbox');
    assert.match(await window.notification(/already running/), /at http:\/\/127\.0\.0\.1:\d+/);
    await window.runCommand('Notifications: Clear All Notifications');
  });

  it('removes the drafts of a sandbox that ended with its window', async () => {
    const drafts = () => session.keptFiles().filter(file => /[\\/]drafts[\\/].+\.json$/.test(file));
    await window.runCommand('Hosted Login: Open Policy or Client…');
    await window.fill('Nordhaven Mobile Apps', 'Search by title, kind or ID');
    await window.pick(/token policy/);
    await window.waitForEditor('Nordhaven Mobile Apps');
    await window.page.locator('.editor-group-container.active .view-line').first().click();
    await window.page.keyboard.press('Control+A');
    await window.page.keyboard.insertText('{}');
    await until('the draft', () => drafts()[0]);
    await window.runCommand('View: Close Editor');
    await window.reloadByCommand();
    await window.runCommand('Hosted Login: Start Sandbox');
    await window.page
      .locator('.statusbar-item')
      .filter({ hasText: 'Drafts of a stopped sandbox removed: 1' })
      .waitFor();
    assert.deepEqual(drafts(), []);
    await window.runCommand('Notifications: Clear All Notifications');
  });

  it('is stopped only after a confirmation', async () => {
    await window.runCommand('Hosted Login: Stop Sandbox');
    await window.screenshot('sandbox-2-stop');
    await window.answerDialog(/Stop the sandbox\?/, 'Cancel');
    await window.statusBarText(/Sandbox no token/);
    await window.runCommand('Hosted Login: Stop Sandbox');
    await window.answerDialog(/Stop the sandbox\?/, 'Stop Sandbox');
    await window.statusBarGone();
  });
});
