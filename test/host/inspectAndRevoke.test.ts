import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { InspectedToken } from '../../src/features/tokens/inspectView';
import {
  askSandbox,
  closeEditors,
  lastToken,
  run,
  sharedToken,
  type TokenResult,
  useProfile,
  useSandbox,
} from '../support/extensionHost';
import { until } from '../support/until';

const read = '.:config/**';
const clients = '.:config/clients**';

describe('inspecting and revoking tokens', () => {
  const sandbox = useSandbox();
  useProfile(sandbox);

  afterEach(async () => {
    await run('forgetToken');
    await closeEditors();
  });

  /** What the service answers to a call with the token. */
  const statusOf = async (token: string) => (await askSandbox(sandbox(), 'config/clients', { token })).status;

  const assertHidden = (text: string) => {
    for (const token of sandbox().issued) assert.ok(!text.includes(token), text);
    assert.ok(!text.includes(sandbox().clientSecret), text);
  };

  /** What the user sees; waits for the document that matches `pattern`. */
  const inspectAsPerson = async (pattern: RegExp) => {
    await vscode.commands.executeCommand('hostedLogin.inspectToken');
    return until('the document is shown', () => {
      const document = vscode.window.activeTextEditor?.document;
      return document && pattern.test(document.getText()) ? document : undefined;
    });
  };

  describe('inspectToken', () => {
    it('returns what the service says about the active token, and shows nothing', async () => {
      const { expiresAt } = await run<TokenResult>('requestToken', { scope: read });
      const inspected = await run<InspectedToken>('inspectToken');
      const { origin, clientId } = sandbox();
      assert.deepEqual(
        { ...inspected, issuedAt: 0, expiresAt: 0 },
        {
          ...{ profile: 'acme', host: new URL(origin).host, active: true },
          scopes: [{ scope: read, meaning: 'Read all token policies, login policies and clients' }],
          ...{ issuedAt: 0, expiresAt: 0, clientId, subject: undefined, audience: [], remarks: [] },
        },
      );
      assert.ok(Math.abs((inspected.expiresAt ?? 0) - expiresAt) < 5000);
      assert.equal((inspected.expiresAt ?? 0) - (inspected.issuedAt ?? 0), 3_600_000);
      assertHidden(JSON.stringify(inspected));
      assert.equal(vscode.window.activeTextEditor, undefined);
    });

    it('inspects the token of the scope that is named', async () => {
      await run('requestToken', { scope: clients });
      await run('requestToken', { scope: read });
      const { scopes } = await run<InspectedToken>('inspectToken', { profile: 'acme', scope: clients });
      assert.deepEqual(
        scopes.map(({ scope }) => scope),
        [clients],
      );
      await assert.rejects(run('inspectToken', { scope: '*:config/**' }), /no access token with the scope/);
    });

    it('says that a token is no longer active, though it should be', async () => {
      await run('requestToken', { scope: read });
      sandbox().fail({ path: '/introspect', body: '{"active":false}' });
      const { active, remarks } = await run<InspectedToken>('inspectToken');
      assert.equal(active, false);
      assert.match(
        remarks.join(),
        /According to the local clock it has 60 minutes left: it was revoked.* Renew it\./,
      );
    });

    it('rejects when the service answers something else, and quotes nothing', async () => {
      await run('requestToken', { scope: read });
      sandbox().fail({ path: '/introspect', body: JSON.stringify({ active: lastToken(sandbox()) }) });
      const error: unknown = await run('inspectToken').then(
        () => undefined,
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof Error);
      assert.match(error.message, /wrong or missing active\. Check that the origin/);
      assertHidden(error.message);
      sandbox().fail({ path: '/introspect', status: 401 });
      await assert.rejects(run('inspectToken'), /does not accept the client ID/);
    });

    it('has nothing to inspect without a token', async () => {
      await assert.rejects(run('inspectToken'), /“acme” has no access token\. Request an access token first/);
    });

    it('shows the user a read-only document without a file, without the token', async () => {
      await run('requestToken', { scope: read });
      const document = await inspectAsPerson(/Active: the service accepts it/);
      const text = document.getText();
      assert.match(text, /^Access token of “acme” at 127\.0\.0\.1:/);
      assert.match(text, /Read all token policies, login policies and clients\n +\.:config\/\*\*/);
      assert.match(text, new RegExp(`Client ID +${sandbox().clientId}`));
      assertHidden(text);
      assert.equal(document.uri.scheme, 'hosted-login-token');
      assert.equal(document.languageId, 'plaintext');
      await vscode.commands.executeCommand('type', { text: 'x' });
      assert.deepEqual([document.getText(), document.isDirty], [text, false]);
      assert.equal(document.uri.path, '/Access Token of acme.txt');
    });

    it('updates the same document, also after it was closed', async () => {
      await run('requestToken', { scope: read });
      const first = await inspectAsPerson(/Active: the service accepts it/);
      sandbox().fail({ path: '/introspect', body: '{"active":false}' });
      const second = await inspectAsPerson(/Not active: the service does not accept it/);
      assert.equal(second.uri.toString(), first.uri.toString());
      assert.equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length, 1);
      await closeEditors();
      await inspectAsPerson(/Active: the service accepts it/);
    });
  });

  describe('revokeToken', () => {
    it('ends the token at the service, and then forgets it', async () => {
      await run('requestToken', { scope: read });
      const token = lastToken(sandbox());
      assert.equal(await statusOf(token), 200);
      assert.equal(await run('revokeToken'), undefined);
      assert.equal(await statusOf(token), 403);
      assert.equal(sharedToken(), undefined);
      await assert.rejects(run('copyToken'), /has no access token/);
    });

    it('revokes all tokens of the profile, or the one of the scope', async () => {
      await run('requestToken', { scope: clients });
      const first = lastToken(sandbox());
      await run('requestToken', { scope: read });
      const second = lastToken(sandbox());
      await run('revokeToken', { scope: read });
      assert.deepEqual([await statusOf(first), await statusOf(second)], [200, 403]);
      assert.equal(sharedToken(), first);
      await run('requestToken', { scope: read });
      const third = lastToken(sandbox());
      await run('revokeToken', { profile: 'acme' });
      assert.deepEqual([await statusOf(first), await statusOf(third)], [403, 403]);
      assert.equal(sharedToken(), undefined);
    });

    it('keeps the token when the service refuses', async () => {
      await run('requestToken', { scope: read });
      const refusal = JSON.stringify({
        error: 'unsupported_token_type',
        error_description: lastToken(sandbox()),
      });
      sandbox().fail({ path: '/revoke', status: 400, body: refusal });
      const error: unknown = await run('revokeToken').then(
        () => undefined,
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof Error);
      assert.match(error.message, /“acme” was not revoked\. .* HTTP 400: unsupported_token_type/);
      assertHidden(error.message);
      assert.equal(sharedToken(), lastToken(sandbox()));
      assert.equal(await statusOf(lastToken(sandbox())), 200);
    });

    it('forgets those that were revoked, and names those that were not', async () => {
      await run('requestToken', { scope: clients });
      await run('requestToken', { scope: read });
      // The one asked for last goes first.
      sandbox().fail({ path: '/revoke', delayMs: 1 });
      sandbox().fail({ path: '/revoke', status: 503 });
      await assert.rejects(
        run('revokeToken'),
        /1 of 2 access tokens of “acme” were revoked, but not those for \.:config\/clients\*\*\. .*503.* Try again later\.$/,
      );
      await assert.rejects(run('copyToken', { scope: read }), /no access token with the scope/);
      await run('copyToken', { scope: clients });
      await vscode.env.clipboard.writeText('');
    });

    it('has nothing to revoke without a token', async () => {
      await assert.rejects(run('revokeToken'), /“acme” has no access token/);
    });

    it('asks nothing if there is only one token', async () => {
      await run('requestToken', { scope: read });
      const token = lastToken(sandbox());
      await vscode.commands.executeCommand('hostedLogin.revokeToken');
      assert.equal(await statusOf(token), 403);
      assert.equal(sharedToken(), undefined);
    });
  });
});
