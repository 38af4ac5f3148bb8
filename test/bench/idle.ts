import { timeRow } from '../../scripts/bench/statistics.mjs';
import type { Row } from '../../scripts/bench/table.mjs';
import { statusBarView } from '../../src/features/statusBar/statusBarView';
import { ExpiryTimer } from '../../src/tokens/expiryTimer';
import { AutoRenewal, type AutoRenewalDeps } from '../../src/tokens/renewal/autoRenewal';
import { RenewalLock } from '../../src/tokens/renewal/lock';
import { onceFirstDue } from '../../src/tokens/renewal/schedule';
import { FakeClock, settled } from '../support/fakes';
import { addProfileOfNobody, createTokenService } from './tokenServiceFixture';

const minute = 60_000;
const hour = 60 * minute;
/** The default of `hostedLogin.statusBar.warnMinutes`. */
const warnMinutes = 5;

const rounds = 7;

/** Lets tokens of one hour live and end on a clock of our own, and counts how often a timer went off. */
export async function measureIdle(): Promise<Row[]> {
  // Nothing is compiled yet.
  await measureToken();
  const figures: Awaited<ReturnType<typeof measureToken>>[] = [];
  for (let round = 0; round < rounds; round++) figures.push(await measureToken());
  const most = (what: 'live' | 'lastMinute' | 'expired') => Math.max(...figures.map(each => each[what]));
  return [
    {
      what: 'timer wake-ups in an hour with a live token',
      measured: String(most('live')),
      bound: '≤ 62',
      isKept: most('live') <= 62,
    },
    { what: '… in its last minute, which shows seconds', measured: String(most('lastMinute')) },
    {
      what: '… in the hour after its end',
      measured: String(most('expired')),
      bound: '0',
      isKept: most('expired') === 0,
    },
    timeRow(
      'CPU time in an hour with a live token, without what VS Code draws',
      figures.map(({ cpuMs }) => cpuMs),
      5,
    ),
  ];
}

/** The wake-ups of a token's hour but its last minute, of that and of the hour after, and the CPU time of the first. */
async function measureToken() {
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
  const live = wakeUpsIn(hour - minute);
  const { user, system } = process.cpuUsage(start);
  const figures = {
    live,
    cpuMs: (user + system) / 1000,
    lastMinute: wakeUpsIn(minute),
    expired: wakeUpsIn(hour),
  };
  ticks.dispose();
  waiting.dispose();
  renewal?.dispose();
  expiryTimer.dispose();
  return figures;
}
