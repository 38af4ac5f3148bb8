import assert from 'node:assert/strict';
import { addProfile } from '../support/enterProfile';
import { Session } from '../support/session';
import { type ShortLivedService, startShortLivedService } from '../support/shortLivedService';
import { skipAfterFailure } from '../support/skipAfterFailure';
import type { Window } from '../support/window';

/** The setting `hostedLogin.renew` at `ask`, and what a rejected secret looks like in the background. */
describe('a token that is about to end', function () {
  skipAfterFailure(this);
  let service: ShortLivedService;
  let session: Session;
  let window: Window;

  before(async function () {
    this.timeout(120_000);
    service = await startShortLivedService(24);
    session = await Session.start({ settings: { 'hostedLogin.renew': 'ask' } });
    window = await session.openWindow();
    await addProfile(window, service);
    await window.runCommand('Hosted Login: Request Access Token…');
    await window.pick(/Read everything/);
    await window.statusBarText(/acme \d+s/);
  });

  after(async () => {
    await session.close();
    await service.stop();
  });

  it('is offered once to be renewed, and one click renews it', async () => {
    const text = await window.notification(/expires within/);
    assert.equal(text, 'The access token of “acme” expires within a minute.');
    await window.screenshot('renewal-1-ask');
    const before = service.issued();
    await window.answerNotification(/expires within/, 'Renew');
    await window.statusBarText(/acme 2[0-9]s/);
    assert.equal(service.issued(), before + 1);
    await window.notificationsGone();
  });
});
