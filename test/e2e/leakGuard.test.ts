import assert from 'node:assert/strict';
import { type Sandbox, startSandbox } from '../../src/sandbox/index';
import { addProfile } from '../support/enterProfile';
import { Session } from '../support/session';
import { skipAfterFailure } from '../support/skipAfterFailure';
import type { Window } from '../support/window';

/** What a person sees of a token that gets into a file, and does about it. */
describe('a token in a file', function () {
  skipAfterFailure(this);
  let sandbox: Sandbox;
  let session: Session;
  let window: Window;
  let token: string;

  before(async function () {
    this.timeout(120_000);
    sandbox = await startSandbox();
    session = await Session.start({ files: { 'deploy.sh': 'A=' } });
    window = await session.openWindow();
    await addProfile(window, sandbox);
    await window.runCommand('Hosted Login: Request Access Token…');
    await window.waitForPrompt('What may the token do?');
    await window.pickFirst();
    await window.statusBarText(/acme \d+m/);
    token = sandbox.issued.at(-1) ?? '';
    await window.openFile('deploy.sh');
    await window.page.keyboard.press('Control+End');
  });

  after(async () => {
    await session.close();
    await sandbox.stop();
  });

  it('causes a warning when the file is saved, whose button replaces it', async () => {
    await window.page.keyboard.insertText(token);
    await window.underlined(1);
    await window.page.keyboard.press('Control+S');
    const told = await window.notification(/was saved with the access token/);
    assert.match(told, /deploy\.sh was saved with the access token of “acme” in it\..*may use it until/);
    assert.ok(!told.includes(token));
    await window.screenshot('leak-1-saved');
    await window.answerNotification(/was saved with the access token/, 'Replace with Reference');
    await window.editorText(/^A="\$HOSTED_LOGIN_TOKEN"$/m);
    await window.underlined(0);
  });

  it('is underlined, and the quick fix puts a reference there', async () => {
    // The button of the message took the focus with it.
    await window.page.locator('.view-line').first().click();
    await window.page.keyboard.press('Control+End');
    await window.page.keyboard.press('Enter');
    await window.page.keyboard.insertText(`B=${token}`);
    await window.underlined(1);
    const titles = await window.takeFix(/^Replace with reference \(/, 'leak-2-fixes');
    assert.deepEqual(titles.map(title => title.trim().replace(/ \(.*/, '')).slice(0, 3), [
      'Replace with reference',
      'Replace with reference in all files of the workspace',
      'Revoke this token',
    ]);
    await window.editorText(/^B="\$HOSTED_LOGIN_TOKEN"$/m);
    await window.underlined(0);
  });
});
