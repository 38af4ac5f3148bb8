import assert from 'node:assert/strict';
import type { Sandbox } from '../../src/sandbox/index';
import { skipAfterFailure } from '../support/skipAfterFailure';
import { until } from '../support/until';
import { useWindow } from '../support/useWindow';
import type { Window } from '../support/window';

/** The walkthrough shows the first steps, and marks what is done. */
describe('the walkthrough', function () {
  skipAfterFailure(this);
  let window: Window;

  useWindow({ files: { 'readme.md': '# Hello\n' } }, started => {
    ({ window } = started);
  });

  const { step, isDone, isOpen, click } = stepsOf(() => window);

  it('is found from the view of the configuration, and shows its steps', async () => {
    await window.runCommand('View: Show Hosted Login');
    await window.page.locator('.welcome-view-content').getByText('Get Started').click();
    await step('Try the sandbox').waitFor();
    const titles = await window.page.locator('.getting-started-step .step-title').allInnerTexts();
    assert.deepEqual(titles, [
      'Try the sandbox',
      'Request a token',
      'Insert the header',
      'Send the request',
      'See the configuration',
      'Complete a scope',
      'Add a profile of your own',
    ]);
    await window.screenshot('walkthrough-1-sandbox');
    // Beside the side bar there is no room for the pictures.
    await window.runCommand('View: Toggle Primary Side Bar Visibility');
  });

  it('starts the sandbox, which is not a profile of their own', async () => {
    await click('Try the sandbox', 'Start Sandbox');
    await window.notification(/runs at http/);
    await isDone('Try the sandbox');
    await window.runCommand('Notifications: Clear All Notifications');
    await window.screenshot('walkthrough-2-sandbox-runs');
    await isOpen('Add a profile of your own');
  });

  it('requests a token', async () => {
    const list = window.page.locator('.quick-input-widget:visible .monaco-list-row.focused');
    const countdown = window.page.locator('.statusbar-item').filter({ hasText: /Sandbox \d+m/ });
    // The walkthrough takes the focus when a step is done, and a list without the focus closes.
    await until(
      'a token',
      async () => {
        await click('Request a token', 'Request Access Token…');
        const isOpen = await list.waitFor({ timeout: 3000 }).then(
          () => true,
          () => false,
        );
        if (!isOpen) return undefined;
        await window.page.keyboard.press('Enter');
        return countdown.waitFor({ timeout: 3000 }).then(
          () => true,
          () => undefined,
        );
      },
      20_000,
    );
    await isDone('Request a token');
  });

  it('opens the example beside it, and inserts the header into its first request', async () => {
    await click('Insert the header', 'Open Example Requests');
    // It may not be the active editor: the walkthrough takes the focus sometimes.
    await window.editorText(/^GET .*tokenPolicies$/m);
    assert.equal(await window.page.locator('.editor-group-container').count(), 2);
    await click('Insert the header', 'Insert Authorization Header');
    await window.editorText(/^GET .*tokenPolicies\nAuthorization: .*$/m);
    await isDone('Insert the header');
    await window.screenshot('walkthrough-3-header');
  });

  it('says what to install when nothing can send', async () => {
    await click('Send the request', 'Send with Fresh Token');
    await window.notification(/REST Client/);
    await window.screenshot('walkthrough-4-send');
    await window.runCommand('Notifications: Clear All Notifications');
    await isOpen('Send the request');
  });

  it('completes a scope in the example', async () => {
    const first = window.page.locator('.suggest-widget .monaco-list-row').first();
    await until('the list of scopes', async () => {
      await click('Complete a scope', 'Complete a Scope in the Example');
      return first.click({ timeout: 3000 }).then(
        () => true,
        () => undefined,
      );
    });
    await window.editorText(/scope=\.:config\/\*\*/);
    await isDone('Complete a scope');
  });

  it('shows the configuration', async () => {
    await click('See the configuration', 'Show Configuration');
    await window.treeRow('Sandbox, profile, active');
    await isDone('See the configuration');
    await window.screenshot('walkthrough-6-configuration');
    await isOpen('Add a profile of your own');
  });

  it('is there beside the README, which the Extensions view shows without a broken picture', async () => {
    await window.page.keyboard.press('Control+Shift+X');
    const row = window.page.locator('.extensions-list .monaco-list-row').filter({ hasText: 'Hosted Login' });
    await row.first().click();
    const page = window.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await page.getByRole('heading', { name: 'Quick start' }).waitFor();
    await window.screenshot('extension-page');
    // VS Code removes the address of every picture that it does not show.
    assert.equal(await page.locator('img:not([src^="https:"])').count(), 0);
  });
});

describe('the walkthrough with a client', () => {
  let sandbox: Sandbox;
  let window: Window;

  useWindow({ profile: 'acme', clients: ['httpYac'] }, started => {
    ({ sandbox, window } = started);
  });

  const { isDone, isOpen, click } = stepsOf(() => window);

  it('sends the first example, and marks that step', async () => {
    await window.runCommand('Hosted Login: Request Access Token…');
    await window.pick(/Read everything/);
    await window.statusBarText(/acme \d+m/);
    await window.runCommand('Welcome: Open Walkthrough...');
    await window.pick(/Hosted Login/);
    await isOpen('Send the request');
    const before = sandbox.received.length;
    await click('Send the request', 'Send with Fresh Token');
    const { status, path } = await until('the request', () =>
      sandbox.received.slice(before).find(each => each.path.includes('/config/')),
    );
    assert.deepEqual([status, path], [200, `/${sandbox.customerId}/config/tokenPolicies`]);
    await isDone('Send the request');
    await window.screenshot('walkthrough-5-sent');
  });
});

/** The steps of the walkthrough in a window. */
function stepsOf(window: () => Window) {
  const step = (title: string) => window().page.locator('.getting-started-step').filter({ hasText: title });
  const isDone = (title: string) => step(title).locator('.codicon.complete').waitFor();
  const isOpen = (title: string) => step(title).locator('.codicon:not(.complete)').first().waitFor();
  const button = (name: string) =>
    window().page.locator('.getting-started-step.expanded').getByRole('button', { name });
  /** Clicks a button of a step. */
  async function click(title: string, name: string): Promise<void> {
    await until(`the button ${name}`, async () => {
      if (!(await button(name).isVisible())) await step(title).locator('.step-title').click();
      return button(name)
        .click({ timeout: 2000 })
        .then(
          () => true,
          () => undefined,
        );
    });
  }

  return { step, isDone, isOpen, click };
}
