import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { useAnswers } from '../support/answers';
import {
  closeEditors,
  configure,
  profileFor,
  removeProfile,
  run,
  sharedToken,
  type TokenResult,
  useProfile,
  useSandbox,
} from '../support/extensionHost';
import { until } from '../support/until';

describe('tokens', () => {
  const sandbox = useSandbox();
  useProfile(sandbox);

  after(async () => {
    for (const name of ['other', 'readers']) await removeProfile(name);
  });

  const tokenRequests = () => sandbox().received.filter(({ path }) => path.endsWith('/login/token'));

  /** Waits until the service has a request more than `count`. */
  const arrivalAfter = (count: number) =>
    until('the request has arrived', () => (tokenRequests().length > count ? true : undefined));

  it('requests a token as the seed says and returns what was granted, without the token', async () => {
    const before = Date.now();
    const result = await run<TokenResult>('requestToken', { scope: '.:config/**' });
    const request = tokenRequests().at(-1);
    assert.equal(request?.method, 'POST');
    assert.equal(request.path, `/${sandbox().customerId}/login/token`);
    assert.match(request.headers['authorization'] ?? '', /^Basic /);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(request.body)), {
      grant_type: 'client_credentials',
      scope: '.:config/**',
    });
    assert.deepEqual(
      { ...result, expiresAt: 0 },
      {
        profile: 'acme',
        requestedScope: '.:config/**',
        grantedScope: '.:config/**',
        expiresAt: 0,
      },
    );
    assert.ok(result.expiresAt >= before + 3_599_000 && result.expiresAt <= Date.now() + 3_600_000);
    assert.ok(!JSON.stringify(result).includes(sharedToken() ?? '?'));
  });

  it('shares the live token with the extension host, and takes it back when it is forgotten', async () => {
    await run('requestToken', { scope: '.:config/**' });
    assert.match(sharedToken() ?? '', /^[\w-]{40,}$/);
    await run('forgetToken');
    assert.equal(sharedToken(), undefined);
  });

  it('shares nothing while share.extensions is off', async () => {
    await run('requestToken', { scope: '.:config/**' });
    const { Global, Workspace } = vscode.ConfigurationTarget;
    for (const target of [Global, Workspace]) {
      await configure('share.extensions', false, target);
      await until('the variable is gone', () => (sharedToken() === undefined ? true : undefined));
      await configure('share.extensions', undefined, target);
      await until('the variable is back', sharedToken);
    }
  });

  it('does not let a workspace turn sharing on', async () => {
    const { Workspace } = vscode.ConfigurationTarget;
    await run('requestToken', { scope: '.:config/**' });
    await configure('share.extensions', false);
    try {
      await until('the variable is gone', () => (sharedToken() === undefined ? true : undefined));
      await configure('share.extensions', true, Workspace);
      // Sharing is updated with each request.
      await run('requestToken', { scope: '.:config/clients**' });
      assert.equal(sharedToken(), undefined);
    } finally {
      await configure('share.extensions', undefined, Workspace);
      await configure('share.extensions', undefined);
    }
    await until('the variable is back', sharedToken);
  });

  it('copies the token to the clipboard and nowhere else', async () => {
    await run('requestToken', { scope: '.:config/**' });
    const result = await run<TokenResult>('copyToken');
    assert.equal(await vscode.env.clipboard.readText(), sharedToken());
    assert.ok(!JSON.stringify(result).includes(sharedToken() ?? '?'));
    await vscode.env.clipboard.writeText('');
  });

  it('says that a command of another extension copied the token', async () => {
    const window: { setStatusBarMessage: unknown } = vscode.window;
    const original = window.setStatusBarMessage;
    const shown: string[] = [];
    window.setStatusBarMessage = (text: string) => shown.push(text);
    try {
      await run('requestToken', { scope: '.:config/**' });
      shown.length = 0;
      await run('copyToken');
      assert.deepEqual(shown, ['$(check) A command copied the access token of “acme”']);
    } finally {
      window.setStatusBarMessage = original;
      await vscode.env.clipboard.writeText('');
    }
  });

  it('renews with the same scope, and the new token replaces the old one', async () => {
    await run('requestToken', { scope: '.:config/tokenPolicies**' });
    const before = sharedToken();
    const { requestedScope } = await run<TokenResult>('renewToken');
    assert.equal(requestedScope, '.:config/tokenPolicies**');
    assert.ok(before);
    assert.notEqual(sharedToken(), before);
  });

  it('asks for exactly the scope that is named, and the last one asked for is the active one', async () => {
    await run('requestToken', { scope: '*:config/**' });
    const wide = sharedToken();
    await run('requestToken', { scope: '.:config/clients**' });
    assert.notEqual(sharedToken(), wide);
    assert.equal(tokenRequests().at(-1)?.body.includes('.%3Aconfig%2Fclients**'), true);
  });

  it('goes with the profile: another profile has no token yet, and coming back brings the first one back', async () => {
    await run('requestToken', { scope: '.:config/**' });
    const first = sharedToken();
    await run('addProfile', profileFor(sandbox(), 'other'));
    assert.equal(sharedToken(), undefined);
    await run('switchProfile', { name: 'acme' });
    assert.ok(first);
    assert.equal(sharedToken(), first);
  });

  it('makes the profile it was asked for the active one', async () => {
    await run('requestToken', { scope: '.:config/**' });
    const first = sharedToken();
    await run('requestToken', { profile: 'other', scope: '.:config/**' });
    const others = sharedToken();
    assert.ok(others);
    assert.notEqual(others, first);
    await run('switchProfile', { name: 'acme' });
    assert.equal(sharedToken(), first);
  });

  it('does not switch back if the user switched during the request', async () => {
    await run('requestToken', { scope: '.:config/**' });
    sandbox().fail({ path: '/login/token', delayMs: 500 });
    const before = tokenRequests().length;
    const late = run<TokenResult>('requestToken', { scope: '*:config/**' });
    await arrivalAfter(before);
    await run('switchProfile', { name: 'other' });
    const others = sharedToken();
    assert.equal((await late).profile, 'acme');
    assert.equal(sharedToken(), others);
    await run('switchProfile', { name: 'acme' });
    assert.notEqual(sharedToken(), others);
  });

  it('requests a new token after it was forgotten during the request', async () => {
    sandbox().fail({ path: '/login/token', delayMs: 500 });
    const before = tokenRequests().length;
    const forgotten = assert.rejects(run('requestToken', { scope: '.:config/**' }), /forgotten/);
    await arrivalAfter(before);
    await run('forgetToken');
    await run('requestToken', { scope: '.:config/**' });
    const next = sharedToken();
    assert.ok(next);
    await forgotten;
    assert.deepEqual([sharedToken(), tokenRequests().length - before], [next, 2]);
  });

  it('says in the result that nothing was granted', async () => {
    const { readOnlyClient } = sandbox().ids;
    const { readOnlyClient: clientSecret } = sandbox().secrets;
    const values = { ...profileFor(sandbox(), 'readers'), clientId: readOnlyClient, clientSecret };
    await run('addProfile', values);
    const nothing = await run<TokenResult>('requestToken', { scope: '*:config/clients**' });
    assert.equal(nothing.grantedScope, '');
    const some = await run<TokenResult>('requestToken', {
      scope: '*:config/clients** .:config/tokenPolicies**',
    });
    assert.equal(some.grantedScope, '.:config/tokenPolicies**');
    await run('switchProfile', { name: 'acme' });
  });

  it('stops sharing the token when it expires', async () => {
    await configure('renew', 'never');
    const body = JSON.stringify({
      access_token: 'short-lived',
      expires_in: 1,
      token_type: 'Bearer',
      scope: '.:config/**',
    });
    sandbox().fail({
      path: '/login/token',
      status: 200,
      headers: { 'content-type': 'application/json' },
      body,
    });
    await run('requestToken', { scope: '.:config/**' });
    assert.equal(sharedToken(), 'short-lived');
    await until(
      'the expired token is taken back',
      () => (sharedToken() === undefined ? true : undefined),
      3000,
    );
    await assert.rejects(run('copyToken'), /has expired\. Request it again/);
    await configure('renew', undefined);
  });

  it('forgets the tokens of a profile that is removed', async () => {
    await run('switchProfile', { name: 'other' });
    await run('requestToken', { scope: '.:config/**' });
    await run('removeProfile', { name: 'other', force: true });
    await assert.rejects(run('copyToken', { profile: 'other' }), /no profile “other”/);
  });

  describe('the menu of the status bar', () => {
    const { asked, answerBy } = useAnswers();
    const open = () => vscode.commands.executeCommand('hostedLogin.showTokenMenu');

    before(() => run('switchProfile', { name: 'acme' }));

    it('asks what to do below what the token may do, and Enter renews it', async () => {
      await run('requestToken', { scope: '.:config/**' });
      await open();
      const [{ text, choices, input } = assert.fail('no menu'), ...others] = asked;
      assert.deepEqual([text, others], ['What to do', []]);
      const can = 'Read all token policies, login policies and clients';
      assert.deepEqual(choices.slice(0, 2), [can, 'Renew']);
      assert.equal(choices.filter(choice => choice.includes(can)).length, 1);
      assert.deepEqual([input?.proposed, input?.staysOpen], ['Renew', false]);
    });

    it('shows the token to those who choose what it may do, and changes nothing', async () => {
      await run('requestToken', { scope: '.:config/**' });
      const token = sharedToken();
      const before = tokenRequests().length;
      answerBy(({ kind, choices: [first] }) => (kind === 'list' ? first : undefined));
      await open();
      const shown = () => vscode.window.activeTextEditor?.document.getText() ?? '';
      await until('the document', () => shown().includes('Active: the service accepts it') || undefined);
      assert.deepEqual([sharedToken(), tokenRequests().length], [token, before]);
      await closeEditors();
    });

    it('says of a token without any scope that it can do nothing', async () => {
      sandbox().fail({
        path: '/login/token',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ access_token: 'none', expires_in: 3600, token_type: 'Bearer', scope: '' }),
      });
      await run('requestToken', { scope: '*:webhooks/v9' });
      await open();
      const { choices } = asked.find(({ kind }) => kind === 'list') ?? assert.fail('no menu');
      assert.equal(choices[0], 'It can do nothing: the service granted no scope.');
    });
  });
});
