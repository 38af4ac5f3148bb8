// The tokens with which the extension itself reads and changes the configuration.
import type { Authorize } from '../api/configuration/configurationApi';
import { InFlight } from '../core/common/async/inFlight';
import { cancelledIfAborted } from '../core/common/cancelled';
import type { Disposable } from '../core/common/event';
import { t } from '../core/common/l10n';
import { Problem } from '../core/common/problem';
import { plainText } from '../core/masking/redaction';
import { isSameClient } from '../core/profile/client';
import type { Profile } from '../core/profile/profile';
import { canonicalScope, missingScopes } from '../core/scopes/compareScopes';
import { requestWithWiderScopes } from '../core/scopes/widerScopes';
import { type AccessToken, outlivesRequest } from '../core/tokens/accessToken';
import { findCoveringToken } from '../core/tokens/coveringToken';
import { isCurrentClient, PerProfile } from '../storage/profiles/perProfile';
import type { ProfileStore } from '../storage/profiles/profileStore';
import { type NewTokenDeps, requestNewToken } from './newToken';
import { isReserved, ownerOf, reserved } from './reservedTokenIds';
import { profileChangedProblem } from './tokenProblems';
import type { TokenService } from './tokenService';

interface ConfigurationTokensDeps extends NewTokenDeps {
  readonly profiles: ProfileStore;
  readonly tokenService: Pick<
    TokenService,
    'listLive' | 'storeReserved' | 'onDidChangeTokens' | 'onDidForgetAll'
  >;
}

/** The tokens of a profile in this window. Dropped when its client, its secret or its stored tokens change. */
interface ProfileTokens {
  /** Unique. */
  readonly number: number;
  readonly profile: Profile;
  /** See `ProfileStore.clientVersion`. */
  readonly version: number;
  /** Requested here, the newest first. */
  acquired: readonly AccessToken[];
  /** The stored tokens, once they were read. */
  shared: Promise<readonly AccessToken[]> | undefined;
  /** The values that the service rejected. */
  readonly refused: Set<string>;
}

/** A token that is held for a profile. */
export interface HeldToken {
  readonly value: string;
  /** What it is used for: what it was granted, or less. */
  readonly scope: string;
  /** The profile with whose client it was requested. */
  readonly issuedTo: Profile;
  /** Whether no write may be sent with another token if the service refuses this one: its client may be gone. */
  readonly isRequired: () => boolean;
}

/** Enough for some collections and the resources opened last. */
const maxAcquired = 50;

/**
 * The tokens that read and change the configuration. Uses a live stored token that allows enough, or requests one with
 * just the scope that is needed. Such a token never becomes the active one, is never shared, and stays in memory
 * unless it is needed after this window.
 */
export class ConfigurationTokens {
  readonly #inFlight = new InFlight<AccessToken>();
  readonly #tokens: PerProfile<ProfileTokens>;
  readonly #held: PerProfile<HeldToken & { readonly profile: Profile }>;
  readonly #subscriptions: readonly Disposable[];
  #lastNumber = 0;

