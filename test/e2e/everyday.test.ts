import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Sandbox } from '../../src/sandbox/index';
import { addProfile, enterProfile } from '../support/enterProfile';
import type { Session } from '../support/session';
import { skipAfterFailure } from '../support/skipAfterFailure';
import { until } from '../support/until';
import { useWindow } from '../support/useWindow';
import type { Window } from '../support/window';

const reference = 'Authorization: Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}';

/** A working day: from the credentials to requests, with a reload of the window and the usual mistakes. */
describe('everyday work', function () {
  skipAfterFailure(this);
  let sandbox: Sandbox;
  let session: Session;
  let window: Window;

  useWindow(
    ({ origin, customerId }) => {
      return {
        files: {
          'requests.http': `GET ${origin}/${customerId}/config/tokenPolicies\nAccept: application/json\n`,
        },
        // Tokens end here; their renewal has tests of its own.
        settings: { 'hostedLogin.renew': 'never' },
      };
    },
    started => {
      ({ sandbox, session, window } = started);
    },
  );

  /** The tokens that arrived at the service, the newest last. */
  const arrived = () =>
    sandbox.received
      .map(({ headers }) => /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1])
      .filter(token => token !== undefined);

  /** What the tests above leave, for a test that is run alone. */
  async function withToken(): Promise<void> {
    if (sandbox.issued.length > 0) return;
    await addProfile(window, sandbox);
    await window.runCommand('Hosted Login: Request Access Token…');
    await window.waitForPrompt('What may the token do?');
    await window.pickFirst();
    await window.statusBarText(/acme \d+m/);
  }

  it('adds a profile; a wrong secret is told apart from a wrong host', async () => {
    await window.runCommand('Hosted Login: Add Profile…');
    await window.waitForPrompt('What do you call this customer');
    await window.screenshot('profile-1-name');
    await enterProfile(window, sandbox, 'acme', 'not the secret');
    const asked = /Host and customer ID are right, but.*The service does not accept the client ID/s;
    await window.waitForDialog(asked);
    await window.screenshot('profile-2-wrong-secret');
    // Enter presses this one.
    const focused = window.page.locator('.monaco-dialog-box .dialog-buttons :focus');
    await focused.filter({ hasText: 'Change Values' }).waitFor();
    await window.answerDialog(asked, 'Change Values');
    // Straight to the field that is wrong.
    await window.type(sandbox.clientSecret, 'Client secret');
    await window.notification('The profile “acme” is saved.');
    await window.page
      .locator('.notification-toast')
      .getByRole('button', { name: 'Request Access Token…' })
      .waitFor();
    await window.screenshot('profile-3-saved');
    assert.match(await window.statusBarText(/no token/), /acme no token/);
  });

  it('shows what a custom scope means while it is typed', async () => {
    await window.runCommand('Hosted Login: Request Access Token…');
    await window.pick(/Custom scope/);
    // Found by its prompt: the list has the same title.
    await window.fill('.:config/tokenPolicies**', 'Scopes, separated by spaces');
    await window.waitForPrompt('Read all token policies');
    await window.screenshot('token-1-custom-scope');
    await window.fill('.:config/** :oops', 'Request Access Token');
    await window.screenshot('token-2-malformed-scope');
    await window.fill('.:config/tokenPolicies**', 'Request Access Token');
    await window.accept();
    assert.match(await window.statusBarText(/60m/), /acme 60m/);
  });

  it('offers the recent scope on top the next time', async () => {
    await window.runCommand('Hosted Login: Request Access Token…');
    const [first] = await window.choices();
    assert.match(first ?? '', /Read all token policies.*recent/);
    await window.screenshot('token-3-recent-on-top');
    await window.dismiss();
  });

  it('inserts the header where the cursor is, and the request carries the token', async () => {
    await withToken();
    await window.openFile('requests.http');
    await window.runCommand('Hosted Login: Insert Authorization Header');
    await window.editorText(/HOSTED_LOGIN_TOKEN/);
    await window.page.keyboard.press('Control+S');
    await window.runCommand('Companion: Send with httpYac');
    assert.match(await window.editorText(/^HTTP \d+/), /^HTTP 200/);
    assert.equal(arrived().length, 1);
    const onDisk = fs.readFileSync(path.join(session.workspace, 'requests.http'), 'utf8');
    assert.ok(onDisk.includes(reference));
    assert.ok(!onDisk.includes(arrived()[0] ?? '?'));
  });

  it('has countdown and shared token back after the window was reloaded', async () => {
    await window.reload();
    await window.statusBarText(/acme \d+m/);
    await window.openFile('requests.http');
    await window.runCommand('Companion: Send with httpYac');
    // The answer from before was restored too, so that its text says nothing.
    const [before, after] = await until('the second request', () =>
      arrived().length > 1 ? arrived() : undefined,
    );
    assert.equal(after, before, 'the very token from before');
  });

  it('says in the tooltip what the token may do and until when', async () => {
    const tooltip = await window.hoverStatusBar(/Read all token policies/);
    assert.match(tooltip, /acme at 127\.0\.0\.1/);
    assert.match(tooltip, /Until (\w+ \d+, )?\d{1,2}:\d{2}/);
    assert.match(tooltip, /Renew.*Copy.*Insert.*Switch Profile.*Forget/);
    await window.screenshot('status-1-tooltip');
  });

  it('offers on a click what fits the state of the token', async () => {
    await window.clickStatusBar();
    const choices = await window.choices();
    assert.match(
      choices.join(' | '),
      /Renew.*Copy.*Forget.*Revoke.*Request.*Show Configuration.*Switch.*Edit/,
    );
    await window.screenshot('status-2-menu');
    await window.dismiss();
    await window.leaveStatusBar();
  });

  it('warns in the last minutes, then counts seconds, then is expired, and a click renews', async () => {
    const lasting = (seconds: number) => ({
      path: '/login/token',
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        access_token: 'a-short-one',
        expires_in: seconds,
        token_type: 'Bearer',
        scope: '.:config/tokenPolicies**',
      }),
    });
    sandbox.fail(lasting(240));
    await window.runCommand('Hosted Login: Renew Access Token');
    await window.statusBarText(/acme 4m/);
    assert.equal(await window.statusBarIsWarning(), true);
    await window.screenshot('status-3-warning');
    sandbox.fail(lasting(6));
    await window.runCommand('Hosted Login: Renew Access Token');
    await window.statusBarText(/acme [1-6]s/);
    await window.statusBarText(/acme expired/);
    assert.equal(await window.statusBarIsWarning(), false);
    await window.screenshot('status-4-expired');
    await window.clickStatusBar();
    await window.statusBarText(/acme 60m/);
  });

  it('says at once that a token can do nothing', async () => {
    await window.runCommand('Hosted Login: Request Access Token…');
    await window.pick(/Custom scope/);
    // Found by its prompt: the list has the same title.
    await window.fill('*:webhooks/v9', 'Scopes, separated by spaces');
    sandbox.fail({
      path: '/login/token',
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ access_token: 'good-for-nothing', expires_in: 3600, token_type: 'Bearer' }),
    });
    await window.accept();
    await window.notification(/can do nothing/);
    await window.screenshot('token-4-nothing-granted');
  });

  it('asks before a profile is removed, and removes the status bar item with the last one', async () => {
    await window.runCommand('Hosted Login: Remove Profile…');
    await window.pick('acme');
    const asked = /Remove the profile “acme”\?.*copies of earlier versions are deleted/s;
    await window.waitForDialog(asked);
    await window.screenshot('profile-3-remove');
    await window.answerDialog(asked, 'Remove');
    await window.statusBarGone();
  });

  it('left neither secret nor token in any file of VS Code, the workspace or the logs', async () => {
    const { clientId, clientSecret, issued } = sandbox;
    assert.ok(issued.length >= 3, `${issued.length} tokens were issued`);
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const secrets = [clientSecret, basic, 'a-short-one', 'good-for-nothing', ...issued];
    await window.close();
    assert.ok(
      session.keptFiles().some(file => file.endsWith('Hosted Login.log')),
      'the log is among the files',
    );
    assert.deepEqual(session.keptFilesWith(secrets), []);
  });
});
