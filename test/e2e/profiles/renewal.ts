import assert from 'node:assert/strict';
import { addProfile } from '../../support/enterProfile';
import { type ShortLivedService, startShortLivedService } from '../../support/shortLivedService';
import { skipAfterFailure } from '../../support/skipAfterFailure';
import type { Window } from '../../support/window';
import { useProfilesWindow } from './window';

/** The setting `hostedLogin.renew` at `ask`, and what a rejected secret looks like in the background. */
describe('a token that is about to end', function () {
  skipAfterFailure(this);
  let service: ShortLivedService;
  let window: Window;

  useProfilesWindow(started => {
    ({ window } = started);
  });
  before(async () => {
    service = await startShortLivedService(24);
    await addProfile(window, service, 'short');
    await window.runCommand('Hosted Login: Request Access Token…');
    await window.pick(/Read everything/);
    await window.statusBarText(/short \d+s/);
  });

  after(() => service.stop());

  it('is offered once to be renewed, and one click renews it', async () => {
    const text = await window.notification(/expires within/);
    assert.equal(text, 'The access token of “short” expires within a minute.');
    await window.screenshot('renewal-1-ask');
    const before = service.issued();
    await window.answerNotification(/expires within/, 'Renew');
    await window.statusBarText(/short 2[0-9]s/);
    assert.equal(service.issued(), before + 1);
    await window.notificationsGone();
  });
});
