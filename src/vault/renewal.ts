import type { AccessToken } from '../core/accessToken';
import type { Disposable } from '../core/emitter';
import { isProblem, type Problem } from '../core/problem';
import type { Profile } from '../core/profile';
import { canonicalScope } from '../core/scope';
import type { Clock, Countdown } from './countdown';
import type { ProfileStore } from './profileStore';
import type { RenewalClaim } from './renewalClaim';
import type { TokenKeeper } from './tokenKeeper';
import type { Use } from './uses';

const second = 1000;
const minute = 60 * second;

/** A token that was not used for so long, in ms, is let go. */
export const usedLately = 30 * minute;

/** The pauses after failures in a row, in ms: each twice the one before. */
const firstPause = 30 * second;
const longestPause = 10 * minute;

/** How long a window that is not in front lets the one that is go first, in ms. */
const courtesy = 5 * second;

/** After a rejected secret nothing is tried for so long, in ms, unless the profile changes. */
const quietPeriod = 30 * minute;

/** What is done shortly before a token ends: the setting `hostedLogin.renew`. */
export type RenewMode = 'whileInUse' | 'ask' | 'never';

/** What the renewal stands on. */
export interface RenewalPorts {
  readonly keeper: TokenKeeper;
  readonly profiles: ProfileStore;
  /** Looks at the clock when it ticks, so that sleep and clock changes are noticed as the countdown notices them. */
  readonly countdown: Countdown;
  readonly claim: RenewalClaim;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly mode: () => RenewMode;
  /** Whether this is the window that the person looks at. */
  readonly isInFront: () => boolean;
  /** Whether something that sends the shared token is open in front of the person: that counts as using it. */
  readonly isAtHand: () => boolean;
  /** Offers to renew; asked once a token. */
  readonly offer: (profile: Profile, token: AccessToken) => void;
  /** Tells a person of what only they can mend; told once until the profile changes. */
  readonly tell: (problem: Problem) => void;
  readonly warn: (message: string, error: unknown) => void;
}

interface Failure {
  readonly count: number;
  /** Nothing is tried before this instant, ms since 1970. */
  readonly until: number;
  /** The client of that time; a change of it ends the pause. */
  readonly clientVersion: number;
}

/** When a token is due to be renewed, in ms since 1970: a tenth of its life before its end, 15 seconds to 6 minutes. */
export function dueAt({ issuedAt, expiresAt }: AccessToken): number {
  const life = expiresAt - issuedAt;
  return expiresAt - Math.min(6 * minute, Math.max(15 * second, life / 10), life / 2);
}

/**
 * Renews tokens shortly before they end, as long as they are used in this window; or offers it. A token renewed in one
 * window is picked up by all: before one is requested, the windows agree on which of them does it.
 */
export class Renewal {
  readonly #subscriptions: readonly Disposable[];
  readonly #failures = new Map<string, Failure>();
  readonly #running = new Set<string>();
  /** The tokens that a renewal was offered for: `keyOf`, and when they were issued. */
  readonly #offered = new Set<string>();
  #takeBack: () => void = () => undefined;

  constructor(private readonly ports: RenewalPorts) {
    const look = () => {
      this.#look();
    };
    this.#subscriptions = [ports.keeper.uses.onDidNote(look), ports.countdown.onDidTick(look)];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#takeBack();
  }

