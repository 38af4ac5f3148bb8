// Renews tokens that are in use before they expire.
import type { Clock } from '../../core/common/clock';
import type { Disposable } from '../../core/common/event';
import { isProblem, type Problem } from '../../core/common/problem';
import type { Profile } from '../../core/profile/profile';
import { canonicalScope, missingScopes } from '../../core/scopes/compareScopes';
import type { AccessToken } from '../../core/tokens/accessToken';
import type { ProfileStore } from '../../storage/profiles/profileStore';
import type { ExpiryTimer } from '../expiryTimer';
import type { TokenService } from '../tokenService';
import type { UsageEntry } from '../tokenUsage';
import { RenewalBackoff } from './backoff';
import type { RenewalLock } from './lock';
import { renewalTime, maxTimeout } from './schedule';

const second = 1000;
const minute = 60 * second;

/** A token that was not used for this long, in ms, is not renewed. */
export const recentUseWindow = 30 * minute;

/** How long a background window waits for the focused one, in ms. */
const backgroundWindowDelay = 5 * second;

/** The setting `hostedLogin.renew`. */
export type RenewMode = 'whileInUse' | 'ask' | 'never';

export interface AutoRenewalDeps {
  readonly tokenService: TokenService;
  readonly profiles: ProfileStore;
  /** Checked at each tick, so that sleep and clock changes are noticed. */
  readonly expiryTimer: ExpiryTimer;
  readonly lock: RenewalLock;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly mode: () => RenewMode;
  readonly isWindowFocused: () => boolean;
  /** Whether the user works with something that sends the shared token. That counts as a use. */
  readonly isUserActive: () => boolean;
  /** Offers to renew; called once for each token. */
  readonly offer: (profile: Profile, token: AccessToken) => void;
  /** Shows a problem that only the user can fix; called once until the profile changes. */
  readonly reportProblem: (problem: Problem) => void;
  /** Shows that the new token was granted less than the previous one. */
  readonly reportReducedGrant: (token: AccessToken) => void;
  readonly warn: (message: string, error: unknown) => void;
}

/**
 * Renews tokens shortly before they end, or offers it, as long as they are used in this window. All windows take over a
 * renewed token; before the request they agree on the window that renews (`RenewalLock`).
 */
export class AutoRenewal {
  readonly #subscriptions: readonly Disposable[];
  readonly #backoff: RenewalBackoff;
  /** The ids of profiles with a running renewal: the windows agree on one renewal per profile. */
  readonly #running = new Set<string>();
  /** The tokens that a renewal was offered for: profile, scope and time of issue. */
  readonly #offered = new Set<string>();
  #isDisposed = false;
  #cancelTimer: () => void = () => undefined;

