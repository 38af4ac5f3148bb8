import assert from 'node:assert/strict';
import { type Sandbox, startSandbox } from '../../src/sandbox/index';
import { addProfile } from '../support/enterProfile';
import { Session } from '../support/session';
import { skipAfterFailure } from '../support/skipAfterFailure';
import { until } from '../support/until';
import type { Window } from '../support/window';

/** What the service says of a token, and its end there. */
describe('a person looks at a token', function () {
  skipAfterFailure(this);
  let sandbox: Sandbox;
  let session: Session;
  let window: Window;

  before(async function () {
    this.timeout(120_000);
    sandbox = await startSandbox();
    session = await Session.start();
    window = await session.openWindow();
    await addProfile(window, sandbox);
    await request(/Read everything/);
  });

  after(async () => {
    await session.close();
    await sandbox.stop();
  });

  async function request(item: RegExp): Promise<void> {
    const before = sandbox.issued.length;
    await window.runCommand('Hosted Login: Request Access Token…');
    await window.pick(item);
    await until('the token', () => sandbox.issued.length > before || undefined);
    await window.statusBarText(/acme (60|59)m/);
  }

  const token = () => sandbox.issued.at(-1) ?? '';

  it('and reads what the service says, without the token', async () => {
    await window.clickStatusBar();
    await window.pick(/Inspect/);
    await window.waitForEditor(/Access Token of acme/);
    const text = await window.editorText(/Active: the service accepts it/);
    await window.screenshot('inspect-1-active');
    assert.match(text, /Read all token policies, login policies and clients/);
    assert.match(text, /Expires +\d\d:\d\d, in (59|60) minutes|in 1 hour/);
    assert.ok(!text.includes(token()));
  });

  it('is told that it was revoked elsewhere, and renews it with one click', async () => {
    const { origin, customerId, clientId, clientSecret } = sandbox;
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    await fetch(`${origin}/${customerId}/login/token/revoke`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ token: token() }),
    });
    await window.runCommand('Hosted Login: Inspect Access Token');
    await window.editorText(/Not active: the service does not accept it/);
    await window.notification(/no longer accepts the access token of “acme”/);
    await window.screenshot('inspect-2-lost');
    const before = sandbox.issued.length;
    await window.answerNotification(/no longer accepts/, 'Renew');
    await until('the token', () => sandbox.issued.length > before || undefined);
    await window.notificationGone(/Requesting/);
    await window.runCommand('Hosted Login: Inspect Access Token');
    await window.editorText(/Active: the service accepts it/);
    assert.equal(sandbox.issued.length, before + 1);
  });

  it('can forget it here although the service does not revoke it', async () => {
    sandbox.fail({ path: '/token/revoke', status: 500, body: '{}', times: 1 });
    // Not by the menu: then the status bar item has the focus, and its tooltip covers the message.
    await window.runCommand('Hosted Login: Revoke Access Token');
    await window.notification(/was not revoked/);
    await window.screenshot('revoke-1-refused');
    await window.answerNotification(/was not revoked/, 'Forget');
    await window.statusBarText(/acme no token/);
  });

  /** What the service answers to a read with a token. */
  async function statusWith(value = ''): Promise<number> {
    const url = `${sandbox.origin}/${sandbox.customerId}/config/tokenPolicies`;
    return (await fetch(url, { headers: { authorization: `Bearer ${value}` } })).status;
  }

  it('is asked which when there are several: this one', async () => {
    await request(/Read and configure all token policies/);
    await request(/Read everything/);
    await request(/Read and configure everything/);
    const [first, second, third] = sandbox.issued.slice(-3);
    await window.clickStatusBar();
    await window.waitForPrompt(/Hosted Login: acme, (60|59)m left/);
    await window.screenshot('revoke-2-menu');
    await window.pick(/Revoke Access Token/);
    await window.waitForPrompt('Which one do you want to revoke?');
    await window.screenshot('revoke-3-which');
    await window.pick(/This token: Read and configure all token policies, login/);
    await window.page.getByText('Revoked and forgotten').waitFor();
    assert.deepEqual(
      [await statusWith(first), await statusWith(second), await statusWith(third)],
      [200, 200, 403],
    );
    await window.statusBarText(/acme (60|59)m/);
  });

  it('goes on with another live one from the menu', async () => {
    await window.leaveStatusBar();
    await window.clickStatusBar();
    await window.pick(/Use: Read and configure all token policies/);
    await window.hoverStatusBar(/Read and configure all token policies/);
    await window.leaveStatusBar();
  });

  it('or all of them', async () => {
    const issued = sandbox.issued.slice(-3);
    await window.runCommand('Hosted Login: Revoke Access Token');
    await window.pick(/All 2 access tokens of “acme”/);
    await window.statusBarText(/acme no token/);
    for (const value of issued) assert.equal(await statusWith(value), 403);
  });

  it('forgets this one, and the other one is the active one again', async () => {
    await request(/Read everything/);
    await request(/Read and configure everything/);
    await window.runCommand('Hosted Login: Forget Access Token');
    await window.waitForPrompt('Which one do you want to forget?');
    await window.pick(/This token: Read and configure/);
    await window.hoverStatusBar(/Read all token policies/);
    await window.leaveStatusBar();
    await window.runCommand('Hosted Login: Forget Access Token');
    await window.statusBarText(/acme no token/);
  });

  it('sees in the status bar that a token can do nothing', async () => {
    for (let count = 0; count < 2; count++) {
      sandbox.fail({
        path: '/login/token',
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ access_token: 'none', expires_in: 3600, token_type: 'Bearer', scope: '' }),
        times: 1,
      });
      await window.runCommand('Hosted Login: Request Access Token…');
      const before = sandbox.received.length;
      await window.pick(count === 0 ? /Read everything/ : /Read and configure everything/);
      await until('the request', () => sandbox.received.length > before || undefined);
      await window.statusBarText(/acme: nothing granted/);
    }
    // In the list: VS Code shows no more than three notifications in 0.8 seconds by themselves.
    await window.runCommand('Notifications: Show Notifications');
    const messages = window.page
      .locator('.notifications-center .notification-list-item-message')
      .filter({ hasText: 'This access token can do nothing' });
    await messages.first().waitFor();
    assert.equal(await messages.count(), 1);
    await window.screenshot('revoke-4-nothing-granted');
  });
});