  /** Renews what is due, and sets the timer to what will be next. */
  #look(): void {
    this.#takeBack();
    const { clock, keeper, mode, isAtHand } = this.ports;
    if (mode() === 'never') return;
    const now = clock.now();
    const { profile, token } = keeper.status;
    let next = Infinity;
    for (const use of keeper.uses.all) {
      const isActive =
        token !== undefined && profile?.id === use.profile.id && token.value === use.token.value;
      const at = isActive && isAtHand() ? now : use.at;
      // A clock that was set back is no reason to take a use for one of later.
      const isLate = now - at > usedLately;
      const due = Math.max(dueAt(use.token), this.#pausedUntil(use));
      if (due > now) next = Math.min(next, due);
      else if (!isLate) this.#isDue(use, isActive);
    }
    if (next === Infinity) return;
    this.#takeBack = clock.after(next - now, () => {
      this.#look();
    });
  }

  #isDue(use: Use, isActive: boolean): void {
    const { mode, isInFront, offer, warn } = this.ports;
    const key = keyOf(use);
    if (mode() === 'ask') {
      const once = `${key} ${use.token.issuedAt}`;
      if (!isActive || !isInFront() || this.#offered.has(once)) return;
      this.#offered.add(once);
      offer(use.profile, use.token);
      return;
    }
    if (this.#running.has(key)) return;
    this.#running.add(key);
    this.#renew(use)
      .catch((error: unknown) => {
        warn('The renewal failed', error);
      })
      .finally(() => {
        this.#running.delete(key);
        this.#look();
      });
  }

  async #renew(use: Use): Promise<void> {
    const { keeper, clock, claim, isInFront, random } = this.ports;
    const { token } = use;
    if (!isInFront()) {
      await new Promise<void>(resolve => {
        clock.after(courtesy * (0.5 + random() / 2), resolve);
      });
    }
    let isClaimed = false;
    try {
      if (!(await this.#isStillDue(use))) return;
      isClaimed = await claim.take(use.profile.id);
      if (!isClaimed) {
        // The other window's token is looked for then; or this one goes on, where that one failed.
        this.#pause(use, this.#failures.get(keyOf(use))?.count ?? 0, courtesy * (0.5 + random() / 2));
        return;
      }
      // Somebody may have renewed or forgotten it while the windows agreed.
      const profile = await this.#isStillDue(use);
      if (!profile) return;
      await keeper.obtain(profile, token.requestedScope);
      this.#failures.delete(keyOf(use));
    } catch (error) {
      this.#failed(use, error);
    } finally {
      if (isClaimed) await claim.release(use.profile.id);
    }
  }

  /** The profile as it is now, if the token is still the one to renew: what another window did is taken up. */
  async #isStillDue({ profile: { id }, token }: Use): Promise<Profile | undefined> {
    const { keeper, profiles } = this.ports;
    const profile = profiles.all.find(candidate => candidate.id === id);
    const kept = profile && (await this.#kept(profile, token.requestedScope));
    if (!kept) {
      keeper.uses.forget(id, token.requestedScope);
      return undefined;
    }
    if (kept.expiresAt <= token.expiresAt) return profile;
    keeper.uses.replace(profile, kept);
    return undefined;
  }

  async #kept(profile: Profile, scope: string): Promise<AccessToken | undefined> {
    try {
      return await this.ports.keeper.find(profile, scope);
    } catch (error) {
      if (isProblem(error) && error.kind === 'noToken') return undefined;
      throw error;
    }
  }

  #failed(use: Use, error: unknown): void {
    const { tell, warn, isInFront, random } = this.ports;
    if (isProblem(error) && error.kind === 'cancelled') return;
    warn('A token could not be renewed', error);
    const count = (this.#failures.get(keyOf(use))?.count ?? 0) + 1;
    const isRejected = isProblem(error) && /^(invalidClient|secretMissing|unknownCustomer)$/.test(error.kind);
    if (isRejected) {
      // One message, not one every half hour; the status bar goes on to say what is.
      if (count === 1 && isInFront()) tell(error);
      this.#pause(use, count, quietPeriod);
      return;
    }
    const pause = Math.min(longestPause, firstPause * 2 ** (count - 1));
    this.#pause(use, count, pause * (0.5 + random() / 2));
  }

  #pause(use: Use, count: number, pause: number): void {
    this.#failures.set(keyOf(use), {
      count,
      until: this.ports.clock.now() + pause,
      clientVersion: this.ports.profiles.clientVersion(use.profile),
    });
  }

  /** Milliseconds since 1970; 0 where there is no pause. */
  #pausedUntil(use: Use): number {
    const failure = this.#failures.get(keyOf(use));
    if (!failure) return 0;
    const { profiles, clock } = this.ports;
    const isOutOfDate = failure.clientVersion !== profiles.clientVersion(use.profile);
    // Longer than any pause: the clock was set back.
    if (!isOutOfDate && failure.until - clock.now() <= quietPeriod) return failure.until;
    this.#failures.delete(keyOf(use));
    return 0;
  }
}

function keyOf({ profile, token }: Use): string {
  return `${profile.id} ${canonicalScope(token.requestedScope)}`;
}