  constructor(private readonly deps: AutoRenewalDeps) {
    const check = () => {
      this.#check();
    };
    this.#backoff = new RenewalBackoff(deps);
    this.#subscriptions = [
      deps.tokenService.usage.onDidChange(check),
      deps.expiryTimer.onDidChangeTimeLeft(check),
    ];
    check();
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#cancelTimer();
  }

  /** Renews what is due, and sets the timer for the next token. */
  #check(): void {
    this.#cancelTimer();
    const { clock, tokenService, mode, isUserActive, isWindowFocused, reportProblem } = this.deps;
    if (mode() === 'never' || this.#isDisposed) return;
    const now = clock.now();
    const { profile, token } = tokenService.status;
    let next = Infinity;
    for (const entry of tokenService.usage.all) {
      const isActive =
        token !== undefined && profile?.id === entry.profile.id && token.value === entry.token.value;
      const usedAt = isActive && isUserActive() ? now : entry.usedAt;
      const isUnused = now - usedAt > recentUseWindow;
      const rejection = isWindowFocused() ? this.#backoff.takeUnreported(entry) : undefined;
      if (rejection) reportProblem(rejection);
      const due = Math.max(renewalTime(entry.token), this.#backoff.blockedUntil(entry));
      if (due > now) next = Math.min(next, due);
      else if (!isUnused) this.#renewIfDue(entry, isActive);
    }
    if (next === Infinity) return;
    this.#cancelTimer = clock.after(Math.min(next - now, maxTimeout), () => {
      this.#check();
    });
  }

  #renewIfDue(entry: UsageEntry, isActive: boolean): void {
    const { mode, isWindowFocused, warn } = this.deps;
    const { id } = entry.profile;
    if (this.#running.has(id)) return;
    const offerKey = `${id} ${canonicalScope(entry.token.requestedScope)} ${entry.token.issuedAt}`;
    if (mode() === 'ask' && (!isActive || !isWindowFocused() || this.#offered.has(offerKey))) return;
    this.#offered.add(offerKey);
    this.#running.add(id);
    (mode() === 'ask' ? this.#offer(entry) : this.#renew(entry))
      .catch((error: unknown) => {
        warn('The renewal failed', error);
      })
      .finally(() => {
        this.#running.delete(id);
        this.#check();
      });
  }

  /** Offers it in one window. If the windows cannot agree, twice is better than never. */
  async #offer(entry: UsageEntry): Promise<void> {
    const { lock, offer } = this.deps;
    const { id } = entry.profile;
    const isLockedByOther = (await lock.tryAcquire(id).catch(() => undefined)) !== undefined;
    if (isLockedByOther || !(await this.#profileIfStillDue(entry))) return;
    offer(entry.profile, entry.token);
    await lock.holdUntil(id, entry.token.expiresAt);
  }

  async #renew(entry: UsageEntry): Promise<void> {
    const { tokenService, clock, lock, isWindowFocused, random, reportReducedGrant, warn } = this.deps;
    const { token } = entry;
    const { id } = entry.profile;
    if (!isWindowFocused()) {
      await new Promise<void>(resolve => {
        clock.after(backgroundWindowDelay * (0.5 + random() / 2), resolve);
      });
    }
    let holdsLock = false;
    try {
      if (!(await this.#profileIfStillDue(entry))) return;
      const lockedUntil = await lock.tryAcquire(id);
      holdsLock = lockedUntil === undefined;
      if (lockedUntil !== undefined) {
        // The other window's token usually arrives before; else this window continues then.
        this.#backoff.blockUntil(entry, lockedUntil);
        return;
      }
      // The token may have been renewed or forgotten while the windows agreed.
      const profile = await this.#profileIfStillDue(entry);
      if (!profile) return;
      const renewed = await tokenService.renew(profile, token);
      if (missingScopes(token.grantedScope, renewed.grantedScope).length > 0) reportReducedGrant(renewed);
    } catch (error) {
      // Whoever else waits for this token is told that the profile changed.
      if (!isProblem(error) || !['cancelled', 'profileChanged'].includes(error.kind)) {
        warn('A token could not be renewed', error);
        const rejectedUntil = this.#backoff.recordFailure(entry, error);
        if (rejectedUntil !== undefined) {
          holdsLock = false;
          await lock.holdUntil(id, rejectedUntil);
        }
      }
    } finally {
      if (holdsLock) await lock.release(id);
    }
  }

  /** The profile as it is now, or undefined if another window renewed or forgot the token. */
  async #profileIfStillDue({ profile: { id }, token }: UsageEntry): Promise<Profile | undefined> {
    const { tokenService, profiles } = this.deps;
    if (this.#isDisposed) return undefined;
    const profile = profiles.all.find(candidate => candidate.id === id);
    const stored = profile && (await this.#findStored(profile, token.requestedScope));
    if (!stored) {
      tokenService.usage.forget(id, token.requestedScope);
      return undefined;
    }
    if (stored.expiresAt <= token.expiresAt) return profile;
    tokenService.usage.replace(profile, stored);
    return undefined;
  }

  async #findStored(profile: Profile, scope: string): Promise<AccessToken | undefined> {
    try {
      return await this.deps.tokenService.find(profile, scope);
    } catch (error) {
      if (isProblem(error) && error.kind === 'noToken') return undefined;
      throw error;
    }
  }
}
