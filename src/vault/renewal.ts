import type { AccessToken } from '../core/accessToken';
import type { Disposable } from '../core/emitter';
import { isProblem, type Problem } from '../core/problem';
import type { Profile } from '../core/profile';
import { canonicalScope, missingScopes } from '../core/scope';
import type { Clock, Countdown } from './countdown';
import type { ProfileStore } from './profileStore';
import type { RenewalClaim } from './renewalClaim';
import { dueAt, longestWait } from './renewalDue';
import { Pauses } from './renewalPauses';
import type { TokenKeeper } from './tokenKeeper';
import type { Use } from './uses';

const second = 1000;
const minute = 60 * second;

/** A token that was not used for so long, in ms, is let go. */
export const usedLately = 30 * minute;

/** How long a window that is not in front lets the one that is go first, in ms. */
const courtesy = 5 * second;

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
  /** Whether a person is at work with something that sends the shared token: that counts as using it. */
  readonly isAtHand: () => boolean;
  /** Offers to renew; asked once a token. */
  readonly offer: (profile: Profile, token: AccessToken) => void;
  /** Tells a person of what only they can mend; told once until the profile changes. */
  readonly tell: (problem: Problem) => void;
  /** Tells a person that the new token can do less than the one before. */
  readonly tellGrant: (token: AccessToken) => void;
  readonly warn: (message: string, error: unknown) => void;
}

/**
 * Renews tokens shortly before they end, as long as they are used in this window; or offers it. A token renewed in one
 * window is picked up by all: before one is requested, the windows agree on which of them does it.
 */
export class Renewal {
  readonly #subscriptions: readonly Disposable[];
  readonly #pauses: Pauses;
  /** The profiles with a renewal under way, by id: the windows agree on one for a profile at a time. */
  readonly #running = new Set<string>();
  /** The tokens that a renewal was offered for: `keyOf`, and when they were issued. */
  readonly #offered = new Set<string>();
  #isDisposed = false;
  #takeBack: () => void = () => undefined;

  constructor(private readonly ports: RenewalPorts) {
    const look = () => {
      this.#look();
    };
    this.#pauses = new Pauses(ports);
    this.#subscriptions = [ports.keeper.uses.onDidNote(look), ports.countdown.onDidTick(look)];
    look();
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#takeBack();
  }

  /** Renews what is due, and sets the timer to what will be next. */
  #look(): void {
    this.#takeBack();
    const { clock, keeper, mode, isAtHand, isInFront, tell } = this.ports;
    if (mode() === 'never' || this.#isDisposed) return;
    const now = clock.now();
    const { profile, token } = keeper.status;
    let next = Infinity;
    for (const use of keeper.uses.all) {
      const isActive =
        token !== undefined && profile?.id === use.profile.id && token.value === use.token.value;
      const at = isActive && isAtHand() ? now : use.at;
      // A clock that was set back is no reason to take a use for one of later.
      const isLate = now - at > usedLately;
      const rejection = isInFront() ? this.#pauses.takeUntold(use) : undefined;
      if (rejection) tell(rejection);
      const due = Math.max(dueAt(use.token), this.#pauses.until(use));
      if (due > now) next = Math.min(next, due);
      else if (!isLate) this.#isDue(use, isActive);
    }
    if (next === Infinity) return;
    this.#takeBack = clock.after(Math.min(next - now, longestWait), () => {
      this.#look();
    });
  }

  #isDue(use: Use, isActive: boolean): void {
    const { mode, isInFront, warn } = this.ports;
    const { id } = use.profile;
    if (this.#running.has(id)) return;
    const once = `${id} ${canonicalScope(use.token.requestedScope)} ${use.token.issuedAt}`;
    if (mode() === 'ask' && (!isActive || !isInFront() || this.#offered.has(once))) return;
    this.#offered.add(once);
    this.#running.add(id);
    (mode() === 'ask' ? this.#offer(use) : this.#renew(use))
      .catch((error: unknown) => {
        warn('The renewal failed', error);
      })
      .finally(() => {
        this.#running.delete(id);
        this.#look();
      });
  }

  /** Offers it in one window. Where they can not agree, rather twice than never. */
  async #offer(use: Use): Promise<void> {
    const { claim, offer } = this.ports;
    const { id } = use.profile;
    const isTaken = (await claim.take(id).catch(() => undefined)) !== undefined;
    if (isTaken || !(await this.#isStillDue(use))) return;
    offer(use.profile, use.token);
    await claim.hold(id, use.token.expiresAt);
  }

  async #renew(use: Use): Promise<void> {
    const { keeper, clock, claim, isInFront, random, tellGrant, warn } = this.ports;
    const { token } = use;
    const { id } = use.profile;
    if (!isInFront()) {
      await new Promise<void>(resolve => {
        clock.after(courtesy * (0.5 + random() / 2), resolve);
      });
    }
    let isOurs = false;
    try {
      if (!(await this.#isStillDue(use))) return;
      const taken = await claim.take(id);
      isOurs = taken === undefined;
      if (taken !== undefined) {
        // The other window's token is heard of before; where there is none, this one goes on then.
        this.#pauses.wait(use, taken);
        return;
      }
      // Somebody may have renewed or forgotten it while the windows agreed.
      const profile = await this.#isStillDue(use);
      if (!profile) return;
      const renewed = await keeper.renew(profile, token);
      if (missingScopes(token.grantedScope, renewed.grantedScope).length > 0) tellGrant(renewed);
    } catch (error) {
      if (!isProblem(error) || error.kind !== 'cancelled') {
        warn('A token could not be renewed', error);
        const rejectedUntil = this.#pauses.failed(use, error);
        if (rejectedUntil !== undefined) {
          isOurs = false;
          await claim.hold(id, rejectedUntil);
        }
      }
    } finally {
      if (isOurs) await claim.release(id);
    }
  }

  /** The profile as it is now, if the token is still the one to renew: what another window did is taken up. */
  async #isStillDue({ profile: { id }, token }: Use): Promise<Profile | undefined> {
    const { keeper, profiles } = this.ports;
    if (this.#isDisposed) return undefined;
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
}
