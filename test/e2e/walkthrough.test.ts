import assert from 'node:assert/strict';
import { inTurn } from '../support/inTurn';
import { Session } from '../support/session';
import type { Window } from '../support/window';

/** The first minutes: the walkthrough leads through them and ticks off what is done. */
describe('the walkthrough', function () {
  inTurn(this);
  let session: Session;
  let window: Window;

  before(async function () {
    this.timeout(120_000);
    session = await Session.start({ files: { 'readme.md': '# Hello\n' } });
    window = await session.openWindow();
  });

  after(() => session.close());

  const step = (title: string) => window.page.locator('.getting-started-step').filter({ hasText: title });
  const isDone = (title: string) => step(title).locator('.codicon.complete').waitFor();

  it('shows its steps, each with a picture', async () => {
    // Beside the side bar there is no room for the pictures.
    await window.runCommand('View: Toggle Primary Side Bar Visibility');
    await window.runCommand('Welcome: Open Walkthrough...');
    await window.pick(/Get Started with Hosted Login/);
    await step('Try the sandbox').waitFor();
    const titles = await window.page.locator('.getting-started-step .step-title').allInnerTexts();
    assert.deepEqual(titles, [
      'Try the sandbox',
      'Add a profile',
      'Request a token',
      'Insert the header',
      'Complete a scope',
    ]);
    const picture = window.page.locator('.getting-started-media img');
    await picture.waitFor();
    await window.screenshot('walkthrough-1-sandbox');
  });

  it('ticks the steps as they are done', async () => {
    await window.page.getByRole('button', { name: 'Start Sandbox' }).click();
    await window.notification(/runs at http/);
    await isDone('Try the sandbox');
    await isDone('Add a profile');
    await window.screenshot('walkthrough-2-sandbox-runs');
    // While it is open it takes the focus now and then, and a list that is open would lose it.
    await window.runCommand('View: Close All Editors');
    await window.runCommand('Hosted Login: Request Access Token…');
    await window.waitForPrompt('What may the token do?');
    await window.pickFirst();
    await window.statusBarText(/Sandbox \d+m/);
    await window.runCommand('Hosted Login: Open Example Requests');
    await window.waitForEditor('hosted-login.http');
    const text = await window.editorText(/^GET .*tokenPolicies$/m);
    await window.goToLine(text.split('\n').findIndex(line => line.startsWith('GET ')) + 1);
    await window.runCommand('Hosted Login: Insert Authorization Header');
    await window.editorText(/^GET .*tokenPolicies\nAuthorization: .*$/m);
    await window.page.keyboard.press('Control+End');
    await window.page.keyboard.press('ArrowLeft');
    await window.page.keyboard.press('Control+Space');
    await window.page.locator('.suggest-widget .monaco-list-row').first().waitFor();
    await window.page.keyboard.press('Enter');
    await window.editorText(/scope=\.:config\/\*\*/);
    await window.runCommand('Welcome: Open Walkthrough...');
    await window.pick(/Get Started with Hosted Login/);
    await isDone('Request a token');
    await isDone('Insert the header');
    await isDone('Complete a scope');
    await window.screenshot('walkthrough-3-all-done');
  });
});
