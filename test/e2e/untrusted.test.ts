import assert from 'node:assert/strict';
import { skipAfterFailure } from '../support/skipAfterFailure';
import { useWindow } from '../support/useWindow';
import type { Window } from '../support/window';

/** A folder from somebody else gets no token before the user trusts it. */
describe('in an untrusted workspace', function () {
  skipAfterFailure(this);
  let window: Window;

  useWindow(
    {
      files: { 'readme.md': '# Hello\n' },
      trust: true,
      settings: { 'security.workspace.trust.startupPrompt': 'never' },
    },
    started => {
      ({ window } = started);
    },
  );
  before(async () => {
    await window.screenshot('untrusted-1-restricted');
  });

  it('a token can be requested, and counts down', async () => {
    await window.runCommand('Hosted Login: Start Sandbox');
    await window.statusBarText(/no token/);
    await window.runCommand('Hosted Login: Request Access Token…');
    await window.waitForPrompt('What may the token do?');
    await window.pickFirst();
    await window.statusBarText(/60m/);
  });

  /** What is underlined as information: references without a token. */
  const underlined = () => window.page.locator('.monaco-editor .squiggly-info').first();

  it('no other extension can read it, so a REST client sends an empty header', async () => {
    await window.runCommand('Hosted Login: Open Example Requests');
    await window.waitForEditor('hosted-login.http');
    await underlined().waitFor({ state: 'attached' });
    const text = await window.editorText(/^GET .*loginPolicies$/m);
    await window.goToLine(text.split('\n').findIndex(line => /^GET .*loginPolicies/.test(line)) + 1);
    await window.runCommand('Companion: Send with httpYac');
    assert.match(await window.editorText(/^HTTP \d+/), /^HTTP 40[13]\b/);
  });

  it('nothing is sent with a fresh token, which says why and leads to where trust is given', async () => {
    await window.runCommand('Hosted Login: Send Request with Fresh Token');
    assert.match(await window.notification(/no token is shared/), /Trust the workspace first/);
    await window.answerNotification(/no token is shared/, 'Manage Workspace Trust');
    await window.page.locator('.workspace-trust-editor').waitFor();
    await closeTrust();
  });

  async function closeTrust(): Promise<void> {
    const modal = window.page.locator('.monaco-modal-editor-block');
    await modal
      .getByRole('button', { name: /^Close/ })
      .first()
      .click();
    await modal.waitFor({ state: 'hidden' });
    await window.waitForEditor('hosted-login.http');
  }

  async function signIn(): Promise<void> {
    await window.runCommand('Companion: Sign In');
    await window.type('.:config/clients**', 'Scopes of the companion');
    await window.answerDialog(/'Companion' wants to sign in using Hosted Login/, 'Allow');
  }

  it('no other extension gets one as an account either, and is told what to do', async () => {
    await signIn();
    assert.match(await window.notification(/untrusted workspace/), /Trust the workspace first/);
  });

  it('no configuration is pulled into files or applied', async () => {
    for (const command of ['Pull Configuration into Folder…', 'Apply Files to Service…']) {
      await window.runCommand(`Hosted Login: ${command}`);
      await window.notification(/Configuration files are only used in a trusted workspace/);
      await window.runCommand('Notifications: Clear All Notifications');
    }
  });

  it('trusting the workspace shares it at once', async () => {
    await window.runCommand('Workspaces: Manage Workspace Trust');
    await window.page.getByRole('button', { name: 'Trust', exact: true }).first().click();
    await window.page.locator('.workspace-trust-editor').getByText('You trust this folder').waitFor();
    await closeTrust();
    await window.waitForEditor('hosted-login.http');
    await underlined().waitFor({ state: 'detached' });
    // The editor is in front again, but for extensions it is the active one only when it has the focus.
    await window.goToLine(20);
    await window.runCommand('Companion: Send with httpYac');
    await window.editorText(/^HTTP 200\b/);
    await signIn();
    await window.statusBarText(/Companion: Sandbox \w+ \.:config\/clients\*\*/, 'companion.session');
  });

  it('says which client to install when there is none that we know', async () => {
    await window.runCommand('Hosted Login: Send Request with Fresh Token');
    const text = await window.notification(/Neither REST Client nor httpYac/);
    assert.match(text, /Install one of them/);
    await window.screenshot('untrusted-2-no-client');
    await window.answerNotification(/Neither REST Client nor httpYac/, 'REST Client');
    await window.notificationGone(/Neither REST Client nor httpYac/);
  });
});
