import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Sandbox } from '../../src/sandbox/index';
import type { Session } from '../support/session';
import { skipAfterFailure } from '../support/skipAfterFailure';
import { useWindow } from '../support/useWindow';
import type { Window } from '../support/window';

/** Questions before an action, and values from the clipboard. */
describe('before it acts', function () {
  skipAfterFailure(this);
  let sandbox: Sandbox;
  let session: Session;
  let window: Window;

  useWindow(
    ({ origin, customerId }) => {
      const url = `GET ${origin}/${customerId}/config/clients`;
      return {
        files: {
          'one.http': `${url}\n`,
          'basic.http': `${url}\nAuthorization: Basic abc\n`,
          'stray.http': `${url}\n\n###\nGET https://api.github.com/user\n`,
        },
      };
    },
    started => {
      ({ sandbox, session, window } = started);
    },
  );

  it('says what to do when there is no profile', async () => {
    await window.openFile('one.http');
    await window.runCommand('Hosted Login: Insert Authorization Header');
    await window.notification('There is no profile yet. Add a profile, or start the sandbox.');
    await window.screenshot('asking-1-no-profile');
  });

  it('fills in what a curl command on the clipboard tells, and asks for the rest', async () => {
    const { origin, customerId, clientId, clientSecret } = sandbox;
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    await window.copy(`curl -X POST ${origin}/${customerId}/login/token -H 'Authorization: Basic ${basic}'`);
    await window.answerNotification('There is no profile yet', 'Add Profile…');
    await window.waitForPrompt('The clipboard holds values of a profile');
    const [first = ''] = await window.choices();
    assert.match(first, /Use the clipboard.*127\.0\.0\.1.*customer.*client.*its secret/);
    assert.ok(!first.includes(clientSecret.slice(0, 6)), first);
    await window.screenshot('asking-2-clipboard');
    await window.accept();
    await window.type('from curl', 'What do you call this customer');
    await window.statusBarText(/from curl no token/);
  });

  it('offers to request a token before it inserts the reference to it', async () => {
    await window.runCommand('Hosted Login: Insert Authorization Header');
    await window.waitForDialog('There is no live access token');
    await window.screenshot('asking-3-no-token');
    await window.answerDialog('There is no live access token', 'Request Access Token…');
    await window.waitForPrompt('What may the token do?');
    await window.pickFirst();
    await window.editorText(/HOSTED_LOGIN_TOKEN/);
    await window.page.keyboard.press('Control+Z');
    await window.page.keyboard.press('Control+S');
  });

  it('asks before another scheme than Bearer is replaced', async () => {
    await window.openFile('basic.http');
    await window.runCommand('Hosted Login: Insert Authorization Header');
    await window.answerDialog('Line 2 uses the scheme Basic.', 'Replace');
    await window.editorText(/^Authorization: Bearer \{\{\$processEnv HOSTED_LOGIN_TOKEN\}\}$/m);
    await window.page.keyboard.press('Control+S');
  });

  it('asks before a request to another host gets the header; the others can get it alone', async () => {
    await window.openFile('stray.http');
    await window.page.keyboard.press('Control+A');
    await window.runCommand('Hosted Login: Insert Authorization Header');
    const asked = /line 4 goes to https:\/\/api\.github\.com, and none of your profiles has this host/;
    await window.waitForDialog(asked);
    await window.screenshot('asking-5-stray');
    await window.answerDialog(asked, 'Leave Out');
    const text = await window.editorText(/HOSTED_LOGIN_TOKEN/);
    assert.match(
      text,
      /config\/clients\nAuthorization: [^\n]*\n\n###\nGET https:\/\/api\.github\.com\/user\n$/,
    );
    await window.page.keyboard.press('Control+S');
  });

  it('warns before the token itself goes into a file', async () => {
    // The setting of a workspace does not count.
    fs.mkdirSync(path.join(session.workspace, '.vscode'));
    fs.writeFileSync(
      path.join(session.workspace, '.vscode/settings.json'),
      JSON.stringify({ 'hostedLogin.authorizationHeader.mode': 'literal' }),
    );
    // A repository's dev container writes these.
    session.configure({ 'hostedLogin.authorizationHeader.mode': 'literal' }, 'Machine');
    await window.reload();
    await window.openFile('one.http');
    await window.statusBarText(/60m|59m/);
    await window.runCommand('Hosted Login: Insert Authorization Header');
    await window.editorText(/^Authorization: Bearer \{\{\$processEnv HOSTED_LOGIN_TOKEN\}\}$/m);
    await window.page.keyboard.press('Control+Z');
    session.configure({ 'hostedLogin.authorizationHeader.mode': 'literal' });
    await window.reload();
    await window.openFile('one.http');
    await window.statusBarText(/60m|59m/);
    await window.runCommand('Hosted Login: Insert Authorization Header');
    await window.waitForDialog('Insert the access token itself into the file?');
    await window.screenshot('asking-4-literal');
    await window.answerDialog('Insert the access token itself into the file?', 'Insert the Token');
    await window.editorText(/^Authorization: Bearer [\w-]{40,}$/m);
  });
});
