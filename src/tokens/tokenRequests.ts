// The token requests in flight: one for the same profile and scope.
import { InFlight } from '../core/common/async/inFlight';
import { cancelledIfAborted } from '../core/common/cancelled';
import { isProblem } from '../core/common/problem';
import type { Profile } from '../core/profile/profile';
import { canonicalScope } from '../core/scopes/compareScopes';
import type { ProfileStore } from '../storage/profiles/profileStore';
import type { TokenStore } from '../storage/tokens/tokenStore';
import type { OwnedToken, NewTokenDeps } from './newToken';

interface TokenRequestsDeps extends NewTokenDeps {
  readonly profiles: ProfileStore;
  readonly tokens: TokenStore;
  /** A request began, or a caller got its answer. */
  readonly onDidChange: () => void;
  /** Called with a token before any caller gets it. */
  readonly onIssued: (issued: OwnedToken) => void;
}

/** A token that may still be on its way to the storage. */
export interface IssuedToken extends OwnedToken {
  /** Rejects with a `Problem`: `storage`, `cancelled` if the token was forgotten meanwhile, or `profileChanged`. */
  readonly stored: Promise<void>;
}

/**
 * Requests tokens and stores them: one request at a time for each profile and scope. A token that was forgotten during
 * its request is not stored. Nobody who waits for a token waits for the storage too.
 */
export class TokenRequests {
  readonly #inFlight = new InFlight<IssuedToken>();
  /** The keys of running requests that only a background renewal waits for. */
  readonly #backgroundKeys = new Set<string>();
  /** How often tokens were forgotten, by profile id, and by profile id and scope. Outdates running requests. */
  readonly #forgotten = new Map<string, number>();

  constructor(private readonly deps: TokenRequestsDeps) {}

  /** Whether a caller waits for a request of this profile. Background renewals do not count. */
  isRequesting(profileId: string): boolean {
    return this.#inFlight.keys.some(key => key.startsWith(`${profileId} `) && !this.#backgroundKeys.has(key));
  }

  /** Drops the results of running requests for that scope, or for all scopes of the profile. */
  forget(profile: Profile, scope?: string): void {
    const key = scope === undefined ? profile.id : keyOf(profile, scope);
    this.#forgotten.set(key, (this.#forgotten.get(key) ?? 0) + 1);
  }

  /**
   * Requests a token with exactly this scope and stores it. A renewal is stored only if it replaces a token, before
   * anybody gets it; if another window forgot that token, whoever joined the renewal gets a new one. `signal` cancels for
   * this caller only. Rejects with a `Problem`.
   */
  async request(
    profile: Profile,
    scope: string,
    isRenewal: boolean,
    signal?: AbortSignal,
  ): Promise<IssuedToken> {
    // A request that began before the token was forgotten or the client changed is not joined.
    const generation = this.#generation(profile, scope);
    const key = `${keyOf(profile, scope)} ${generation}`;
    try {
      if (!isRenewal) this.#backgroundKeys.delete(key);
      else if (!this.#inFlight.keys.includes(key)) this.#backgroundKeys.add(key);
      const start = (running: AbortSignal) => this.#requestAndStore(profile, scope, running, isRenewal, key);
      const result = cancelledIfAborted(signal, this.#inFlight.run(key, start, signal));
      // What shows that a request runs must not delay it.
      setImmediate(this.deps.onDidChange);
      return await result;
    } catch (error) {
      const isForgottenElsewhere =
        isProblem(error) &&
        error.kind === 'cancelled' &&
        signal?.aborted !== true &&
        generation === this.#generation(profile, scope);
      if (isRenewal || !isForgottenElsewhere) throw error;
      return await this.request(profile, scope, false, signal);
    } finally {
      if (!this.#inFlight.keys.includes(key)) this.#backgroundKeys.delete(key);
      this.deps.onDidChange();
    }
  }

  async #requestAndStore(
    asked: Profile,
    scope: string,
    signal: AbortSignal,
    isRenewal: boolean,
    key: string,
  ): Promise<IssuedToken> {
    const { profiles, tokens, onIssued } = this.deps;
    const forgotten = this.#forgetCount(asked, scope);
    // The record is there when the answer comes. If it cannot be read, `put` says so.
    tokens.read(asked).catch(() => undefined);
    // Loaded with the token endpoint, at the first request.
    const { requestNewToken, refuseUnwanted, forgottenProblem } = await import('./newToken');
    const assertWanted = (profile: Profile) => {
      refuseUnwanted(
        profiles,
        // What is renewed belongs to the client of then.
        isRenewal ? asked : profile,
        forgotten !== this.#forgetCount(profile, scope),
        this.#backgroundKeys.has(key),
      );
    };
    const issued = await requestNewToken(this.deps, asked, scope, signal, assertWanted);
    const { profile, token } = issued;
    const put = tokens.put(profile, token, isRenewal).then(isStored => {
      if (!isStored) throw forgottenProblem();
      // A caller that forgot the token meanwhile also removes it from the storage.
      assertWanted(profile);
    });
    if (isRenewal) await put;
    // Those who do not wait for it need not know.
    put.catch(() => undefined);
    onIssued(issued);
    return { ...issued, stored: put };
  }

  /** Changes when a running request becomes out of date. */
  #generation(profile: Profile, scope: string): number {
    return this.#forgetCount(profile, scope) + this.deps.profiles.clientVersion(profile);
  }

  #forgetCount(profile: Profile, scope: string): number {
    const keys = [profile.id, keyOf(profile, scope)];
    return keys.reduce((sum, key) => sum + (this.#forgotten.get(key) ?? 0), 0);
  }
}

/** The same for every spelling of a scope list. */
function keyOf(profile: Profile, scope: string): string {
  return `${profile.id} ${canonicalScope(scope)}`;
}
