import assert from 'node:assert/strict';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index';
import { selfSignedCertificate } from '../../support/selfSigned';
import { skipAfterFailure } from '../../support/skipAfterFailure';
import { until } from '../../support/until';
import type { Window } from '../../support/window';
import { closeAll, serve, serveTls } from '../../unit/api/servers';
import { useProfilesWindow } from './window';

/** A user finds out at which stage requests fail. */
describe('a person checks the connection', function () {
  skipAfterFailure(this);
  let sandbox: Sandbox;
  let window: Window;

  useProfilesWindow(started => {
    ({ window } = started);
  });
  before(async () => {
    sandbox = await startSandbox();
  });

  after(async () => {
    await sandbox.stop();
    await closeAll();
  });

  /** Saves a profile, also where the service could not be confirmed. */
  async function addProfile(name: string, origin: string): Promise<void> {
    await window.copy(
      `curl ${origin}/${sandbox.customerId}/login/token -u '${sandbox.clientId}:${sandbox.clientSecret}'`,
    );
    await window.runCommand('Hosted Login: Add Profile…');
    await window.waitForPrompt('The clipboard holds values of a profile');
    await window.accept();
    await window.type(name, 'What do you call this customer');
  }

  // At first: VS Code shows no more than three notifications in 0.8 seconds.
  it('and cancels, as it takes too long', async () => {
    await addProfile('slow', await serve(() => undefined));
    await window.answerNotification(/Checking/, 'Cancel');
    await window.answerDialog(/were not checked/, 'Save Anyway');
    await window.statusBarText(/slow no token/);
    await window.runCommand('Hosted Login: Check Connection');
    await window.answerNotification(/Checking the connection of “slow”/, 'Cancel');
    await window.notificationGone(/Checking the connection/);
  });

  it('and reads that all is well', async () => {
    await addProfile('acme', sandbox.origin);
    await window.statusBarText(/acme no token/);
    await window.runCommand('Hosted Login: Check Connection');
    const text = await window.editorText(/All 7 stages passed/);
    assert.match(text, /Test read: passed\n +Read the client/);
  });

  it('and reads what is wrong, and what to do', async () => {
    await addProfile('far', await serveTls(selfSignedCertificate()));
    await window.answerDialog(/could not be confirmed/, 'Save Anyway');
    await window.statusBarText(/far no token/);
    await window.notification('The profile “far” is saved.');
    await window.runCommand('Notifications: Clear All Notifications');
    const message = window.page.locator('.notification-toast').filter({ hasText: /is not trusted/ });
    // VS Code shows no more than three notifications in 0.8 seconds, so the message may not be shown the first time.
    await until(
      'the message',
      async () => {
        await window.runCommand('Hosted Login: Check Connection');
        return message.waitFor({ timeout: 3000 }).then(
          () => true,
          () => undefined,
        );
      },
      20_000,
    );
    const text = await window.editorText(/2 of 7 stages passed/);
    assert.match(text, /TLS: FAILED\n +The certificate of .* is not\s+trusted/);
    await window.notification(/certificate of .* is not trusted.*certificate store/);
    // VS Code shows progress a little longer than it lasts, and cannot tell the next one with the same title from it.
    await window.notificationGone(/Checking the connection/);
    await window.answerNotification(/is not trusted/, 'Check Connection');
    await window.notification(/Checking the connection/);
    await window.notification(/is not trusted/);
  });
});
