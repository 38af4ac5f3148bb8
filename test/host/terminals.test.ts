import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { configure, run, sharedToken, useProfile, useSandbox } from '../support/extensionHost';
import { until } from '../support/until';

describe('terminals', () => {
  const sandbox = useSandbox();

  before(function () {
    if (!canOpenTerminals()) this.skip();
  });
  useProfile(sandbox);
  beforeEach(() => share(true));
  afterEach(async () => {
    await share(undefined);
    await configure('renew', undefined);
    await run('forgetToken').then(undefined, () => undefined);
  });

  const share = (value: boolean | undefined) => configure('share.terminals', value);

  /** Waits until a new terminal has this token, or none. */
  const terminalHas = (token: string | undefined) =>
    until(`new terminals have ${token === undefined ? 'no token' : 'the token'}`, async () => {
      const test =
        token === undefined
          ? '[ -z "$HOSTED_LOGIN_TOKEN$HURL_SECRET_hosted_login_token" ]'
          : '[ "$HOSTED_LOGIN_TOKEN $HURL_SECRET_hosted_login_token" = "$TEST_TOKEN $TEST_TOKEN" ]';
      return (await exitCodeOf(test, token)) === 0 ? true : undefined;
    });

  it('get no token unless the user turned sharing on', async () => {
    await share(undefined);
    await run('requestToken', { scope: '.:config/**' });
    await terminalHas(undefined);
  });

  it('get no token if only the workspace turned sharing on', async () => {
    const { Workspace } = vscode.ConfigurationTarget;
    await share(undefined);
    await configure('share.terminals', true, Workspace);
    try {
      await run('requestToken', { scope: '.:config/**' });
      await terminalHas(undefined);
    } finally {
      await configure('share.terminals', undefined, Workspace);
    }
  });

  it('get the live token, the renewed one after it, and none after it was forgotten', async () => {
    await run('requestToken', { scope: '.:config/**' });
    const first = sharedToken();
    await terminalHas(first);
    await run('renewToken');
    assert.notEqual(sharedToken(), first);
    await terminalHas(sharedToken());
    await run('forgetToken');
    await terminalHas(undefined);
  });

  it('get none after the setting is turned off', async () => {
    await run('requestToken', { scope: '.:config/**' });
    await terminalHas(sharedToken());
    await share(false);
    await terminalHas(undefined);
    assert.ok(sharedToken());
  });

  it('get another value where VS Code knows a variable, so an import gets no such secret', async () => {
    assert.equal(await exitCodeOf('[ "$TEST_TOKEN" = "$HOME" ]', '${env:HOME}'), 0);
    assert.equal(await exitCodeOf('[ "$TEST_TOKEN" = "$HOME" ]', '$HOME'), 1);
  });

  it('get none after it has expired', async () => {
    const answer = { access_token: 'short-lived', expires_in: 6, token_type: 'Bearer', scope: '.:config/**' };
    sandbox().fail({ path: '/login/token', body: JSON.stringify(answer) });
    await configure('renew', 'never');
    await run('requestToken', { scope: '.:config/**' });
    await terminalHas('short-lived');
    await terminalHas(undefined);
  });
});

/** The oldest VS Code without a screen cannot: the native code of its terminals is not compiled. */
function canOpenTerminals(): boolean {
  const pty = path.join(vscode.env.appRoot, 'node_modules/node-pty');
  const isWithoutNative =
    fs.existsSync(pty) && !['prebuilds', 'build'].some(name => fs.existsSync(path.join(pty, name)));
  return process.platform !== 'win32' && !isWithoutNative;
}

/** The exit code of a shell command in a new terminal, which has `TEST_TOKEN`. */
async function exitCodeOf(command: string, token = ''): Promise<number | undefined> {
  const closed = new AbortController();
  const terminal = vscode.window.createTerminal({
    name: 'test',
    shellPath: '/bin/sh',
    shellArgs: ['-c', command],
    env: { TEST_TOKEN: token },
    hideFromUser: true,
  });
  const listening = vscode.window.onDidCloseTerminal(each => {
    if (each === terminal) closed.abort();
  });
  if (!closed.signal.aborted) await once(closed.signal, 'abort');
  listening.dispose();
  return terminal.exitStatus?.code;
}
