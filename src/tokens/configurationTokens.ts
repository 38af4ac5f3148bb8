import type { Authorize } from '../api/configuration/configurationClient';
import type { Disposable } from '../core/common/event';
import { InFlight } from '../core/common/inFlight';
import { t } from '../core/common/l10n';
import { isProblem, Problem } from '../core/common/problem';
import { plainText } from '../core/common/redaction';
import { isSameClient } from '../core/profile/client';
import type { Profile } from '../core/profile/profile';
import { canonicalScope, missingScopes } from '../core/scopes/scope';
import { issueWithWiderScopes } from '../core/scopes/widerScopes';
import { type AccessToken, outlivesRequest } from '../core/tokens/accessToken';
import { findCoveringToken } from '../core/tokens/coveringToken';
import type { ProfileStore } from '../storage/profileStore';
import { reserved, isReserved, ownerOf } from './reservedTokens';
import type { IssueToken } from './tokenRequests';
import type { TokenService } from './tokenService';

interface ConfigurationTokensDeps {
  readonly profiles: ProfileStore;
  readonly tokenService: Pick<
    TokenService,
    'listLive' | 'keepAside' | 'onDidChangeTokens' | 'onDidForgetAll'
  >;
  readonly issue: IssueToken;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of every secret value before it is used, so that the log can mask it. */
  readonly mask: (secret: string) => void;
}

/** What there is for a profile, until something becomes of its client or its tokens. */
interface ProfileTokens {
  /** Not that of any other. */
  readonly number: number;
  readonly profile: Profile;
  /** See `ProfileStore.clientVersion`. */
  readonly version: number;
  /** Our own, the newest first. */
  acquired: readonly AccessToken[];
  /** Those that are kept for everybody, once they were read. */
  shared: Promise<readonly AccessToken[]> | undefined;
  /** The values that the service did not accept. */
  readonly refused: Set<string>;
}

/** A token that is held. */
interface Held extends Pick<ProfileTokens, 'profile'> {
  readonly value: string;
  readonly grantedScope: string;
}

/** As many of our own are remembered for a profile: some collections, and the resources opened last. */
const maxAcquired = 50;

/**
 * The tokens that reading and changing the configuration needs: one that is live anyway, where it allows enough, or
 * one that is asked for with just that scope. That one is never the active one, and nobody else gets it; it goes with the
 * profile's client, and with the profile's other tokens. It stays in memory, unless it is needed after this window.
 */
export class ConfigurationTokens {
  readonly #inFlight = new InFlight<AccessToken>();
  /** By profile id. */
  readonly #tokensByProfile = new Map<string, ProfileTokens>();
  readonly #subscriptions: readonly Disposable[];
  /** By profile id: see `hold`. */
  readonly #held = new Map<string, Held>();
  #lastId = 0;

  constructor(private readonly deps: ConfigurationTokensDeps) {
    const drop = (profileId: string) => void this.#tokensByProfile.delete(profileId);
    this.#subscriptions = [
      // Whatever it was: a token that was forgotten in another window looks like any other change.
      deps.tokenService.onDidChangeTokens(id => {
        const profileTokens = this.#tokensByProfile.get(ownerOf(id));
        if (!isReserved(id)) drop(id);
        else if (profileTokens) profileTokens.shared = undefined;
      }),
      deps.tokenService.onDidForgetAll(profileId => {
        drop(profileId);
        this.#held.delete(profileId);
      }),
      deps.profiles.onDidChange(() => {
        for (const [id, profileTokens] of this.#tokensByProfile)
          if (!this.#isCurrent(profileTokens)) drop(id);
        for (const [id, { profile }] of this.#held) if (!this.#isSame(profile)) this.#held.delete(id);
      }),
    ];
  }

  /** Drops all tokens, and listens no more. */
  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#tokensByProfile.clear();
    this.#held.clear();
  }

  /**
   * Holds a token for a profile that nothing but its client, forgetting and what this returns takes away: what else becomes
   * of its tokens, here or in another window, does not. It is used for what it was granted until the service refuses it.
   */
  hold(profile: Profile, value: string, grantedScope: string): () => void {
    const held = { profile, value, grantedScope };
    this.#held.set(profile.id, held);
    return () => {
      if (this.#held.get(profile.id) === held) this.#held.delete(profile.id);
    };
  }

  /**
   * Tokens of this profile as it is now: once its client is another one, there are none any more, so that no token
   * goes to the service of before. Rejects with a `Problem`: `noProfile`, `nothingGranted`, `secretMissing`, or what
   * the request for a token rejects with.
   */
  authorizeFor(profile: Profile): Authorize {
    return async (scope, { refused, signal }) => {
      const profileTokens = this.#tokensFor(profile);
      if (refused !== undefined) profileTokens.refused.add(refused);
      const held = this.#held.get(profile.id);
      if (
        held &&
        !profileTokens.refused.has(held.value) &&
        missingScopes(scope, held.grantedScope).length === 0
      ) {
        return held.value;
      }
      return (
        this.#findUsable(profileTokens, scope, profileTokens.acquired) ??
        (await this.#acquire(profileTokens, scope, signal))
      ).value;
    };
  }

  /**
   * Requests a token for a scope, and keeps it for our own use also after this window. Rejects as `authorizeFor`, or with
   * a `Problem` of kind `storage`.
   */
  async keepAside(profile: Profile, scope: string): Promise<void> {
    const token = await this.#request(this.#tokensFor(profile), scope, new AbortController().signal);
    await this.deps.tokenService.keepAside(profile, token);
  }

  async #acquire(
    profileTokens: ProfileTokens,
    scope: string,
    signal: AbortSignal | undefined,
  ): Promise<AccessToken> {
    const shared = this.#findUsable(profileTokens, scope, await this.#readShared(profileTokens));
    if (shared) return shared;
    try {
      const key = `${profileTokens.number} ${canonicalScope(scope)}`;
      return await this.#inFlight.run(key, running => this.#request(profileTokens, scope, running), signal);
    } catch (error) {
      if (signal?.aborted === true && !isProblem(error)) throw new Problem('cancelled', t('Cancelled.'));
      throw error;
    }
  }

  /** A token of these that can be used for a scope now. */
  #findUsable(
    profileTokens: ProfileTokens,
    scope: string,
    tokens: readonly AccessToken[],
  ): AccessToken | undefined {
    const now = this.deps.now();
    const usable = tokens.filter(
      token => outlivesRequest(token, now) && !profileTokens.refused.has(token.value),
    );
    return findCoveringToken(scope, usable, now);
  }

  /** Where they can not be read, one is asked for: this fails no later. */
  #readShared(profileTokens: ProfileTokens): Promise<readonly AccessToken[]> {
    const { tokenService } = this.deps;
    const { profile } = profileTokens;
    return (profileTokens.shared ??= Promise.all([
      tokenService.listLive(profile),
      tokenService.listLive(reserved(profile)),
    ]).then(
      kept => kept.flat(),
      () => {
        profileTokens.shared = undefined;
        return [];
      },
    ));
  }

