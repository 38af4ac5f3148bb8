import { statusBarView } from '../../src/features/statusBar/statusBarView';
import { ExpiryTimer } from '../../src/tokens/expiryTimer';
import { AutoRenewal, type AutoRenewalDeps } from '../../src/tokens/renewal/autoRenewal';
import { RenewalLock } from '../../src/tokens/renewal/lock';
import { onceFirstDue } from '../../src/tokens/renewal/schedule';
import { FakeClock, settled } from '../support/fakes';
import type { IdleFigures } from './figures';
import { addProfileOfNobody, createTokenService } from './tokenServiceFixture';

const minute = 60_000;
const hour = 60 * minute;
/** The default of `hostedLogin.statusBar.warnMinutes`. */
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
  const { profiles, secrets, tokenService } = createTokenService(
    () => Promise.resolve({ accessToken: 'x'.repeat(64), expiresIn: hour / 1000, scope: '*:**' }),
    clock,
  );
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
  const profile = await addProfileOfNobody(profiles);
  // Used once: not recently when its renewal is due, so it expires.
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
