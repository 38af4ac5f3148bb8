import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEditors, profileFor, removeProfile, run, useSandbox } from '../support/extensionHost';
import { selfSignedCertificate } from '../support/selfSigned';
import { until } from '../support/until';
import { closeAll, serveTls } from '../unit/api/servers';

interface Check {
  readonly stages: readonly { readonly name: string; readonly ok: boolean; readonly message: string }[];
}

const names = ['name', 'tcp', 'tls', 'discovery', 'credentials', 'grantedScope', 'read'];

describe('Check Connection', () => {
  const sandbox = useSandbox();

  beforeEach(async () => {
    await run('addProfile', profileFor(sandbox(), 'checked'));
  });

  afterEach(async () => {
    await removeProfile('checked');
    await removeProfile('other');
    await closeAll();
    await closeEditors();
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  const check = (args: object = {}) => run<Check>('checkConnection', args);

  it('checks each stage up to one read, with the narrowest token, and stores none', async () => {
    const { stages } = await check();
    assert.deepEqual(
      stages.map(({ name, ok }) => [name, ok]),
      names.map(name => [name, true]),
    );
    const { clientId, customerId, received } = sandbox();
    assert.deepEqual(
      received.slice(-3).map(({ method, path }) => `${method} ${path}`),
      [
        `GET /${customerId}/login/.well-known/openid-configuration`,
        `POST /${customerId}/login/token`,
        `GET /${customerId}/config/clients/${clientId}`,
      ],
    );
    const form = new URLSearchParams(received.at(-2)?.body);
    assert.equal(form.get('scope'), `.:config/clients/${clientId}`);
    const shown = JSON.stringify(stages);
    for (const value of [sandbox().clientSecret, sandbox().issued.at(-1) ?? '']) {
      assert.ok(value !== '' && !shown.includes(value));
    }
    assert.equal(process.env['HOSTED_LOGIN_TOKEN'], undefined);
    await assert.rejects(run('renewToken'), /token/);
  });

  it('reports the stage that failed, and does not run later ones', async () => {
    const origin = await serveTls(selfSignedCertificate());
    await run('addProfile', { ...profileFor(sandbox(), 'other'), origin });
    const { stages } = await check({ profile: 'other' });
    assert.deepEqual(
      stages.map(({ ok }) => ok),
      [true, true, false, false, false, false, false],
    );
    assert.match(stages[2]?.message ?? '', /not trusted .*issued by “localhost”.*certificate store/);
    assert.equal(stages[3]?.message, 'Not reached.');
  });

  it('checks the profile that is named, and the active one otherwise', async () => {
    await run('addProfile', { ...profileFor(sandbox(), 'other'), clientSecret: 'not the secret' });
    assert.equal((await check({ profile: 'checked' })).stages[4]?.ok, true);
    const [, , , , credentials] = (await check()).stages;
    assert.equal(credentials?.ok, false);
    assert.match(credentials.message, /does not accept the client ID/);
    assert.doesNotMatch(credentials.message, /not the secret/);
  });

  it('rejects when there is no such profile', async () => {
    await assert.rejects(check({ profile: 'nobody' }), /no profile “nobody”/);
    await assert.rejects(check({ surprise: 1 }), /surprise/);
  });

  /** The checklist as a user sees it, once it has the expected text. */
  async function shownChecklist(words: string): Promise<vscode.TextDocument> {
    return until(`a checklist with “${words}”`, () => {
      const document = vscode.window.activeTextEditor?.document;
      return document?.uri.scheme === 'hosted-login-check' && document.getText().includes(words)
        ? document
        : undefined;
    });
  }

  it('shows the user the checklist in a document without a file, and again the next time', async () => {
    await vscode.commands.executeCommand('hostedLogin.checkConnection');
    const document = await shownChecklist('All 7 stages passed.');
    assert.match(document.uri.path, /\/Connection of checked\.txt$/);
    assert.equal(document.isDirty, false);
    assert.match(document.getText(), /^✓ TCP connection: passed\n {4}Port \d+ answers\.$/m);
    await closeEditors();
    sandbox().fail({ path: '/login/token', status: 401, body: '{"error":"invalid_client"}', times: 2 });
    await vscode.commands.executeCommand('hostedLogin.checkConnection');
    const again = await shownChecklist('4 of 7 stages passed.');
    assert.equal(again.uri.toString(), document.uri.toString());
    assert.match(again.getText(), /✗ Credentials: FAILED\n(?: {4}.*\n)+ {4}→ Edit the profile/);
  });
});
