import { ActiveScopes } from '../../src/vault/activeScopes';
import { Countdown } from '../../src/vault/countdown';
import { ProfileStore } from '../../src/vault/profileStore';
import { Renewal, type RenewalPorts } from '../../src/vault/renewal';
import { RenewalClaim } from '../../src/vault/renewalClaim';
import { whenFirstDue } from '../../src/vault/renewalDue';
import { TokenKeeper } from '../../src/vault/tokenKeeper';
import { TokenStore } from '../../src/vault/tokenStore';
import { FakeClock, FakeSecrets, FakeState, settled } from '../support/fakes';
import type { IdleFigures } from './figures';

const minute = 60_000;
const hour = 60 * minute;

/** Lets a token of one hour live and end on a clock of our own, and counts how often a timer went off. */
export async function measureIdle(): Promise<IdleFigures> {
  const clock = new FakeClock();
  const secrets = new FakeSecrets();
  const workspaceState = new FakeState('workspaceState');
  const profiles = new ProfileStore({
    globalState: new FakeState('globalState'),
    workspaceState,
    secrets,
    newId: () => '1',
    window: 'bench',
    // What follows a write of a profile is over before anything is idle.
    after: new FakeClock().after,
  });
  const keeper = new TokenKeeper({
    profiles,
    tokens: new TokenStore(secrets, clock.now),
    activeScopes: new ActiveScopes(workspaceState),
    issue: () => Promise.resolve({ accessToken: 'x'.repeat(64), expiresIn: hour / 1000, scope: '*:**' }),
    now: clock.now,
    mask: () => undefined,
    warn: () => undefined,
  });
  const countdown = new Countdown(keeper, clock);
  const ports: RenewalPorts = {
    keeper,
    profiles,
    countdown,
    claim: new RenewalClaim(secrets, 'bench', clock),
    clock,
    random: () => 0.5,
    mode: () => 'whileInUse',
    isInFront: () => true,
    isAtHand: () => false,
    offer: () => undefined,
    tell: () => undefined,
    tellGrant: () => undefined,
    warn: () => undefined,
  };
  let renewal: Renewal | undefined;
  const waiting = whenFirstDue({ uses: keeper.uses, countdown, clock }, () => {
    renewal = new Renewal(ports);
  });
  const profile = await profiles.add(
    {
      name: 'acme',
      origin: 'https://v1.api.us.janrain.com',
      customerId: '00000000-0000-0000-0000-000000000000',
      clientId: '11111111-1111-1111-1111-111111111111',
    },
    'a secret of nobody',
  );
  // Used once: not lately when it is due, so it is let go.
  keeper.uses.note(profile, await keeper.request(profile, '*:**'));
  await settled();

  const wakeUpsIn = (milliseconds: number) => {
    const before = clock.wakeUps;
    clock.pass(milliseconds);
    return clock.wakeUps - before;
  };
  const figures = {
    hour: wakeUpsIn(hour - minute),
    lastMinute: wakeUpsIn(minute),
    expiredHour: wakeUpsIn(hour),
  };
  waiting.dispose();
  renewal?.dispose();
  countdown.dispose();
  return figures;
}