  constructor(private readonly deps: ConfigurationTokensDeps) {
    const { profiles, tokenService } = deps;
    this.#tokens = new PerProfile(profiles, tokens => this.#hasCurrentVersion(tokens));
    this.#held = new PerProfile(profiles, ({ issuedTo }) => isCurrentClient(profiles, issuedTo));
    this.#subscriptions = [
      this.#tokens,
      this.#held,
      // Any change: a token that another window forgot looks like every other one.
      tokenService.onDidChangeTokens(id => {
        const tokens = this.#tokens.get(ownerOf(id));
        if (!isReserved(id)) this.#tokens.delete(id);
        else if (tokens) tokens.shared = undefined;
      }),
      tokenService.onDidForgetAll(profileId => {
        this.#tokens.delete(profileId);
        for (const { profile, issuedTo } of this.#held.all) {
          if (profile.id === profileId || issuedTo.id === profileId) this.#held.delete(profile.id);
        }
      }),
    ];
  }

  /** Drops all tokens. */
  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /**
   * Holds a token for a profile, whatever happens to its stored tokens here or in another window. Ends when one of the two
   * clients changes, all tokens of one of the two profiles are forgotten, or the result is called. The token is used for `scope`
   * until the service rejects it; while it is required then, `authorize` for a write rejects with a `Problem` of kind `lockOut`.
   */
  hold(profile: Profile, token: HeldToken): () => void {
    const held = this.#held.set({ profile, ...token });
    return () => {
      if (this.#held.get(profile.id) === held) this.#held.delete(profile.id);
    };
  }

  /**
   * Gives tokens of this profile as it is now. Rejects once its client is another one, so that no token goes to the
   * previous service. Rejects with a `Problem`: `profileChanged`, `nothingGranted`, `secretMissing`, or what the token
   * request rejects with.
   */
  authorizeFor(profile: Profile): Authorize {
    return async (scope, { refused, signal }) => {
      const tokens = this.#tokensFor(profile);
      if (refused !== undefined) tokens.refused.add(refused);
      const held = this.#held.get(profile.id);
      if (held && missingScopes(scope, held.scope).length === 0) {
        if (!tokens.refused.has(held.value)) return held.value;
        // Whatever request it was refused for. A read (`.`) does no harm.
        if (held.isRequired() && !scope.startsWith('.')) throw accessRefusedProblem(held.issuedTo);
      }
      const token =
        this.#findUsable(tokens, scope, tokens.acquired) ?? (await this.#acquire(tokens, scope, signal));
      return token.value;
    };
  }

  /**
   * Requests a token for a scope and stores it for our own use after this window. Rejects as `authorizeFor`, or with a
   * `Problem` of kind `storage`.
   */
  async storeReserved(profile: Profile, scope: string): Promise<void> {
    const token = await this.#request(this.#tokensFor(profile), scope, new AbortController().signal);
    await this.deps.tokenService.storeReserved(profile, token);
  }

  async #acquire(
    tokens: ProfileTokens,
    scope: string,
    signal: AbortSignal | undefined,
  ): Promise<AccessToken> {
    const shared = this.#findUsable(tokens, scope, await this.#readShared(tokens));
    if (shared) return shared;
    const key = `${tokens.number} ${canonicalScope(scope)}`;
    return cancelledIfAborted(
      signal,
      this.#inFlight.run(key, running => this.#request(tokens, scope, running), signal),
    );
  }

  /** The candidate to use for a scope now. */
  #findUsable(
    tokens: ProfileTokens,
    scope: string,
    candidates: readonly AccessToken[],
  ): AccessToken | undefined {
    return findCoveringToken(scope, this.#usable(tokens, candidates), this.deps.now());
  }

  #usable({ refused }: ProfileTokens, candidates: readonly AccessToken[]): readonly AccessToken[] {
    const now = this.deps.now();
    return candidates.filter(token => outlivesRequest(token, now) && !refused.has(token.value));
  }

  /** The stored tokens. None if they cannot be read: then a token is requested. */
  #readShared(tokens: ProfileTokens): Promise<readonly AccessToken[]> {
    const { tokenService } = this.deps;
    const { profile } = tokens;
    return (tokens.shared ??= Promise.all([
      tokenService.listLive(profile),
      tokenService.listLive(reserved(profile)),
    ]).then(
      stored => stored.flat(),
      () => {
        tokens.shared = undefined;
        return [];
      },
    ));
  }

  /** Requests the scope, and wider ones if it is not granted. */
  async #request(tokens: ProfileTokens, scope: string, signal: AbortSignal): Promise<AccessToken> {
    const { profile: asked } = tokens;
    const assertWanted = (profile: Profile) => {
      if (!isSameClient(profile, asked) || !this.#isCurrent(tokens)) throw profileChangedProblem(asked);
    };
    const token = await requestWithWiderScopes(
      scope,
      async wider => (await requestNewToken(this.deps, asked, wider, signal, assertWanted)).token,
      ({ grantedScope }) => grantedScope,
    );
    if (!token) {
      throw new Problem(
        'nothingGranted',
        t('The service grants this client no token for {0}.', plainText(scope)),
        t('The token policy of the client of “{0}” must allow it in allowedScopes.', asked.name),
      );
    }
    if (this.#tokens.get(asked.id) === tokens) {
      tokens.acquired = [token, ...this.#usable(tokens, tokens.acquired)].slice(0, maxAcquired);
    }
    return token;
  }

  #tokensFor(profile: Profile): ProfileTokens {
    const version = this.deps.profiles.clientVersion(profile);
    if (!this.#isCurrent({ profile, version })) throw profileChangedProblem(profile);
    return (
      this.#tokens.get(profile.id) ??
      this.#tokens.set({
        number: ++this.#lastNumber,
        profile,
        version,
        acquired: [],
        shared: undefined,
        refused: new Set(),
      })
    );
  }

  #isCurrent(tokens: Pick<ProfileTokens, 'profile' | 'version'>): boolean {
    return isCurrentClient(this.deps.profiles, tokens.profile) && this.#hasCurrentVersion(tokens);
  }

  #hasCurrentVersion({ profile, version }: Pick<ProfileTokens, 'profile' | 'version'>): boolean {
    return version === this.deps.profiles.clientVersion(profile);
  }
}

function accessRefusedProblem({ name }: Profile): Problem {
  return new Problem(
    'lockOut',
    t('The service refused the token of “{0}”, whose configuration access should remain.', name),
    t('Nothing was sent. Run Show Configuration Access.'),
  );
}
