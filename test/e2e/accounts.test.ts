import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import type { Sandbox } from '../../src/sandbox/index';
import type { Session } from '../support/session';
import { skipAfterFailure } from '../support/skipAfterFailure';
import { until } from '../support/until';
import { useWindow } from '../support/useWindow';
import type { Window } from '../support/window';

const wantsToSignIn = /The extension 'Companion' wants to sign in using Hosted Login/;

/** Another extension, the companion, gets a token through VS Code's accounts, if the user agrees. */
describe('the accounts of VS Code', function () {
  skipAfterFailure(this);
  let sandbox: Sandbox;
  let session: Session;
  let window: Window;
  /** Checking a new profile takes a token too. */
  let issuedBefore = 0;

  useWindow(
    {
      profile: 'acme',
      files: { 'readme.md': '# Hello\n' },
      // Tokens end here; their renewal has tests of its own.
      settings: { 'hostedLogin.renew': 'never' },
    },
    started => {
      ({ sandbox, session, window } = started);
    },
  );
  before(() => {
    issuedBefore = sandbox.issued.length;
  });

  const issued = () => sandbox.issued.length - issuedBefore;

  /** The last token that the service issued, as the companion shows it. */
  const lastIssued = () =>
    crypto
      .createHash('sha256')
      .update(sandbox.issued.at(-1) ?? '')
      .digest('hex')
      .slice(0, 8);

  const lastScope = () =>
    new URLSearchParams(sandbox.received.findLast(({ path }) => path.endsWith('/login/token'))?.body).get(
      'scope',
    );

  /** What the companion shows of its session, once it is this. */
  const companion = (pattern: RegExp) => window.statusBarText(pattern, 'companion.session');

  /** What the companion will show of the next token, once more than `count` are issued. */
  async function issuedAfter(count: number): Promise<string> {
    await until('the token is issued', () => (issued() > count ? true : undefined));
    return lastIssued();
  }

  async function signIn(scopes: string, command = 'Companion: Sign In'): Promise<void> {
    await window.runCommand(command);
    await window.type(scopes, 'Scopes of the companion');
  }

  const answer = (accessToken: string, seconds: number, scope?: string) => ({
    path: '/login/token',
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ access_token: accessToken, expires_in: seconds, token_type: 'Bearer', scope }),
  });

  async function requestToken(scope: string): Promise<void> {
    await window.runCommand('Hosted Login: Request Access Token…');
    await window.pick(/Custom scope/);
    // Found by its prompt: the list has the same title.
    await window.fill(scope, 'Scopes, separated by spaces');
    await window.accept();
  }

  it('ask the user before another extension gets a token; no is no', async () => {
    await requestToken('.:config/**');
    await window.statusBarText(/acme 60m/);
    await signIn('.:config/clients** .:config/tokenPolicies**');
    await window.waitForDialog(wantsToSignIn);
    await window.screenshot('accounts-1-consent');
    await window.answerDialog(wantsToSignIn, 'Cancel');
    await window.notification(/did not consent/);
    assert.equal(issued(), 1);
  });

  it('request exactly what the extension asks for, and leave the active token as it is', async () => {
    await signIn('.:config/clients** .:config/tokenPolicies**');
    await window.answerDialog(wantsToSignIn, 'Allow');
    const shown = await companion(/acme/);
    assert.equal(shown, `Companion: acme ${lastIssued()} .:config/clients** .:config/tokenPolicies**`);
    assert.equal(lastScope(), '.:config/clients** .:config/tokenPolicies**');
    assert.equal(issued(), 2);
    await window.hoverStatusBar(/Read all token policies, login policies and clients/);
    await window.leaveStatusBar();
  });

  it('give a session that works', async () => {
    await window.runCommand('Companion: Call the Service');
    const { origin, customerId } = sandbox;
    await window.type(`${origin}/${customerId}/config/clients`, 'Address for the companion to get');
    assert.match(await window.notification(/The companion was answered/), /HTTP 200/);
    const { headers } = sandbox.received.at(-1) ?? {};
    assert.equal(headers?.['authorization'], `Bearer ${sandbox.issued.at(-1) ?? ''}`);
  });

  it('give the same again without asking, in whatever order the scopes come', async () => {
    await signIn('.:config/tokenPolicies** .:config/clients**');
    const shown = await companion(/\.:config\/tokenPolicies\*\* \.:config\/clients\*\*$/);
    assert.match(shown, new RegExp(`acme ${lastIssued()} `));
    assert.equal(issued(), 2);
  });

  it('do not give a wider token for a narrower one: that is another request, which the user is asked about', async () => {
    await signIn('.:config/clients**');
    await window.answerDialog(wantsToSignIn, 'Allow');
    await companion(/ [\da-f]{8} \.:config\/clients\*\*$/);
    assert.equal(lastScope(), '.:config/clients**');
    assert.equal(issued(), 3);
  });

  it('tell the extension of a renewal', async () => {
    const before = await companion(/acme/);
    await requestToken('.:config/clients**');
    await window.pick(/Request a new token/);
    await companion(new RegExp(`acme ${await issuedAfter(3)} `));
    await window.runCommand('Hosted Login: Renew Access Token');
    const renewed = await companion(new RegExp(`acme ${await issuedAfter(4)} `));
    assert.notEqual(renewed, before);
  });

  it('request again when the extension says so, under the same session', async () => {
    await signIn('.:config/clients**', 'Companion: Get a New Session');
    await window.answerDialog(/'Companion' wants you to sign in again using Hosted Login/, 'Allow');
    await companion(new RegExp(`acme ${await issuedAfter(5)} `));
  });

  it('tell the extension why it gets none', async () => {
    sandbox.fail(answer('good-for-nothing', 3600));
    await signIn('*:webhooks/v9');
    await window.answerDialog(wantsToSignIn, 'Allow');
    assert.match(await window.notification(/can do nothing/), /granted none of \*:webhooks\/v9/);
    await window.screenshot('accounts-2-nothing-granted');
  });

  it('stay in the menu of VS Code as long as one token lives', async () => {
    sandbox.fail(answer('a-short-one', 2, '.:config/tokenPolicies**'));
    await requestToken('.:config/tokenPolicies**');
    await window.pick(/Request a new token/);
    await window.statusBarText(/acme expired/);
    await openAccount();
    await window.screenshot('accounts-3-menu');
    await window.page.keyboard.press('Escape');
    await window.page.keyboard.press('Escape');
  });

  it('forget the tokens when the user signs out there, and the extension hears of it', async () => {
    await signIn('.:config/clients** .:config/tokenPolicies**');
    await companion(/acme/);
    await window.runCommand('Hosted Login: Renew Access Token');
    await window.statusBarText(/acme 60m/);
    await openAccount();
    // A menu that has just opened takes keys, but no clicks yet.
    await window.page.getByRole('menuitem', { name: 'Sign Out' }).hover();
    await window.page.keyboard.press('Enter');
    const asked = /The account 'acme' has been used by:.*Companion.*Sign out/s;
    await window.waitForDialog(asked);
    await window.screenshot('accounts-4-sign-out');
    await window.answerDialog(asked, 'Sign Out');
    await companion(/signed out/);
    await window.statusBarText(/acme no token/);
  });

  it('left no token in any file of VS Code or its logs', async () => {
    assert.ok(issued() >= 6, `${issued()} tokens were issued`);
    await window.close();
    assert.deepEqual(session.keptFilesWith(['a-short-one', 'good-for-nothing', ...sandbox.issued]), []);
  });

  /** Opens the menu of the account `acme` at the bottom of the activity bar. */
  async function openAccount(): Promise<void> {
    await window.page.locator('.activitybar').getByRole('button', { name: 'Accounts' }).click();
    await window.page.getByRole('menuitem', { name: 'acme (Hosted Login)' }).click();
    await window.page.getByRole('menuitem', { name: 'Sign Out' }).waitFor();
  }
});
