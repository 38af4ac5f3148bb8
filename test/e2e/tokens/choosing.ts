import assert from 'node:assert/strict';
import type { Sandbox } from '../../../src/sandbox/index';
import { waitForSavedProfile } from '../../support/enterProfile';
import { skipAfterFailure } from '../../support/skipAfterFailure';
import { until } from '../../support/until';
import type { Window } from '../../support/window';
import { useTokensWindow } from './window';

/** What a user can choose: presets, profiles, Save Anyway, Cancel. */
describe('a person chooses', function () {
  skipAfterFailure(this);
  let sandbox: Sandbox;
  let window: Window;

  useTokensWindow(
    ({ origin }) => ({ 'choice.http': `GET ${origin}/\n` }),
    started => {
      ({ sandbox, window } = started);
    },
  );

  const requestedScope = () => {
    const request = sandbox.received.findLast(({ path }) => path.endsWith('/login/token'));
    return new URLSearchParams(request?.body).get('scope');
  };

  async function addFromClipboard(name: string, secret: string): Promise<void> {
    const { origin, customerId, clientId } = sandbox;
    await window.copy(`curl ${origin}/${customerId}/login/token -u '${clientId}:${secret}'`);
    await window.runCommand('Hosted Login: Add Profile…');
    await window.waitForPrompt('The clipboard holds values of a profile');
    await window.accept();
    await window.type(name, 'What do you call this customer');
  }

  async function choosePreset(label: RegExp): Promise<void> {
    await window.runCommand('Hosted Login: Request Access Token…');
    await window.waitForPrompt('What may the token do?');
    await window.pick(label);
  }

  it('a preset for one login policy, which is chosen by its title', async () => {
    await addFromClipboard('acme', sandbox.clientSecret);
    await waitForSavedProfile(window);
    await window.statusBarText(/acme no token/);
    await choosePreset(/^Read one login policy/);
    await window.waitForPrompt('Read one login policy');
    await window.screenshot('choosing-login-policy');
    await window.pick(/Nordhaven Storefront/);
    await window.statusBarText(/acme 60m/);
    assert.equal(requestedScope(), `.:config/loginPolicies/${sandbox.ids.storefrontLoginPolicy}`);
    await window.hoverStatusBar(/Read login policy “Nordhaven Storefront”/);
    await window.leaveStatusBar();
  });

  it('another one by an ID, and none that the service does not have', async () => {
    await choosePreset(/^Read and configure one login policy/);
    // Not the preset's own words, which the list before it has too.
    const prompt = 'one login policy: ID of the login policy';
    await window.fill('00000000-0000-0000-0000-000000000000', prompt);
    await window.pick(/Look up the ID/);
    await window.notification('The service has no login policy with this ID.');
    await window.fill(sandbox.ids.staffLoginPolicy, prompt);
    await window.pick(/Nordhaven Store Staff/);
    const scope = `*:config/loginPolicies/${sandbox.ids.staffLoginPolicy}`;
    await until('the request', () => (requestedScope() === scope ? true : undefined));
    await window.runCommand('Notifications: Clear All Notifications');
  });

  it('one property by its client, with the policies that belong to it', async () => {
    await choosePreset(/^Read and configure one property/);
    await window.waitForPrompt('The client of the property');
    await window.fill('public', 'The client of the property');
    await window.pick(/Nordhaven Storefront/);
    const { storefrontTokenPolicy, storefrontLoginPolicy, storefrontClient } = sandbox.ids;
    const scope = `*:config/tokenPolicies/${storefrontTokenPolicy} *:config/loginPolicies/${storefrontLoginPolicy} *:config/clients/${storefrontClient}`;
    await until('the request', () => (requestedScope() === scope ? true : undefined));
  });

  it('by title what was asked for before', async () => {
    // The scope is among the recent ones once its token is kept.
    const choices = await until('the property among the recent scopes', async () => {
      await window.runCommand('Hosted Login: Request Access Token…');
      await window.waitForPrompt('What may the token do?');
      const shown = (await window.choices()).join('\n');
      if (shown.includes('Read and configure one property: Nordhaven Storefront')) return shown;
      await window.dismiss();
      return undefined;
    });
    await window.screenshot('choosing-recent');
    assert.match(choices, /Read and configure one login policy: Nordhaven Store Staff/);
    await window.dismiss();
  });

  it('a custom scope: the text around it is removed, and its finding is shown', async () => {
    await choosePreset(/Custom scope/);
    await window.fill('"scope": ".:config/tokenPolicy",', 'Scopes, separated by spaces');
    await window.waitForPrompt('Do you mean tokenPolicies?');
    await window.screenshot('choosing-custom');
    await window.type('scope=.:config/loginPolicies**');
    await until('the request', () => (requestedScope() === '.:config/loginPolicies**' ? true : undefined));
    await window.statusBarText(/acme 60m/);
  });

  it('a preset of their own, from the settings', async () => {
    await choosePreset(/Just the clients/);
    await until('the request', () => (requestedScope() === '.:config/clients**' ? true : undefined));
    await window.statusBarText(/acme 60m/);
  });

  it('to cancel a request that hangs: no message, and the token from before stays', async () => {
    // The notification of the request before may still be shown, with a button that no longer cancels anything.
    await window.notificationsGone();
    sandbox.fail({ path: '/login/token', connection: 'stall' });
    await window.runCommand('Hosted Login: Renew Access Token');
    await window.answerNotification('Requesting an access token for “acme”', 'Cancel');
    await window.statusBarText(/acme (60|59)m/);
    await window.notificationsGone();
  });

  it('is told which scope was not granted', async () => {
    sandbox.fail({
      path: '/login/token',
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ access_token: 'half', expires_in: 3600, token_type: 'Bearer' },
        scope: '.:config/tokenPolicies**',
      }),
    });
    await choosePreset(/^Read all token policies and all login policies/);
    await window.notification('The service did not grant .:config/loginPolicies**.');
    await window.runCommand('Notifications: Clear All Notifications');
  });

  it('each scope once: among the recent ones, or as a preset', async () => {
    await window.runCommand('Hosted Login: Request Access Token…');
    await window.waitForPrompt('What may the token do?');
    const label = 'Read all token policies and all login policies';
    await window.fill(label);
    const rows = await until('the rows found', async () => {
      const found = await window.choices();
      return found.every(row => row.includes(label) || row.includes('Custom scope…')) ? found : undefined;
    });
    assert.equal(rows.filter(row => row.includes(label)).length, 1, rows.join('\n'));
    await window.dismiss();
  });

  it('to change the secret alone', async () => {
    await window.runCommand('Hosted Login: Edit Profile…');
    await window.pick('acme');
    await window.pick('Client secret');
    // Not “Client secret”: the list that was just open says that too.
    await window.type(sandbox.clientSecret, `secret storage and sent only to ${sandbox.origin}`);
    const narrowest = `.:config/clients/${sandbox.clientId}`;
    await until('the check of it', () => (requestedScope() === narrowest ? true : undefined));
    await window.statusBarText(/acme \d+m/);
  });

  it('to continue with a profile that they cancelled', async () => {
    await window.copy('nothing of a profile');
    await window.runCommand('Hosted Login: Add Profile…');
    await window.type('third', 'What do you call this customer');
    // The issuer, as the console shows it, pasted into the list of regions: the customer ID is in it.
    await window.fill(`${sandbox.origin}/${sandbox.customerId}/login`, 'Where is the customer hosted?');
    await window.pick(/Other origin/);
    await window.waitForPrompt('Customer ID');
    assert.equal(await window.page.locator('.quick-input-widget input').inputValue(), sandbox.customerId);
    await window.dismiss();
    await window.runCommand('Hosted Login: Add Profile…');
    await window.waitForPrompt('What do you want to begin with?');
    const [first] = await window.choices();
    assert.match(first ?? '', /Continue where you stopped.*“third”, 127\.0\.0\.1.*customer /);
    await window.screenshot('choosing-continue');
    await window.pickFirst();
    // The customer is known from the URL.
    await window.waitForPrompt('Client ID');
    await window.dismiss();
  });

  it('to clear a secret off the clipboard once it is saved', async () => {
    await window.runCommand('Notifications: Clear All Notifications');
    await addFromClipboard('copied', sandbox.clientSecret);
    await window.answerNotification('Its client secret is still on the clipboard.', 'Clear Clipboard');
    await until('the clipboard is empty', async () => ((await window.copied()) === '' ? true : undefined));
    await window.runCommand('Hosted Login: Switch Profile…');
    await window.pick('acme');
    await window.statusBarText(/acme \d+m/);
  });

  it('to save a profile although its check failed', async () => {
    await addFromClipboard('second', 'not-the-secret');
    await window.answerDialog('Host and customer ID are right, but', 'Save Anyway');
    await window.statusBarText(/second no token/);
  });

  it('another profile, whose token is still there', async () => {
    await window.runCommand('Hosted Login: Switch Profile…');
    const choices = await window.choices();
    assert.match(choices.join(' | '), /^second, active.* \| acme.* \| .*Add Profile…/);
    assert.match(await window.pickFirst(), /^acme/);
    await window.statusBarText(/acme \d+m/);
  });

  it('the command in the context menu of a request file', async () => {
    await window.openFile('choice.http');
    // An editor that takes the focus later closes the menu.
    await window.page.locator('.monaco-editor.focused .view-line').first().click({ button: 'right' });
    // VS Code ignores a click right after the menu opened: it would count as part of the click that opened it.
    await window.page.locator('.monaco-menu').getByText('Insert Authorization Header').hover();
    await window.page.keyboard.press('Enter');
    await window.editorText(/^Authorization: Bearer \{\{\$processEnv HOSTED_LOGIN_TOKEN\}\}$/m);
  });
});
