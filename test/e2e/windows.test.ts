import assert from 'node:assert/strict';
import { addProfile } from '../support/enterProfile';
import { Session } from '../support/session';
import { type ShortLivedService, startShortLivedService } from '../support/shortLivedService';
import { skipAfterFailure } from '../support/skipAfterFailure';
import { until } from '../support/until';
import type { Window } from '../support/window';

/** The lifetime of the service's tokens, in seconds: short enough to see several of them. */
const life = 20;

const ownPresets = [
  { label: 'Clients', scope: '*:config/clients**' },
  { label: 'Logins', scope: '*:config/loginPolicies**' },
];

/** Two windows on two workspaces, as on the desktop: they see each other's secrets. */
describe('two windows', function () {
  skipAfterFailure(this);
  let service: ShortLivedService;
  /** How many tokens the check of the profile requested, which do not count. */
  let checked = 0;
  const tokenRequests = () => service.issued() - checked;
  let session: Session;
  let one: Window;
  let other: Window;

  before(async function () {
    service = await startShortLivedService(life);
    session = await Session.start({
      files: { 'one/a.txt': '', 'other/b.txt': '' },
      settings: { 'hostedLogin.scopePresets': ownPresets },
    });
    one = await session.openWindow({ folder: 'one', sharesSecrets: true });
    await addNamed(one, 'acme');
    other = await session.openWindow({ beside: one, folder: 'other' });
  });

  after(async () => {
    await session.close();
    await service.stop();
  });

  async function addNamed(window: Window, name: string): Promise<void> {
    await addProfile(window, service, name);
    checked = service.issued();
  }

  /** Waits until a window's active token is the one whose tooltip says so. */
  async function shows(window: Window, words: RegExp): Promise<void> {
    await window.hoverStatusBar(words);
    await window.leaveStatusBar();
  }

  async function request(window: Window, item: RegExp): Promise<void> {
    await window.runCommand('Hosted Login: Request Access Token…');
    await window.pick(item);
    await window.statusBarText(/acme \d+s/);
  }

  it('a profile added in one is the default of the next', async () => {
    assert.match(await other.statusBarText(/acme/), /acme no token/);
  });

  it('a token requested in one is there in the other, without a request', async () => {
    await request(one, /Read everything/);
    assert.match(await other.statusBarText(/acme \d+s/), /acme/);
    assert.equal(tokenRequests(), 1);
  });

  it('renewed in the background, it is requested once for both', async () => {
    await other.runCommand('Hosted Login: Copy Access Token');
    for (const renewed of [2, 3]) {
      await until(`token request ${renewed}`, () => tokenRequests() >= renewed || undefined, 60_000);
      // Each has the new one when more than half its life is left again.
      await one.statusBarText(/acme (1[1-9]|20)s/);
      await other.statusBarText(/acme (1[1-9]|20)s/);
      assert.equal(tokenRequests(), renewed);
    }
  });

  it('tokens of two scopes that both store at the same time are both kept', async () => {
    const before = service.issued();
    // Long enough to load a window while both are live.
    service.issueFor(600);
    service.answerTogether(2);
    const requestPreset = async (window: Window, label: RegExp) => {
      await window.runCommand('Hosted Login: Request Access Token…');
      await window.pick(label);
    };
    await Promise.all([requestPreset(one, /^Clients/), requestPreset(other, /^Logins/)]);
    await until('both tokens', () => service.issued() >= before + 2 || undefined);
    await shows(one, /configure all clients/);
    await shows(other, /configure all login policies/);
    // Each sees the other's, so that it is stored; and so does a window that opens now.
    for (const window of [one, other]) await until('both are live', () => seesBothLive(window));
    await one.screenshot('windows-both-kept');
    await one.reload();
    await one.statusBarText(/acme \d+m/);
    assert.ok(await seesBothLive(one));
  });

  /** Whether the list of scopes says that there is a live token for each of our own presets. */
  async function seesBothLive(window: Window): Promise<boolean | undefined> {
    await window.runCommand('Hosted Login: Request Access Token…');
    await window.waitForPrompt('What may the token do?');
    const rows = await window.choices();
    await window.dismiss();
    const isLive = ({ label }: { label: string }) =>
      rows.some(text => text.replace(/^history /, '').startsWith(label) && /live, \d+m left/.test(text));
    return ownPresets.every(isLive) || undefined;
  }

  it('a profile removed in one is gone in both', async () => {
    await one.runCommand('Hosted Login: Remove Profile…');
    await one.pick(/acme/);
    await one.answerDialog(/Remove the profile “acme”/, 'Remove');
    await one.statusBarGone();
    await other.statusBarGone();
  });

  it('each keeps its own active profile', async () => {
    await addNamed(other, 'bcme');
    await addNamed(one, 'ccme');
    assert.match(await other.statusBarText(), /bcme/);
    assert.match(await one.statusBarText(), /ccme/);
  });
});
