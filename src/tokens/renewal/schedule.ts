import type { Clock } from '../../core/common/clock';
import type { Disposable, Event } from '../../core/common/event';
import type { AccessToken } from '../../core/tokens/accessToken';
import type { UsageEntry } from '../tokenUsage';

const second = 1000;
const minute = 60 * second;

/** A timer can not wait for longer than 24 days, and what is far away may change. In ms. */
export const maxTimeout = 24 * 60 * minute;

/**
 * When a token is due to be renewed, in ms since 1970: a tenth of its life before its end, 15 seconds to 6 minutes; but
 * not within seconds, however short it lives.
 */
export function renewalTime({ issuedAt, expiresAt }: AccessToken): number {
  const life = expiresAt - issuedAt;
  const before = Math.min(6 * minute, Math.max(15 * second, life / 10), life / 2);
  return Math.max(expiresAt - before, issuedAt + 3 * second);
}

/** What waiting for the first due token stands on. */
export interface RenewalScheduleDeps {
  readonly usage: { readonly all: readonly UsageEntry[]; readonly onDidChange: Event<void> };
  /** Looks at the clock when it ticks: after sleep the own timer is late. */
  readonly expiryTimer: { readonly onDidChangeTimeLeft: Event<void> };
  readonly clock: Clock;
}

/** Calls once, when the first token that is used in this window is due: most windows are closed before. */
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
