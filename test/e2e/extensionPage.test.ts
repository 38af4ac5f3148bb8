import assert from 'node:assert/strict';
import { Session } from '../support/session';
import type { Window } from '../support/window';

describe('the page in the Extensions view', () => {
  let session: Session;
  let window: Window;

  before(async () => {
    session = await Session.start();
    window = await session.openWindow();
  });

  after(() => session.close());

  it('shows the README without a broken picture', async () => {
    await window.page.keyboard.press('Control+Shift+X');
    const row = window.page.locator('.extensions-list .monaco-list-row').filter({ hasText: 'Hosted Login' });
    await row.first().click();
    const page = window.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await page.getByRole('heading', { name: 'Quick start' }).waitFor();
    await window.screenshot('extension-page');
    // VS Code removes the address of every picture that it does not show.
    assert.equal(await page.locator('img:not([src^="https:"])').count(), 0);
  });
});
