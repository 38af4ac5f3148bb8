import assert from 'node:assert/strict';
import { type Sandbox, startSandbox } from '../../src/sandbox/index';
import { Session } from '../support/session';
import { skipAfterFailure } from '../support/skipAfterFailure';
import { until } from '../support/until';
import type { Window } from '../support/window';

/** Several tokens at once: which of them a person is offered, by keyboard alone. */
describe('a person with live tokens', function () {
  skipAfterFailure(this);
  let sandbox: Sandbox;
  let session: Session;
  let window: Window;
  /** What the service was asked before the first test: whether the profile is right. */
  let checks = 0;

  before(async function () {
    this.timeout(120_000);
    sandbox = await startSandbox();
    const at = `GET ${sandbox.origin}/${sandbox.customerId}/config`;
    session = await Session.start({
      files: {
        'reads.http': `${at}/tokenPolicies\n###\n${at}/loginPolicies/{{id}}\n`,
        'writes.http': `${at.replace('GET', 'PUT')}/clients/1\n###\n${at}/clients\n`,
        'other.http': 'GET https://example.com/\n',
      },
    });
    window = await session.openWindow();
    const { origin, customerId, clientId, clientSecret } = sandbox;
    await window.copy(`curl ${origin}/${customerId}/login/token -u '${clientId}:${clientSecret}'`);
    await window.runCommand('Hosted Login: Add Profile…');
    await window.waitForPrompt('The clipboard holds values of a profile');
    await window.accept();
    await window.type('acme', 'What do you call this customer');
    await window.statusBarText(/acme no token/);
    checks = requestedScopes().length;
  });

  after(async () => {
    await session.close();
    await sandbox.stop();
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
    assert.match(row(rows, /^Read all token policies and all login/), /enough for the requests in this file/);
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
    await window.hoverStatusBar(/Read the list of token policies/);
    await window.leaveStatusBar();
    assert.equal(requestedScopes().length, 2);
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
    await window.hoverStatusBar(/Read the list of token policies/);
    await window.leaveStatusBar();
    assert.equal(requestedScopes().length, 2);
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
    await window.hoverStatusBar(/Read the list of token policies/);
    await window.leaveStatusBar();
    assert.equal(requestedScopes().length, 4);
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
