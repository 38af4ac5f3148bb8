import assert from 'node:assert/strict';
import { skipAfterFailure } from '../../support/skipAfterFailure';
import type { Window } from '../../support/window';
import { useSandboxWindow } from './window';

/** The configuration in the side bar, by keyboard alone. */
describe('the configuration in the side bar', function () {
  skipAfterFailure(this);
  let window: Window;

  useSandboxWindow(started => {
    ({ window } = started);
  });
  after(async () => {
    await window.runCommand('Hosted Login: Stop Sandbox');
    await window.answerDialog(/Stop the sandbox\?/, 'Stop Sandbox');
    await window.statusBarGone();
  });

  it('shows the welcome text without a profile', async () => {
    await window.runCommand('View: Show Hosted Login');
    await window.page
      .locator('.welcome-view-content')
      .getByRole('button', { name: 'Start Sandbox' })
      .waitFor();
    await window.screenshot('tree-1-welcome');
  });

  it('shows the configuration once there is a profile', async () => {
    await window.page
      .locator('.welcome-view-content')
      .getByRole('button', { name: 'Start Sandbox' })
      .press('Enter');
    await window.treeRow('Only one access, create a spare · Sandbox');
    await window.treeRow('Sandbox, profile, active');
    assert.deepEqual((await window.treeTexts()).slice(2), ['Token Policies', 'Login Policies', 'Clients']);
  });

  it('expands with the arrow keys, and has labels for screen readers', async () => {
    await window.runCommand('Hosted Login: Focus on Hosted Login View');
    await window.focusTreeRow('Clients');
    await window.page.keyboard.press('ArrowRight');
    await window.treeRow('Nordhaven Storefront, public client');
    await window.treeRow('Nordhaven Store Staff, confidential client');
    await window.focusTreeRow('Nordhaven Storefront, public client');
    await window.page.keyboard.press('ArrowRight');
    await window.treeRow('Nordhaven Storefront, login policy');
    await window.focusTreeRow('Token Policies');
    await window.page.keyboard.press('ArrowRight');
    await window.treeRow('Winter Sale Microsite (retired), token policy, not used');
    await window.treeRow('Token Policies, 6');
    await window.screenshot('tree');
  });

  it('opens the document with Enter', async () => {
    await window.focusTreeRow('Nordhaven Storefront, public client');
    await window.page.keyboard.press('Enter');
    await window.waitForEditor(/Nordhaven Storefront/);
    await window.editorText(/"name": "Nordhaven Storefront"/);
    await window.screenshot('tree-2-document');
  });

  it('selects the node of the active document', async () => {
    await window.runCommand('Hosted Login: Open Policy or Client…');
    await window.fill('Winter Sale', 'Search by title, kind or ID');
    await window.pick(/^Winter Sale/);
    await window.waitForEditor(/Winter Sale/);
    await window.page
      .locator(
        '.sidebar .monaco-list-row.selected[aria-label^="Winter Sale Microsite (retired), token policy"]',
      )
      .waitFor();
    await window.screenshot('tree-7-revealed');
  });

  it('requests a token for the resource from the menu of its row', async () => {
    await window.runCommand('Hosted Login: Focus on Hosted Login View');
    await window.focusTreeRow('Nordhaven Storefront, public client');
    await window.page.keyboard.press('Shift+F10');
    await window.page.locator('.context-view .action-label').filter({ hasText: 'Copy ID' }).waitFor();
    await window.screenshot('tree-3-menu');
    await window.page.keyboard.press('ArrowDown');
    await window.page.keyboard.press('Enter');
    await window.waitForPrompt('What may the token do?');
    await window.screenshot('tree-4-scopes');
    await window.pick(/Read and configure it and its policies/);
    await window.statusBarText(/60m/);
  });

  it('filters while the user types', async () => {
    await window.runCommand('Hosted Login: Filter the Configuration…');
    await window.fill('storefront', 'Part of a title');
    await window.treeRow('Clients, 1 of 5');
    // Escape shows what was shown before.
    await window.dismiss();
    await window.treeRow('Clients, 5');
    await window.runCommand('Hosted Login: Filter the Configuration…');
    await window.type('storefront', 'Part of a title');
    await window.treeRow('Clients, 1 of 5');
    // A list that was collapsed shows what is found in it, too.
    await window.treeRow('Login Policies, 2 of 3');
    await window.page.locator('.sidebar').getByText('Filter: storefront').waitFor();
    await window.screenshot('tree-5-filtered');
    assert.ok(!(await window.treeTexts()).some(row => row.startsWith('Nordhaven Store Staff')));
    await window.runCommand('Hosted Login: Clear the Filter');
    await window.treeRow('Clients, 5');
  });

  it('describes the only configuration access', async () => {
    await window.runCommand('Hosted Login: Show Configuration Access');
    await window.waitForPrompt('Only one configuration access');
    assert.match(
      (await window.choices())[0] ?? '',
      /Configuration.*token policy “Configuration”.*Read and configure everything/,
    );
    await window.screenshot('tree-6-access');
    await window.dismiss();
  });
});
