import assert from 'node:assert/strict';
import { type Sandbox, startSandbox } from '../../src/sandbox/index';
import { enterProfile } from '../support/entering';
import { inTurn } from '../support/inTurn';
import { Session } from '../support/session';
import { until } from '../support/until';
import type { Window } from '../support/window';

/** What the service says of a token, and its end there. */
describe('a person looks at a token', function () {
  inTurn(this);
  let sandbox: Sandbox;
  let session: Session;
  let window: Window;

  before(async function () {
    this.timeout(120_000);
    sandbox = await startSandbox();
    session = await Session.start();
    window = await session.openWindow();
    await window.runCommand('Hosted Login: Add Profile…');
    await enterProfile(window, sandbox);
    await window.statusBarText(/no token/);
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

  it('is told where it was revoked elsewhere, and renews it with one click', async () => {
    const { origin, customerId, clientId, clientSecret } = sandbox;
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    await fetch(`${origin}/${customerId}/login/token/revoke`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ token: token() }),
    });
    await window.runCommand('Hosted Login: Inspect Access Token');
    await window.editorText(/Not active: the service does not accept it/);
    await window.notification(/does not accept the access token of “acme” any more/);
    await window.screenshot('inspect-2-lost');
    const before = sandbox.issued.length;
    await window.answerNotification(/does not accept/, 'Renew');
    await until('the token', () => sandbox.issued.length > before || undefined);
    await window.notificationGone(/Requesting/);
    await window.runCommand('Hosted Login: Inspect Access Token');
    await window.editorText(/Active: the service accepts it/);
    assert.equal(sandbox.issued.length, before + 1);
  });

  it('where the service does not revoke it, may forget it here all the same', async () => {
    sandbox.fail({ path: '/token/revoke', status: 500, body: '{}', times: 1 });
    // Not by the menu: then the status bar item has the focus, and its tooltip covers the message.
    await window.runCommand('Hosted Login: Revoke Access Token');
    await window.notification(/was not revoked/);
    await window.screenshot('revoke-1-refused');
    await window.answerNotification(/was not revoked/, 'Forget');
    await window.statusBarText(/acme no token/);
  });

  it('is asked before several are revoked at once, and then all are', async () => {
    await request(/Read everything/);
    await request(/Read and configure everything/);
    const issued = sandbox.issued.slice(-2);
    await window.runCommand('Hosted Login: Revoke Access Token');
    await window.waitForDialog(/Revoke all 2 access tokens of “acme”/);
    await window.screenshot('revoke-2-all');
    await window.answerDialog(/Revoke all 2/, 'Revoke');
    await window.statusBarText(/acme no token/);
    for (const value of issued) {
      const { status } = await fetch(`${sandbox.origin}/${sandbox.customerId}/config/clients`, {
        headers: { authorization: `Bearer ${value}` },
      });
      assert.equal(status, 403);
    }
  });
});
