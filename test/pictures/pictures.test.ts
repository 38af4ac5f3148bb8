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

  /** A part of the window for the walkthrough, or for another folder of `media/`. */
  const picture = (
    name: string,
    clip: { x: number; y: number; width: number; height: number },
    folder = 'walkthrough',
  ) => window.page.screenshot({ path: path.resolve('media', folder, `${name}.png`), clip });

  before(async () => {
    session = await Session.start({
      settings: {
        'editor.minimap.enabled': false,
        'workbench.startupEditor': 'none',
        'workbench.editor.empty.hint': 'hidden',
        'window.commandCenter': false,
        'window.title': 'hosted-login',
        'workbench.reduceMotion': 'on',
        'editor.autoClosingQuotes': 'never',
        'editor.autoSurround': 'never',
      },
      pictures: 'pictures',
      clients: ['httpYac'],
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
  });

  it('shows a profile being added', async () => {
    await window.runCommand('Hosted Login: Add Profile…');
    await window.type('acme production', 'What do you call this customer');
    await window.waitForPrompt('Where is the customer hosted?');
    await window.dismiss();
  });

  it('shows the scopes and the countdown', async () => {
    await window.runCommand('Notifications: Clear All Notifications');
    await window.runCommand('Hosted Login: Request Access Token…');
    await window.waitForPrompt('What may the token do?');
    await frame();
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
    await window.page.keyboard.press('Escape');
    await window.goToLine(1);
  });

  it('shows the header', async () => {
    const text = await window.editorText(/^GET .*tokenPolicies$/m);
    await window.goToLine(text.split('\n').findIndex(line => line.startsWith('GET ')) + 1);
    await frame();
    await window.runCommand('Hosted Login: Insert Authorization Header');
    await window.editorText(/^GET .*tokenPolicies\nAuthorization: .*$/m);
    await window.page
      .locator('.codelens-decoration a')
      .filter({ hasText: 'Send with Fresh Token' })
      .first()
      .waitFor();
    await frame();
    await window.runCommand('Companion: Send with httpYac');
    await window.editorText(/^HTTP 200/);
    await frame();
    await window.hoverStatusBar();
    await frame();
    await window.leaveStatusBar();
  });

  it('shows the configuration', async () => {
    await window.runCommand('View: Close All Editors');
    await window.answerDialog(/save the changes/, "Don't Save");
    await window.runCommand('Hosted Login: Focus on Configuration View');
    const row = (name: RegExp) =>
      window.page.locator('.pane-body .monaco-list-row').filter({ hasText: name }).first();
    await row(/^Token Policies/).click();
    await row(/^Configuration/).waitFor();
    await row(/^Clients/).click();
    await row(/public/).waitFor();
    await row(/Only one configuration access/).waitFor();
    await picture('tree', { x: 0, y: 0, width: 350, height: 470 }, 'configuration');
  });

  it('shows what will change, and what is refused', async () => {
    const change = async (line: RegExp, text: string) => {
      const lines = (await window.editorText(line)).split('\n');
      await window.goToLine(lines.findIndex(candidate => line.test(candidate)) + 1);
      await window.page.keyboard.press('Home');
      await window.page.keyboard.press('Shift+End');
      await window.page.keyboard.insertText(text);
    };
    const open = async (title: string) => {
      await window.runCommand('Hosted Login: Open Resource…');
      await window.fill(title, 'Part of a title, a kind or an ID');
      await window.pickFirst();
      await window.waitForEditor(title);
    };
    await window.runCommand('View: Toggle Primary Side Bar Visibility');
    await open('Nordhaven Mobile Apps');
    await change(/"accessTokenLifetime"/, '"accessTokenLifetime": 1800,');
    await window.page.keyboard.press('Control+S');
    await window.notification(/Send this change/);
    await picture('change', { x: 40, y: 30, width: 920, height: 570 }, 'configuration');
    await window.answerNotification(/Send this change/, 'Apply');
    await window.page.locator('.tab.active:not(.dirty)').filter({ hasText: 'Nordhaven Mobile' }).waitFor();
    // The focus was in the editor that goes.
    await window.page.locator('.monaco-diff-editor').waitFor({ state: 'hidden' });
    await window.page.locator('.editor-group-container.active .view-lines').click();
    await open('Configuration');
    await change(/"\*:\*\*"/, '".:config/**"');
    await window.page.keyboard.press('Control+S');
    await window.notification(/last configuration access/);
    await picture('refused', { x: 40, y: 30, width: 920, height: 570 }, 'configuration');
  });
});
