import assert from 'node:assert/strict';
import { type Sandbox, startSandbox } from '../../src/sandbox/index';
import { addProfile } from '../support/enterProfile';
import { Session } from '../support/session';
import { skipAfterFailure } from '../support/skipAfterFailure';
import type { Window } from '../support/window';

/** What a person sees on the reference in a request file, and does about it with the keyboard alone. */
describe('a reference that would fail', function () {
  skipAfterFailure(this);
  let sandbox: Sandbox;
  let session: Session;
  let window: Window;

  before(async function () {
    this.timeout(120_000);
    sandbox = await startSandbox();
    const url = `${sandbox.origin}/${sandbox.customerId}/config`;
    const header = 'Authorization: Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}';
    session = await Session.start({
      files: {
        'change.http': `GET ${url}/loginPolicies\n${header}\n\n###\nPUT ${url}/tokenPolicies/1\n${header}\n`,
      },
    });
    window = await session.openWindow();
    await addProfile(window, sandbox);
    await window.openFile('change.http');
  });

  after(async () => {
    await session.close();
    await sandbox.stop();
  });

  it('is underlined once when there is no token, and the fix requests what the request needs', async () => {
    await window.underlined(1, 'info');
    await window.goToLine(1);
    const [first] = await window.takeFix(/^Request Access Token: Read/, 'reference-1-no-token');
    assert.match(first ?? '', /Request Access Token: Read the list of login policies/);
    await window.statusBarText(/acme \d+m/);
    await window.underlined(0, 'info');
    await window.underlined(0);
  });

  it('has a hint when the token does not allow the request; its fix is there on the line of the request', async () => {
    await window.underlined(1, 'hint');
    await window.goToLine(5);
    await window.screenshot('reference-2-scope');
    await window.takeFix(/^Request Access Token for This File/, 'reference-3-fixes');
    await window.underlined(0, 'hint');
    await window.screenshot('reference-4-mended');
  });

  it('shows on hover what the token may do, but not the token', async () => {
    await window.page.getByText('$processEnv HOSTED_LOGIN_TOKEN').first().hover();
    const hover = window.page.locator('.monaco-hover:visible').filter({ hasText: 'acme at' });
    const text = await hover.innerText();
    assert.match(text, /Read the list of login policies[\s\S]*which this token allows/);
    for (const token of sandbox.issued) assert.ok(!text.includes(token));
    await window.screenshot('reference-5-hover');
  });
});
