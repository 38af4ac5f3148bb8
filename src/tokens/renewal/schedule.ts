// When a token is renewed.
import type { Clock } from '../../core/common/clock';
import type { Disposable, Event } from '../../core/common/event';
import type { AccessToken } from '../../core/tokens/accessToken';
import type { UsageEntry } from '../tokenUsage';

const second = 1000;
const minute = 60 * second;

/** In ms. Timers are limited to 24 days, and the distant future may change. */
export const maxTimeout = 24 * 60 * minute;

/**
 * When to renew a token, in ms since 1970: a tenth of its lifetime before its end, 15 seconds to 6 minutes; never in
 * its first 3 seconds.
 */
export function renewalTime({ issuedAt, expiresAt }: AccessToken): number {
  const life = expiresAt - issuedAt;
  const before = Math.min(6 * minute, Math.max(15 * second, life / 10), life / 2);
  return Math.max(expiresAt - before, issuedAt + 3 * second);
}

interface RenewalScheduleDeps {
  readonly usage: { readonly all: readonly UsageEntry[]; readonly onDidChange: Event<void> };
  /** Checked at each tick: after sleep a timer is late. */
  readonly expiryTimer: { readonly onDidChangeTimeLeft: Event<void> };
  readonly clock: Clock;
}

/** Calls back once, when the first token that is used in this window is due. Most windows are closed before. */
export function onceFirstDue(
  { usage, expiryTimer, clock }: RenewalScheduleDeps,
  onDue: () => void,
): Disposable {
  let cancelTimer: () => void = () => undefined;
  const check = () => {
    cancelTimer();
    const first = Math.min(...usage.all.map(({ token }) => renewalTime(token)));
    if (first === Infinity) return;
    const delay = first - clock.now();
    if (delay > 0) {
      cancelTimer = clock.after(Math.min(delay, maxTimeout), check);
      return;
    }
    registration.dispose();
    onDue();
  };
  const subscriptions = [usage.onDidChange(check), expiryTimer.onDidChangeTimeLeft(check)];
  const registration = {
    dispose: () => {
      cancelTimer();
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
  return registration;
}
