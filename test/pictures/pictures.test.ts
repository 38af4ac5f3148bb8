import path from 'node:path';
import { inTurn } from '../support/inTurn';
import { Session } from '../support/session';
import type { Window } from '../support/window';

/** Large enough to read at the width of a README and of a walkthrough. */
const size = { width: 960, height: 600 };

/** `npm run pictures`: what README and walkthrough show, made from the real thing. */
describe('the pictures', function () {
  inTurn(this);
  this.timeout(180_000);
  let session: Session;
  let window: Window;
  let frames = 0;

  /** One frame of the moving picture. */
  const frame = () => window.screenshot(`frame-${String(++frames).padStart(2, '0')}`);

  /** A part of the window for the walkthrough. */
  const picture = (name: string, clip: { x: number; y: number; width: number; height: number }) =>
    window.page.screenshot({ path: path.resolve('media/walkthrough', `${name}.png`), clip });

  before(async () => {
    session = await Session.start({
      settings: {
        'editor.minimap.enabled': false,
        'workbench.startupEditor': 'none',
        'workbench.editor.empty.hint': 'hidden',
        'window.commandCenter': false,
        'window.title': 'hosted-login',
        'workbench.reduceMotion': 'on',
      },
      pictures: 'pictures',
    });
    window = await session.openWindow();
    await window.page.setViewportSize(size);
    await window.runCommand('View: Toggle Primary Side Bar Visibility');
  });

  after(() => session.close());

  it('shows the sandbox', async () => {
    await window.showInPalette('Hosted Login: Start Sandbox');
    await frame();
    await window.dismiss();
    await window.runCommand('Hosted Login: Start Sandbox');
    await window.notification(/runs at http/);
    await window.statusBarText(/no token/);
    await frame();
    await picture('sandbox', { x: 360, y: 400, width: 600, height: 200 });
  });

  it('shows a profile being added', async () => {
    await window.runCommand('Hosted Login: Add Profile…');
    await window.type('acme production', 'What do you call this customer');
    await window.waitForPrompt('Where is the customer hosted?');
    await picture('profile', { x: 160, y: 0, width: 640, height: 260 });
    await window.dismiss();
  });

  it('shows the scopes and the countdown', async () => {
    await window.runCommand('Notifications: Clear All Notifications');
    await window.runCommand('Hosted Login: Request Access Token…');
    await window.waitForPrompt('What may the token do?');
    await frame();
    await picture('token', { x: 160, y: 0, width: 640, height: 300 });
    await window.pickFirst();
    await window.statusBarText(/60m/);
  });

  it('shows a scope being completed', async () => {
    await window.runCommand('Hosted Login: Open Example Requests');
    await window.waitForEditor('hosted-login.http');
    await window.page.keyboard.press('Control+End');
    // Behind `scope=`, which stands on the line before the last.
    await window.page.keyboard.press('ArrowLeft');
    await window.page.keyboard.press('Control+Space');
    await window.page.locator('.suggest-widget .monaco-list-row').first().waitFor();
    await picture('scope', { x: 40, y: 120, width: 800, height: 450 });
    await window.page.keyboard.press('Escape');
    await window.goToLine(1);
  });

  it('shows the header', async () => {
    const text = await window.editorText(/^GET .*tokenPolicies$/m);
    await window.goToLine(text.split('\n').findIndex(line => line.startsWith('GET ')) + 1);
    await frame();
    await window.runCommand('Hosted Login: Insert Authorization Header');
    await window.editorText(/^GET .*tokenPolicies\nAuthorization: .*$/m);
    await window.page.locator('.codelens-decoration a').waitFor({ state: 'hidden' });
    await frame();
    await picture('header', { x: 40, y: 200, width: 720, height: 240 });
    await window.runCommand('Companion: Send with httpYac');
    await window.editorText(/^HTTP 200/);
    await frame();
    await window.hoverStatusBar();
    await frame();
    await window.leaveStatusBar();
  });
});
