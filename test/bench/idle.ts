import { statusBarView } from '../../src/features/statusBar/view';
import { ActiveScopes } from '../../src/storage/activeScopes';
import { ProfileStore } from '../../src/storage/profileStore';
import { TokenStore } from '../../src/storage/tokenStore';
import { ExpiryTimer } from '../../src/tokens/expiryTimer';
import { AutoRenewal, type AutoRenewalDeps } from '../../src/tokens/renewal/autoRenewal';
import { RenewalLock } from '../../src/tokens/renewal/lock';
import { onceFirstDue } from '../../src/tokens/renewal/schedule';
import { TokenService } from '../../src/tokens/tokenService';
import { FakeClock, FakeSecrets, FakeState, settled } from '../support/fakes';
import type { IdleFigures } from './figures';

const minute = 60_000;
const hour = 60 * minute;
/** The setting's default. */
const warnMinutes = 5;

const rounds = 7;

/** Lets tokens of one hour live and end on a clock of our own, and counts how often a timer went off. */
export async function measureIdle(): Promise<IdleFigures> {
  // Nothing is compiled yet.
  await measureToken();
  const figures: Counted[] = [];
  for (let round = 0; round < rounds; round++) figures.push(await measureToken());
  const most = (of: (each: Counted) => number) => Math.max(...figures.map(of));
  return {
    hour: most(({ hour }) => hour),
    lastMinute: most(({ lastMinute }) => lastMinute),
    expiredHour: most(({ expiredHour }) => expiredHour),
    hourCpuMs: figures.map(({ cpuMs }) => cpuMs),
  };
}

interface Counted {
  readonly hour: number;
  readonly lastMinute: number;
  readonly expiredHour: number;
  readonly cpuMs: number;
}

async function measureToken(): Promise<Counted> {
  const clock = new FakeClock();
  const secrets = new FakeSecrets();
  const workspaceState = new FakeState('workspaceState');
  const profiles = new ProfileStore({
    globalState: new FakeState('globalState'),
    workspaceState,
    secrets,
    newId: () => '1',
    windowId: 'bench',
    // What follows a write of a profile is over before anything is idle.
    after: new FakeClock().after,
  });
  const tokenService = new TokenService({
    profiles,
    tokens: new TokenStore(secrets, clock.now),
    activeScopes: new ActiveScopes(workspaceState),
    issue: () => Promise.resolve({ accessToken: 'x'.repeat(64), expiresIn: hour / 1000, scope: '*:**' }),
    now: clock.now,
    mask: () => undefined,
    warn: () => undefined,
    withProgress: (_, run) => run(new AbortController().signal),
  });
  const expiryTimer = new ExpiryTimer(tokenService, clock);
  // As the status bar does at each tick.
  const ticks = expiryTimer.onDidChangeTimeLeft(() => {
    JSON.stringify(statusBarView(tokenService.status, clock.now(), warnMinutes));
  });
  const deps: AutoRenewalDeps = {
    tokenService,
    profiles,
    expiryTimer,
    lock: new RenewalLock(secrets, 'bench', clock),
    clock,
    random: () => 0.5,
    mode: () => 'whileInUse',
    isWindowFocused: () => true,
    isUserActive: () => false,
    offer: () => undefined,
    reportProblem: () => undefined,
    reportReducedGrant: () => undefined,
    warn: () => undefined,
  };
  let renewal: AutoRenewal | undefined;
  const waiting = onceFirstDue({ usage: tokenService.usage, expiryTimer, clock }, () => {
    renewal = new AutoRenewal(deps);
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
  tokenService.usage.record(profile, await tokenService.acquire({ profile, scope: '*:**', activate: true }));
  await settled();

  const wakeUpsIn = (milliseconds: number) => {
    const before = clock.wakeUps;
    clock.pass(milliseconds);
    return clock.wakeUps - before;
  };
  const start = process.cpuUsage();
  const inHour = wakeUpsIn(hour - minute);
  const { user, system } = process.cpuUsage(start);
  const figures = {
    hour: inHour,
    cpuMs: (user + system) / 1000,
    lastMinute: wakeUpsIn(minute),
    expiredHour: wakeUpsIn(hour),
  };
  ticks.dispose();
  waiting.dispose();
  renewal?.dispose();
  expiryTimer.dispose();
  return figures;
}
