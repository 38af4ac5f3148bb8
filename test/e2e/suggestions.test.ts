import assert from 'node:assert/strict';
import { type Sandbox, startSandbox } from '../../src/sandbox/index';
import { addProfile } from '../support/enterProfile';
import { Session } from '../support/session';
import { skipAfterFailure } from '../support/skipAfterFailure';
import type { Window } from '../support/window';

/** Suggestions come by themselves where a scope is typed, and nowhere else. */
describe('a person types scopes', function () {
  skipAfterFailure(this);
  let sandbox: Sandbox;
  let session: Session;
  let window: Window;

  before(async function () {
    this.timeout(120_000);
    sandbox = await startSandbox();
    const login = `${sandbox.origin}/${sandbox.customerId}/login/token`;
    session = await Session.start({
      files: {
        'token.http': `POST ${login}\n\ngrant_type=client_credentials\n&\n\n###\n\n`,
        'long.http': `${'\n'.repeat(50_001)}POST ${login}\n`,
        'policy.json': '{\n  "allowedScopes": ["*:config/**"],\n  "scope": \n}\n',
      },
    });
    window = await session.openWindow();
    await addProfile(window, sandbox);
  });

  after(async () => {
    await session.close();
    await sandbox.stop();
  });

  const widget = () => window.page.locator('.suggest-widget.visible');
  const type = (text: string) => window.page.keyboard.type(text);

  /** The suggestions as a person reads them, once there are some; they are closed then. */
  async function suggestions(): Promise<string> {
    const rows = widget().locator('.monaco-list-row');
    await rows.first().waitFor();
    const texts = await rows.allInnerTexts();
    await window.page.keyboard.press('Escape');
    await widget().waitFor({ state: 'hidden' });
    return texts.join('\n');
  }

  it('in a request file: after “scope=”, after an action, and after the space of a list', async () => {
    await window.openFile('token.http');
    await window.goToLine(4);
    await window.page.keyboard.press('End');
    await window.page.keyboard.insertText('scope');
    await type('=');
    assert.match(await suggestions(), /Read everything/);
    await window.page.keyboard.insertText('.');
    await type(':');
    assert.match(await suggestions(), /config\/clients/);
    await window.page.keyboard.insertText('config/**');
    await type(' ');
    assert.match(await suggestions(), /Read everything/);
  });

  it('but not elsewhere in it', async () => {
    await window.goToLine(7);
    for (const character of ' = : / " ') await type(character);
    assert.equal(await widget().count(), 0);
    // What would have come is here by now: this comes later.
    await window.page.keyboard.insertText('\nPOST https://x/login/token\n\nscope');
    await type('=');
    assert.match(await suggestions(), /Read everything/);
  });

  it('not in a file that is too long, which says so in its language status', async () => {
    await window.openFile('long.http');
    await window.page.locator('#status\\.languageStatus').hover();
    await window.page.getByText('Too long for Hosted Login').first().waitFor();
    await window.screenshot('suggestions-too-long');
    await window.leaveStatusBar();
  });

  it('in JSON: in the string of a scope, and after its spaces', async () => {
    await window.openFile('policy.json');
    await window.goToLine(3);
    await window.page.keyboard.press('End');
    await type('"');
    assert.match(await suggestions(), /Read everything/);
    await window.page.keyboard.insertText('.:config/**');
    await type(' ');
    assert.match(await suggestions(), /Read everything/);
  });
});
