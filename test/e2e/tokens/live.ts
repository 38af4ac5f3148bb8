import assert from 'node:assert/strict';
import type { Sandbox } from '../../../src/sandbox/index';
import { skipAfterFailure } from '../../support/skipAfterFailure';
import { until } from '../../support/until';
import type { Window } from '../../support/window';
import { useTokensWindow } from './window';

describe('access tokens', () => {
  let sandbox: Sandbox;
  let window: Window;

  after(async () => {
    await window.runCommand('Hosted Login: Remove Profile…');
    await window.pick('acme');
    await window.answerDialog('Remove the profile “acme”', 'Remove');
    await window.statusBarGone();
  });
  useTokensWindow(
    ({ origin, customerId }) => {
      const at = `GET ${origin}/${customerId}/config`;
      return {
        'reads.http': `${at}/tokenPolicies\n###\n${at}/loginPolicies/{{id}}\n`,
        'writes.http': `${at.replace('GET', 'PUT')}/clients/1\n###\n${at}/clients\n`,
        'other.http': 'GET https://example.com/\n',
      };
    },
    started => {
      ({ sandbox, window } = started);
    },
  );

  /** Several tokens at once: which of them are offered, by keyboard. */
  describe('a person with live tokens', function () {
    skipAfterFailure(this);
    /** The request before the first test, which checks the profile. */
    let checks = 0;

    before(async () => {
      const { origin, customerId, clientId, clientSecret } = sandbox;
      await window.copy(`curl ${origin}/${customerId}/login/token -u '${clientId}:${clientSecret}'`);
      await window.runCommand('Hosted Login: Add Profile…');
      await window.waitForPrompt('The clipboard holds values of a profile');
      await window.accept();
      await window.type('acme', 'What do you call this customer');
      await window.statusBarText(/acme no token/);
      checks = requestedScopes().length;
    });

    const requestedScopes = () =>
      sandbox.received
        .filter(({ path }) => path.endsWith('/login/token'))
        .map(({ body }) => new URLSearchParams(body).get('scope'))
        .slice(checks);

    /** Waits until the service was asked for a token with this scope. */
    const requested = (scope: string, count: number) =>
      until(`a request of ${scope}`, () => {
        const scopes = requestedScopes();
        return scopes.length === count && scopes.at(-1) === scope ? true : undefined;
      });

    /** Waits until the active token is the one whose tooltip says so; the service was asked for so many. */
    async function isActive(words: RegExp, count: number): Promise<void> {
      await window.hoverStatusBar(words);
      await window.leaveStatusBar();
      assert.equal(requestedScopes().length, count);
    }

    async function openPicker(): Promise<string[]> {
      await window.runCommand('Hosted Login: Request Access Token…');
      await window.waitForPrompt('What may the token do?');
      return window.choices();
    }

    const row = (rows: readonly string[], pattern: RegExp) => rows.find(text => pattern.test(text)) ?? '';

    it('sees first what the open file needs, and which preset is enough for it', async () => {
      await window.openFile('reads.http');
      const rows = await openPicker();
      await window.screenshot('live-1-for-this-file');
      const [first = ''] = rows;
      assert.match(first, /Read the list of token policies; Read all login policies/);
      assert.match(first, /\.:config\/tokenPolicies \.:config\/loginPolicies\*\*.*for this file/);
      assert.match(row(rows, /^Read everything/), /enough for the requests in this file · \.:config\/\*\*/);
      assert.match(
        row(rows, /^Read all token policies and all login/),
        /enough for the requests in this file/,
      );
      assert.doesNotMatch(row(rows, /^Read and configure everything/), /enough/);
      assert.doesNotMatch(rows.join(' | '), /live token/);
      await window.accept();
      await requested('.:config/tokenPolicies .:config/loginPolicies**', 1);
      await window.statusBarText(/acme 60m/);
    });

    it('is told what a live token covers, and uses it at once', async () => {
      await window.openFile('other.http');
      await openPicker();
      await window.pick(/^Read and configure everything/);
      await requested('*:config/**', 2);
      await window.hoverStatusBar(/Read and configure all/);
      await window.leaveStatusBar();

      const rows = await openPicker();
      await window.screenshot('live-2-covered');
      assert.doesNotMatch(rows.join(' | '), /for this file/);
      assert.match(row(rows, /^Read one login policy/), /live, (60|59)m left/);
      await window.pick(/^Read one login policy/);
      await window.waitForPrompt('Read one login policy');
      await window.pick(/Nordhaven Storefront/);
      await window.waitForPrompt('A live token already covers this');
      const offers = await window.choices();
      await window.screenshot('live-3-offer');
      assert.match(
        offers[0] ?? '',
        /^check Use the live token, (60|59)m left.*\.:config\/tokenPolicies \.:config\/login/,
      );
      assert.match(offers[1] ?? '', /^key Request a new token with exactly this scope/);
      await window.accept();
      await isActive(/Read the list of token policies/, 2);
    });

    it('finds what was chosen among the recent scopes', async () => {
      const rows = await openPicker();
      assert.match(rows[0] ?? '', /Read one login policy: Nordhaven Storefront.*recent/);
      await window.dismiss();
    });

    it('changes nothing with Escape, and comes back to the list with the back button', async () => {
      await openPicker();
      await window.pick(/Custom scope/);
      await window.fill('.:config/clients/1', 'Scopes, separated by spaces');
      await window.accept();
      await window.waitForPrompt('A live token already covers this');
      await window.page.getByRole('button', { name: 'Back' }).first().click();
      await window.waitForPrompt('What may the token do?');
      await window.pick(/^Read everything/);
      await window.waitForPrompt('A live token already covers this');
      await window.dismiss();
      await isActive(/Read the list of token policies/, 2);
    });

    it('gets a new one with exactly the scope when they want it', async () => {
      await openPicker();
      await window.pick(/Read everything/);
      await window.waitForPrompt('A live token already covers this');
      await window.pick(/Request a new token/);
      await requested('.:config/**', 3);
      await window.statusBarText(/acme (60|59)m/);
      await openPicker();
      await window.pick(/Read everything/);
      await window.waitForPrompt('A live token already covers this');
      assert.match(await window.pickFirst(), /^check Keep the active token, (60|59)m left, \.:config\/\*\*/);
      await window.page.getByText('The live access token is now active').waitFor();
      assert.equal(requestedScopes().length, 3);
    });

    it('asks for what the open file needs with one command and Enter', async () => {
      await window.openFile('writes.http');
      await window.runCommand('Hosted Login: Request Token for This File');
      await window.waitForPrompt('2 requests to the configuration, some of which write');
      const rows = await window.choices();
      await window.screenshot('live-4-file-that-writes');
      assert.match(rows[0] ?? '', /^check Use the live token, \d+m left.*\*:config\/\*\*/);
      assert.match(rows[1] ?? '', /^key Request: Read the list of clients; Read and configure client 1/);
      await window.pick(/Request: /);
      await requested('.:config/clients *:config/clients/1', 4);

      await window.openFile('reads.http');
      await window.runCommand('Hosted Login: Request Token for This File');
      await window.waitForPrompt('that only read the configuration. A live token already covers this');
      await window.accept();
      await isActive(/Read the list of token policies/, 4);
    });

    it('can choose another scope, and is told if there is nothing to request', async () => {
      await window.runCommand('Hosted Login: Request Token for This File');
      await window.waitForPrompt('that only read the configuration');
      await window.pick(/Choose Another Scope/);
      await window.waitForPrompt('What may the token do?');
      await window.dismiss();
      await window.openFile('other.http');
      await window.runCommand('Hosted Login: Request Token for This File');
      const message = await window.notification('no request to the configuration of “acme”');
      assert.match(message, /goes to http:\/\/127\.0\.0\.1:\d+ or a \{\{variable\}\}/);
    });
  });

  /** What the service says about a token, and revoking it. */
  describe('a person looks at a token', function () {
    skipAfterFailure(this);

    before(async () => {
      await window.runCommand('Hosted Login: Forget Access Token');
      await window.pick(/All \d access tokens of “acme”/);
      await window.statusBarText(/acme no token/);
      await window.runCommand('Notifications: Clear All Notifications');
      await request(/Read everything/);
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
      assert.match(text, /Expires +(\w+ \d+, )?\d\d:\d\d, in (59|60) minutes|in 1 hour/);
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

    it('switches to another live one from the menu', async () => {
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

    it('copies a reference to a token without one', async () => {
      await window.runCommand('Hosted Login: Copy Authorization As…');
      await window.pick(/^Postman: header/);
      await window.page.getByText('Authorization copied').first().waitFor();
      assert.equal(await window.copied(), 'Authorization: Bearer {{HOSTED_LOGIN_TOKEN}}');
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
});
