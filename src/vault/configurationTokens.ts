import type { Authorize } from '../api/configuration';
import { type AccessToken, outlivesRequest } from '../core/accessToken';
import { coveringToken } from '../core/coveringToken';
import type { Disposable } from '../core/emitter';
import { t } from '../core/l10n';
import { isProblem, Problem } from '../core/problem';
import type { Profile } from '../core/profile';
import { plainText } from '../core/redaction';
import { canonicalScope, missingScopes } from '../core/scope';
import { askWider } from '../core/widerScopes';
import { aside, isAside, ownerOf } from './aside';
import { isSameClient } from './client';
import { InFlight } from './inFlight';
import type { ProfileStore } from './profileStore';
import type { TokenKeeper } from './tokenKeeper';
import type { IssueToken } from './tokenRequests';

interface Ports {
  readonly profiles: ProfileStore;
  readonly keeper: Pick<TokenKeeper, 'live' | 'keepAside' | 'onDidChangeTokens' | 'onDidForget'>;
  readonly issue: IssueToken;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of every secret value before it is used, so that the log can mask it. */
  readonly mask: (secret: string) => void;
}

/** What there is for a profile, until something becomes of its client or its tokens. */
interface Shelf {
  /** Not that of any other. */
  readonly number: number;
  readonly profile: Profile;
  /** See `ProfileStore.clientVersion`. */
  readonly version: number;
  /** Our own, the newest first. */
  own: readonly AccessToken[];
  /** Those that are kept for everybody, once they were read. */
  kept: Promise<readonly AccessToken[]> | undefined;
  /** The values that the service did not accept. */
  readonly refused: Set<string>;
}

/** A token that is held. */
interface Held extends Pick<Shelf, 'profile'> {
  readonly value: string;
  readonly grantedScope: string;
}

/** As many of our own are remembered for a profile: some collections, and the resources opened last. */
const mostOwn = 50;

/**
 * The tokens that reading and changing the configuration needs: one that is live anyway, where it allows enough, or
 * one that is asked for with just that scope. That one is never the active one, and nobody else gets it; it goes with the
 * profile's client, and with the profile's other tokens. It stays in memory, unless it is needed after this window.
 */
export class ConfigurationTokens {
  readonly #inFlight = new InFlight<AccessToken>();
  /** By profile id. */
  readonly #shelves = new Map<string, Shelf>();
  readonly #subscriptions: readonly Disposable[];
  /** By profile id: see `hold`. */
  readonly #held = new Map<string, Held>();
  #count = 0;

  constructor(private readonly ports: Ports) {
    const drop = (profileId: string) => void this.#shelves.delete(profileId);
    this.#subscriptions = [
      // Whatever it was: a token that was forgotten in another window looks like any other change.
      ports.keeper.onDidChangeTokens(id => {
        const shelf = this.#shelves.get(ownerOf(id));
        if (!isAside(id)) drop(id);
        else if (shelf) shelf.kept = undefined;
      }),
      ports.keeper.onDidForget(profileId => {
        drop(profileId);
        this.#held.delete(profileId);
      }),
      ports.profiles.onDidChange(() => {
        for (const [id, shelf] of this.#shelves) if (!this.#isUpToDate(shelf)) drop(id);
        for (const [id, { profile }] of this.#held) if (!this.#isSame(profile)) this.#held.delete(id);
      }),
    ];
  }

  /** Drops all tokens, and listens no more. */
  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#shelves.clear();
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
      const shelf = this.#shelfOf(profile);
      if (refused !== undefined) shelf.refused.add(refused);
      const held = this.#held.get(profile.id);
      if (held && !shelf.refused.has(held.value) && missingScopes(scope, held.grantedScope).length === 0) {
        return held.value;
      }
      return (this.#ready(shelf, scope, shelf.own) ?? (await this.#other(shelf, scope, signal))).value;
    };
  }

  /**
   * Requests a token for a scope, and keeps it for our own use also after this window. Rejects as `authorizeFor`, or with
   * a `Problem` of kind `storage`.
   */
  async keepAside(profile: Profile, scope: string): Promise<void> {
    const token = await this.#obtain(this.#shelfOf(profile), scope, new AbortController().signal);
    await this.ports.keeper.keepAside(profile, token);
  }

