import fs from 'node:fs';
import path from 'node:path';
import { Session } from '../support/session';
import { skipAfterFailure } from '../support/skipAfterFailure';
import type { Window } from '../support/window';

/** Large enough to read at the width of a README. */
const size = { width: 960, height: 540 };

/** The requests of the first picture: short lines, so that all of them is seen. */
const requests = (variables: string) => `# Nordhaven: what is configured

${variables}

### List the token policies
GET {{origin}}/{{customerId}}/config/tokenPolicies
Accept: application/json

### List the clients
GET {{origin}}/{{customerId}}/config/clients
Accept: application/json
`;

/** Takes the screenshots of README and docs; `npm run pictures` makes the pictures of `media/` from them. */
describe('pictures', function () {
  skipAfterFailure(this);
  let session: Session;
  let window: Window;
  /** A screenshot of a part of the window, below `out/pictures`. */
  const picture = (name: string, clip: { x: number; y: number; width: number; height: number }) =>
    window.screenshot(name, { clip, caret: 'hide' });

  before(async () => {
    session = await Session.start({
      settings: {
        'files.associations': { '*.http': 'http' },
        'editor.fontSize': 12,
        'editor.folding': false,
        'editor.glyphMargin': false,
        'editor.lineNumbersMinChars': 3,
        'editor.minimap.enabled': false,
        'editor.occurrencesHighlight': 'off',
        'editor.overviewRulerBorder': false,
        'editor.scrollbar.horizontal': 'hidden',
        'editor.scrollbar.vertical': 'hidden',
        'editor.wordBasedSuggestions': 'off',
        'editor.bracketPairColorization.enabled': false,
        'workbench.startupEditor': 'none',
        'workbench.editor.empty.hint': 'hidden',
        'window.commandCenter': false,
        'window.title': 'hosted-login',
        'workbench.reduceMotion': 'on',
        'editor.autoClosingQuotes': 'never',
        'editor.autoSurround': 'never',
      },
      files: { 'nordhaven.http': '' },
      pictures: 'pictures',
      clients: ['httpYac'],
    });
    window = await session.openWindow();
    await window.page.setViewportSize(size);
    await window.runCommand('View: Toggle Primary Side Bar Visibility');
  });

  after(() => session.close());

  it('shows how a request gets its token, its header and its answer', async () => {
    let shown = 0;
    const frame = () => picture(`everyday-${++shown}`, { x: 0, y: 0, ...size });
    await window.runCommand('Hosted Login: Start Sandbox');
    await window.notification(/runs at http/);
    await window.statusBarText(/no token/);
    await window.runCommand('Notifications: Clear All Notifications');
    await window.runCommand('Hosted Login: Open Example Requests');
    const example = await window.editorText(/^@customerId = (?!0000)/m);
    await window.page
      .locator('.statusbar-item')
      .filter({ hasText: /Ln 1\d/ })
      .waitFor();
    await window.runCommand('View: Close All Editors');
    await window.answerDialog(/save the changes/, "Don't Save");
    const variables = example.split('\n').filter(line => line.startsWith('@'));
    fs.writeFileSync(
      path.join(session.workspace, 'nordhaven.http'),
      requests(variables.slice(0, 2).join('\n')),
    );
    await window.openFile('nordhaven.http');
    await window.editorText(/^GET .*tokenPolicies$/m);
    await window.goToLine(7);
    await window.waitForLens('Send with Fresh Token');
    await frame();
    await window.runCommand('Hosted Login: Request Access Token…');
    await window.waitForPrompt('What may the token do?');
    await frame();
    await window.pickFirst();
    await window.statusBarText(/60m/);
    await window.leaveStatusBar();
    await frame();
    await window.runCommand('Hosted Login: Insert Authorization Header');
    await window.editorText(/^GET .*tokenPolicies\nAuthorization: .*$/m);
    await window.waitForLens('Send with Fresh Token');
    await frame();
    await window.runCommand('Companion: Send with httpYac');
    await window.editorText(/^HTTP 200/);
    await window.waitForLens('Send with Fresh Token');
    await frame();
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
    await row(/Only one access/).waitFor();
    await row(/used by 1/).waitFor();
    await picture('tree', { x: 0, y: 0, width: 350, height: 470 });
  });

  it('shows a draft, what will change, and what is refused', async () => {
    const change = async (line: RegExp, text: string) => {
      const lines = (await window.editorText(line)).split('\n');
      await window.goToLine(lines.findIndex(candidate => line.test(candidate)) + 1);
      await window.page.keyboard.press('Home');
      await window.page.keyboard.press('Shift+End');
      await window.page.keyboard.insertText(text);
    };
    const open = async (title: string) => {
      await window.runCommand('Hosted Login: Open Policy or Client…');
      await window.fill(title, 'Search by title, kind or ID');
      await window.pickFirst();
      await window.waitForEditor(title);
    };
    await open('Nordhaven Mobile Apps');
    await change(/"accessTokenLifetime"/, '"accessTokenLifetime": 1800,');
    await window.waitForLens('Not applied: 1 change');
    await window.page.locator('.sidebar .monaco-list-row[aria-label*="not applied"]').first().waitFor();
    await picture('draft', { x: 0, y: 0, width: 960, height: 330 });
    await window.runCommand('View: Toggle Primary Side Bar Visibility');
    await window.page.locator('.editor-group-container.active .view-lines').click();
    await window.page.keyboard.press('Control+S');
    await window.notification(/Send this change/);
    await picture('change', { x: 40, y: 30, width: 920, height: 510 });
    await window.answerNotification(/Send this change/, 'Apply');
    await window.page.locator('.tab.active:not(.dirty)').filter({ hasText: 'Nordhaven Mobile' }).waitFor();
    // The focus was in the editor that goes.
    await window.page.locator('.monaco-diff-editor').waitFor({ state: 'hidden' });
    await window.page.locator('.editor-group-container.active .view-lines').click();
    await open('Configuration');
    await change(/"\*:\*\*"/, '".:config/**"');
    await window.page.keyboard.press('Control+S');
    await window.notification(/last configuration access/);
    await picture('refused', { x: 40, y: 30, width: 920, height: 510 });
  });

  it('shows how files differ from the service', async () => {
    await window.runCommand('Notifications: Clear All Notifications');
    await window.runCommand('View: Close All Editors');
    await window.runCommand('Hosted Login: Pull Configuration into Folder…');
    await window.waitForPrompt(/Where do you want the files/);
    await window.pickFirst();
    await window.notification(/14 files written/);
    await window.runCommand('Notifications: Clear All Notifications');
    const file = (name: string) => path.join(session.workspace, 'hosted-login/sandbox/tokenPolicies', name);
    const policy = fs.readFileSync(file('nordhaven-mobile-apps.json'), 'utf8');
    const changed = policy.replace(/("accessTokenLifetime": )\d+/, '$1900').replace('"phone"', '"address"');
    fs.writeFileSync(file('nordhaven-mobile-apps.json'), changed);
    fs.writeFileSync(file('winter-sale.json'), '{ "title": "Winter Sale", "allowedScopes": ["openid"] }\n');
    await window.runCommand('Hosted Login: Compare Files with Service…');
    await window.waitForEditor('sandbox ↔ service');
    await window.waitForLens('Show Difference');
    await picture('plan', { x: 40, y: 30, width: 920, height: 330 });
  });

  it('shows the report of an export', async () => {
    // The diagram is higher than the other pictures, which may have left editors open.
    await window.page.setViewportSize({ ...size, height: 720 });
    await window.runCommand('Notifications: Clear All Notifications');
    await window.runCommand('Hosted Login: Export for Migration…');
    // There are files of the configuration, too.
    await window.waitForPrompt('What do you want to export?');
    await window.pickFirst();
    await window.waitForPrompt('Which files do you want to write?');
    await window.pickFirst();
    await window.notification(/The export is in/);
    await window.runCommand('Notifications: Clear All Notifications');
    const report = window.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await report.locator('svg').filter({ hasText: 'Nordhaven Storefront' }).first().scrollIntoViewIfNeeded();
    await picture('report', { x: 40, y: 66, width: 920, height: 624 });
  });
});
