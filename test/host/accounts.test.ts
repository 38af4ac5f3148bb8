import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { profileFor, removeProfile, run, useProfile, useSandbox } from '../support/extensionHost';
import { until } from '../support/until';

const provider = 'hosted-login';

/** What VS Code does without a user; the rest is in test/e2e/accounts.test.ts. */
describe('accounts', () => {
  const sandbox = useSandbox();
  useProfile(sandbox);

  after(() => removeProfile('other'));

  const accounts = async () =>
    (await vscode.authentication.getAccounts(provider)).map(({ label }) => label).sort();

  /** Does something, and waits until VS Code has fired the event that our sessions changed. */
  async function andToldOf(work: () => Promise<unknown>): Promise<void> {
    let told = 0;
    const listener = vscode.authentication.onDidChangeSessions(({ provider: { id } }) => {
      if (id === provider) told += 1;
    });
    await work();
    await until('the sessions changed', () => (told > 0 ? true : undefined));
    listener.dispose();
  }

  it('lists the profiles that have a live token', async () => {
    assert.deepEqual(await accounts(), []);
    await andToldOf(() => run('requestToken', { scope: '.:config/**' }));
    assert.deepEqual(await accounts(), ['acme']);
    await run('addProfile', profileFor(sandbox(), 'other'));
    assert.deepEqual(await accounts(), ['acme']);
    await andToldOf(() => run('requestToken', { scope: '.:config/**' }));
    assert.deepEqual(await accounts(), ['acme', 'other']);
  });

  it('reports a renewal', async () => {
    await run('requestToken', { scope: '.:config/**' });
    await andToldOf(() => run('renewToken'));
  });

  it('removes an account with its last token, and with its profile', async () => {
    await andToldOf(() => run('forgetToken', { profile: 'acme' }));
    assert.deepEqual(await accounts(), ['other']);
    await andToldOf(() => removeProfile('other'));
    assert.deepEqual(await accounts(), []);
  });

  it('gives no token to an extension that the user has not allowed', async () => {
    await run('switchProfile', { name: 'acme' });
    await andToldOf(() => run('requestToken', { scope: '.:config/**' }));
    const session = await vscode.authentication.getSession(provider, ['.:config/**'], { silent: true });
    assert.equal(session, undefined);
  });
});