  async #other(shelf: Shelf, scope: string, signal: AbortSignal | undefined): Promise<AccessToken> {
    const kept = this.#ready(shelf, scope, await this.#keptOf(shelf));
    if (kept) return kept;
    try {
      const key = `${shelf.number} ${canonicalScope(scope)}`;
      return await this.#inFlight.run(key, running => this.#obtain(shelf, scope, running), signal);
    } catch (error) {
      if (signal?.aborted === true && !isProblem(error)) throw new Problem('cancelled', t('Cancelled.'));
      throw error;
    }
  }

  /** A token of these that can be used for a scope now. */
  #ready(shelf: Shelf, scope: string, tokens: readonly AccessToken[]): AccessToken | undefined {
    const now = this.ports.now();
    const usable = tokens.filter(token => outlivesRequest(token, now) && !shelf.refused.has(token.value));
    return coveringToken(scope, usable, now);
  }

  /** Where they can not be read, one is asked for: this fails no later. */
  #keptOf(shelf: Shelf): Promise<readonly AccessToken[]> {
    const { keeper } = this.ports;
    const { profile } = shelf;
    return (shelf.kept ??= Promise.all([keeper.live(profile), keeper.live(aside(profile))]).then(
      kept => kept.flat(),
      () => {
        shelf.kept = undefined;
        return [];
      },
    ));
  }

  /** Asks for the scope, and where it is not granted for wider ones. */
  async #obtain(shelf: Shelf, scope: string, signal: AbortSignal): Promise<AccessToken> {
    const token = await askWider(
      scope,
      wider => this.#issue(shelf, wider, signal),
      ({ grantedScope }) => grantedScope,
    );
    if (token) {
      if (this.#shelves.get(shelf.profile.id) === shelf) {
        const now = this.ports.now();
        const others = shelf.own.filter(
          other => outlivesRequest(other, now) && !shelf.refused.has(other.value),
        );
        shelf.own = [token, ...others].slice(0, mostOwn);
      }
      return token;
    }
    throw new Problem(
      'nothingGranted',
      t('The service grants this client no token for {0}.', plainText(scope)),
      t('The token policy behind the client of “{0}” must allow it in allowedScopes.', shelf.profile.name),
    );
  }

  async #issue({ profile: asked, version }: Shelf, scope: string, signal: AbortSignal): Promise<AccessToken> {
    const { profiles, now, issue, mask } = this.ports;
    const { profile, clientSecret } = await profiles.withSecret(asked);
    mask(clientSecret);
    if (!isSameClient(profile, asked)) throw changedProfile(asked);
    // The life is counted from before the request: ours may end a little early, never late.
    const issuedAt = now();
    const issued = await issue(profile, { clientId: profile.clientId, clientSecret }, scope, signal);
    mask(issued.accessToken);
    if (signal.aborted) throw new Problem('cancelled', t('Cancelled.'));
    if (!this.#isUpToDate({ profile: asked, version })) throw changedProfile(asked);
    return {
      profileId: profile.id,
      requestedScope: scope,
      grantedScope: issued.scope,
      value: issued.accessToken,
      issuedAt,
      expiresAt: issuedAt + issued.expiresIn * 1000,
    };
  }

  #shelfOf(profile: Profile): Shelf {
    const version = this.ports.profiles.clientVersion(profile);
    if (!this.#isUpToDate({ profile, version })) throw changedProfile(profile);
    const there = this.#shelves.get(profile.id);
    if (there && this.#isUpToDate(there)) return there;
    const number = ++this.#count;
    const shelf = { number, profile, version, own: [], kept: undefined, refused: new Set<string>() };
    this.#shelves.set(profile.id, shelf);
    return shelf;
  }

  #isUpToDate({ profile, version }: Pick<Shelf, 'profile' | 'version'>): boolean {
    return this.#isSame(profile) && version === this.ports.profiles.clientVersion(profile);
  }

  /** Whether a profile is for the same client as when it was asked for. */
  #isSame(profile: Profile): boolean {
    const now = this.ports.profiles.all.find(({ id }) => id === profile.id);
    return now !== undefined && isSameClient(now, profile);
  }
}

/** What a profile was asked for is no more what it is. */
export function changedProfile({ name }: Profile): Problem {
  return new Problem(
    'noProfile',
    t('The profile “{0}” was changed or removed meanwhile.', name),
    t('Refresh, then try again.'),
  );
}
