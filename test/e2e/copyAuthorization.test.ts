import assert from 'node:assert/strict';
import { Session } from '../support/session';
import type { Window } from '../support/window';

/** For clients that are not edited as text: what they take comes onto the clipboard. */
describe('Copy Authorization As…', function () {
  let session: Session;
  let window: Window;

  before(async function () {
    this.timeout(120_000);
    session = await Session.start({ files: { 'readme.md': '# Hello\n' } });
    window = await session.openWindow();
    await window.runCommand('Hosted Login: Start Sandbox');
    await window.statusBarText(/no token/);
  });

  after(() => session.close());

  it('lists the clients with what is copied, the token itself last, and copies what is picked', async () => {
    await window.runCommand('Hosted Login: Copy Authorization As…');
    await window.waitForPrompt('Only the last one is the token itself');
    const choices = await window.choices();
    assert.match(choices[0] ?? '', /^Header.*Authorization: Bearer/);
    for (const client of ['curl', 'PowerShell', 'HTTPie', 'Postman', 'Insomnia', 'Thunder Client']) {
      assert.ok(
        choices.some(choice => choice.startsWith(client)),
        client,
      );
    }
    assert.match(choices.at(-1) ?? '', /^The token itself/);
    await window.screenshot('copyAuthorization-1-clients');
    await window.pick(/^Postman: header/);
    await window.page.getByText('Authorization copied').first().waitFor();
    assert.equal(await window.copied(), 'Authorization: Bearer {{HOSTED_LOGIN_TOKEN}}');
  });
});
