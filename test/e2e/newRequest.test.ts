import assert from 'node:assert/strict';
import { Session } from '../support/session';
import { skipAfterFailure } from '../support/skipAfterFailure';
import type { Window } from '../support/window';

/** From an empty window to an answer: a request of the catalogue, filled in and sent. */
describe('a new request', function () {
  skipAfterFailure(this);
  let session: Session;
  let window: Window;

  before(async function () {
    this.timeout(120_000);
    session = await Session.start({ files: { 'readme.md': '# Hello\n' } });
    window = await session.openWindow();
    await window.runCommand('Hosted Login: Start Sandbox');
    await window.statusBarText(/no token/);
    await window.runCommand('Hosted Login: Request Access Token…');
    await window.waitForPrompt('What may the token do?');
    await window.pickFirst();
    await window.statusBarText(/60m/);
  });

  after(() => session.close());

  it('is chosen in plain words, by resource', async () => {
    await window.runCommand('Hosted Login: New Request…');
    await window.waitForPrompt('What should the request do?');
    const [first, second, third] = await window.choices();
    assert.match(
      first ?? '',
      /^List token policies.*GET config\/tokenPolicies.*Needs \.:config\/tokenPolicies(?!\*)/,
    );
    assert.match(
      second ?? '',
      /^Get a token policy.*<tokenPolicyId>.*Needs \.:config\/tokenPolicies\/<tokenPolicyId>/,
    );
    assert.match(third ?? '', /^Create a token policy/);
    await window.screenshot('newRequest-1-operations');
  });

  it('opens in a request file of its own, ready to be sent', async () => {
    await window.pick(/List login policies/);
    await window.waitForEditor('requests.http');
    await window.editorText(/^GET .*loginPolicies$/m);
    await window.screenshot('newRequest-2-inserted');
    await window.runCommand('Companion: Send with httpYac');
    assert.match(await window.editorText(/^HTTP \d+/), /^HTTP 200\b/);
  });

  it('is inserted after the one at the cursor, with its ID selected', async () => {
    await window.runCommand('Hosted Login: New Request…');
    await window.fill('update a login', 'What should the request do?');
    await window.pick(/Update a login policy/);
    await window.editorText(/^PUT .*<loginPolicyId>$/m);
    await window.screenshot('newRequest-3-to-fill-in');
    await window.page.keyboard.type('my-id');
    const text = await window.editorText(/^PUT .*\/my-id$/m);
    assert.match(text, /"id": "my-id"/);
  });
});