  /** Asks for the scope, and where it is not granted for wider ones. */
  async #request(profileTokens: ProfileTokens, scope: string, signal: AbortSignal): Promise<AccessToken> {
    const token = await issueWithWiderScopes(
      scope,
      wider => this.#issue(profileTokens, wider, signal),
      ({ grantedScope }) => grantedScope,
    );
    if (token) {
      if (this.#tokensByProfile.get(profileTokens.profile.id) === profileTokens) {
        const now = this.deps.now();
        const others = profileTokens.acquired.filter(
          other => outlivesRequest(other, now) && !profileTokens.refused.has(other.value),
        );
        profileTokens.acquired = [token, ...others].slice(0, maxAcquired);
      }
      return token;
    }
    throw new Problem(
      'nothingGranted',
      t('The service grants this client no token for {0}.', plainText(scope)),
      t(
        'The token policy behind the client of “{0}” must allow it in allowedScopes.',
        profileTokens.profile.name,
      ),
    );
  }

  async #issue(
    { profile: asked, version }: ProfileTokens,
    scope: string,
    signal: AbortSignal,
  ): Promise<AccessToken> {
    const { profiles, now, issue, mask } = this.deps;
    const { profile, clientSecret } = await profiles.readWithSecret(asked);
    mask(clientSecret);
    if (!isSameClient(profile, asked)) throw profileChangedProblem(asked);
    // The life is counted from before the request: ours may end a little early, never late.
    const issuedAt = now();
    const issued = await issue(profile, { clientId: profile.clientId, clientSecret }, scope, signal);
    mask(issued.accessToken);
    if (signal.aborted) throw new Problem('cancelled', t('Cancelled.'));
    if (!this.#isCurrent({ profile: asked, version })) throw profileChangedProblem(asked);
    return {
      profileId: profile.id,
      requestedScope: scope,
      grantedScope: issued.scope,
      value: issued.accessToken,
      issuedAt,
      expiresAt: issuedAt + issued.expiresIn * 1000,
    };
  }

  #tokensFor(profile: Profile): ProfileTokens {
    const version = this.deps.profiles.clientVersion(profile);
    if (!this.#isCurrent({ profile, version })) throw profileChangedProblem(profile);
    const existing = this.#tokensByProfile.get(profile.id);
    if (existing && this.#isCurrent(existing)) return existing;
    const number = ++this.#lastId;
    const profileTokens = {
      number,
      profile,
      version,
      acquired: [],
      shared: undefined,
      refused: new Set<string>(),
    };
    this.#tokensByProfile.set(profile.id, profileTokens);
    return profileTokens;
  }

  #isCurrent({ profile, version }: Pick<ProfileTokens, 'profile' | 'version'>): boolean {
    return this.#isSame(profile) && version === this.deps.profiles.clientVersion(profile);
  }

  /** Whether a profile is for the same client as when it was asked for. */
  #isSame(profile: Profile): boolean {
    const now = this.deps.profiles.all.find(({ id }) => id === profile.id);
    return now !== undefined && isSameClient(now, profile);
  }
}

/** What a profile was asked for is no more what it is. */
export function profileChangedProblem({ name }: Profile): Problem {
  return new Problem(
    'noProfile',
    t('The profile “{0}” was changed or removed meanwhile.', name),
    t('Refresh, then try again.'),
  );
}
