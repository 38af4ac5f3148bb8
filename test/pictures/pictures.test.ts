import path from 'node:path';
import { Session } from '../support/session';
import { skipAfterFailure } from '../support/skipAfterFailure';
import type { Window } from '../support/window';

/** Large enough to read at the width of a README. */
const size = { width: 960, height: 600 };

/** `npm run pictures`: what README and docs show, made from the real thing. */
describe('the pictures', function () {
  skipAfterFailure(this);
  this.timeout(180_000);
  let session: Session;
  let window: Window;
  /** A part of the window for a folder of `media/`. */
  const picture = (
    name: string,
    clip: { x: number; y: number; width: number; height: number },
    folder: string,
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

  it('shows a request with its header, the answer and the countdown', async () => {
    await window.runCommand('Hosted Login: Start Sandbox');
    await window.notification(/runs at http/);
    await window.statusBarText(/no token/);
    await window.runCommand('Notifications: Clear All Notifications');
    await window.runCommand('Hosted Login: Request Access Token…');
    await window.waitForPrompt('What may the token do?');
    await window.pickFirst();
    await window.statusBarText(/60m/);
    await window.runCommand('Hosted Login: Open Example Requests');
    // Once the cursor is in the first request, nothing takes the focus from the palette any more.
    await window.page
      .locator('.statusbar-item')
      .filter({ hasText: /Ln 1\d/ })
      .waitFor();
    await window.runCommand('Hosted Login: Insert Authorization Header');
    await window.editorText(/^GET .*tokenPolicies\nAuthorization: .*$/m);
    await window.page.locator('.codelens-decoration a').first().waitFor();
    await window.runCommand('Companion: Send with httpYac');
    await window.editorText(/^HTTP 200/);
    await picture('everyday', { x: 0, y: 0, ...size }, '.');
  });

  it('shows the configuration', async () => {
    await window.runCommand('View: Close All Editors');
    await window.answerDialog(/save the changes/, "Don't Save");
    await window.runCommand('Hosted Login: Focus on Hosted Login View');
    const row = (name: RegExp) =>
      window.page.locator('.pane-body .monaco-list-row').filter({ hasText: name }).first();
    await row(/^Token Policies/).click();
    await row(/^Configuration/).waitFor();
    await row(/^Clients/).click();
    await row(/public/).waitFor();
    await row(/only one access/).waitFor();
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
      await window.runCommand('Hosted Login: Open Policy or Client…');
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
