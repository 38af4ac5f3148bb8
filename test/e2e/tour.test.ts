import assert from 'node:assert/strict';
import path from 'node:path';
import { skipAfterFailure } from '../support/skipAfterFailure';
import { useWindow } from '../support/useWindow';
import type { Window } from '../support/window';

/**
 * A new user's first steps, from an empty VS Code to a request that the service accepts. `npm start -- --tour` runs
 * only this, and shows its output.
 */
/** The lens if no known client is installed; the companion is not one. */
const install = 'Install REST Client or httpYac to Send';

describe('the tour', function () {
  skipAfterFailure(this);
  let window: Window;

  useWindow(
    { copyOf: path.resolve('examples'), settings: { 'editor.minimap.enabled': false }, pictures: 'tour' },
    started => {
      ({ window } = started);
    },
  );

  it('finds the commands in the palette', async () => {
    await window.themeLoaded();
    await window.showInPalette('Hosted Login: Start Sandbox');
    await window.screenshot('01-palette');
    await window.dismiss();
  });

  it('starts the sandbox', async () => {
    await window.runCommand('Hosted Login: Start Sandbox');
    tell('Notification', await window.notification(/runs at http/));
    tell('Status bar', await window.statusBarText(/no token/));
    await window.screenshot('02-sandbox');
  });

  it('requests a token and sees it count down', async () => {
    await window.runCommand('Hosted Login: Request Access Token…');
    await window.waitForPrompt('Request Access Token: Sandbox');
    await window.screenshot('03-scope');
    tell('Picked', await window.pickFirst());
    tell('Status bar', await window.statusBarText(/\d+[hms]/));
    await window.notificationGone(/Requesting/);
    await window.screenshot('04-countdown');
  });

  it('opens the example requests', async () => {
    // The button of the sandbox's message, which closes the message: it would cover the editor.
    await window.answerNotification(/runs at http/, 'Open Example Requests');
    await window.notificationGone(/runs at http/);
    await window.waitForEditor('hosted-login.http');
    const text = await window.editorText(/^GET .*tokenPolicies$/m);
    await window.goToLine(text.split('\n').findIndex(line => line.startsWith('GET ')) + 1);
    await window.waitForLens(install);
    await window.screenshot('05-example');
  });

  it('inserts the header, which names the token and does not hold it', async () => {
    await window.runCommand('Hosted Login: Insert Authorization Header');
    const text = await window.editorText(/^GET .*tokenPolicies\nAuthorization: .*$/m);
    const [, header = ''] = /^GET .*\n(Authorization: .*)$/m.exec(text) ?? [];
    tell('Inserted', header);
    assert.equal(header, 'Authorization: Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}');
    await window.waitForLens(install);
    await window.screenshot('06-header');
  });

  it('sends the request with httpYac, and the service accepts the token', async () => {
    await window.runCommand('Companion: Send with httpYac');
    const answer = await window.editorText(/^HTTP \d+/);
    tell('Answered', answer.split('\n', 12).join('\n'));
    assert.match(answer, /^HTTP 200\b/);
    await window.screenshot('07-answer');
  });
});

function tell(what: string, text: string): void {
  console.log(`    ${what}: ${text.trim().replaceAll('\n', '\n      ')}`);
}
