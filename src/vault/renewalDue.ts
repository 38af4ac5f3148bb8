import type { AccessToken } from '../core/accessToken';
import type { Disposable, Event } from '../core/emitter';
import type { Clock } from './countdown';
import type { Use } from './uses';

const second = 1000;
const minute = 60 * second;

/** A timer can not wait for longer than 24 days, and what is far away may change. In ms. */
export const longestWait = 24 * 60 * minute;

/**
 * When a token is due to be renewed, in ms since 1970: a tenth of its life before its end, 15 seconds to 6 minutes; but
 * not within seconds, however short it lives.
 */
export function dueAt({ issuedAt, expiresAt }: AccessToken): number {
  const life = expiresAt - issuedAt;
  const before = Math.min(6 * minute, Math.max(15 * second, life / 10), life / 2);
  return Math.max(expiresAt - before, issuedAt + 3 * second);
}

/** What waiting for the first due token stands on. */
export interface DuePorts {
  readonly uses: { readonly all: readonly Use[]; readonly onDidNote: Event<void> };
  /** Looks at the clock when it ticks: after sleep the own timer is late. */
  readonly countdown: { readonly onDidTick: Event<void> };
  readonly clock: Clock;
}

/** Calls once, when the first token that is used in this window is due: most windows are closed before. */
export function whenFirstDue({ uses, countdown, clock }: DuePorts, isDue: () => void): Disposable {
  let takeBack: () => void = () => undefined;
  const look = () => {
    takeBack();
    const first = Math.min(...uses.all.map(({ token }) => dueAt(token)));
    if (first === Infinity) return;
    const wait = first - clock.now();
    if (wait > 0) {
      takeBack = clock.after(Math.min(wait, longestWait), look);
      return;
    }
    waiting.dispose();
    isDue();
  };
  const subscriptions = [uses.onDidNote(look), countdown.onDidTick(look)];
  const waiting = {
    dispose: () => {
      takeBack();
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
  return waiting;
}
