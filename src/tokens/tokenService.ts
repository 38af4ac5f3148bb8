// The token service: acquires, renews, activates and forgets tokens.
import { type Disposable, Emitter, type Event } from '../core/common/event';
import { isProblem } from '../core/common/problem';
import type { Profile } from '../core/profile/profile';
import { type AccessToken, isLive, outlivesRequest } from '../core/tokens/accessToken';
import type { ProfileStore } from '../storage/profiles/profileStore';
import type { ActiveScopes } from '../storage/tokens/activeScopes';
import { isSameScope, type TokenStore } from '../storage/tokens/tokenStore';
import { ActiveToken } from './activeToken';
import type { RequestToken, OwnedToken } from './newToken';
import { reserved } from './reservedTokenIds';
import { TokenRequests } from './tokenRequests';
import { TokenUsage } from './tokenUsage';

export interface TokenServiceDeps {
  readonly profiles: ProfileStore;
  readonly tokens: TokenStore;
  readonly activeScopes: ActiveScopes;
  readonly requestToken: RequestToken;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called with every secret value before it is used, so that the log can mask it. */
  readonly mask: (secret: string, expiresAt?: number) => void;
  readonly warn: (message: string, error: unknown) => void;
  /** Shows the progress of a request that the user waits for, with Cancel. */
  readonly withProgress: <T>(profileName: string, run: (signal: AbortSignal) => Promise<T>) => Promise<T>;
}

/** What a caller wants of `acquire`. */
export interface TokenRequest {
  readonly profile: Profile;
  /** A new token is requested with exactly this scope. */
  readonly scope: string;
  /** Whether a live token that covers the scope will do, or a renewed one. A new one by default. */
  readonly reuse?: boolean;
  /** With `reuse`: whether the active token comes first, else the one with the least access. True by default. */
  readonly prefersActive?: boolean;
  /** Makes it the profile's active one in this window. By default it becomes active only if no other one is. */
  readonly activate?: boolean;
  /** Shows progress with Cancel. */
  readonly interactive?: boolean;
  /** Cancels for this caller only. Not with `interactive`. */
  readonly signal?: AbortSignal;
}

/** The tokens that this window shows. */
export interface TokenStatus {
  /** The active profile. */
  readonly profile: Profile | undefined;
  /** Its active token: the one requested last in this window, else in any. May be expired. */
  readonly token: AccessToken | undefined;
  /** Whether a caller waits for a request of the active profile. */
  readonly isRequesting: boolean;
}

/**
 * Requests, stores, renews and forgets access tokens. A profile has one for each scope; the active one is what this
 * window shows and shares.
 */
export class TokenService {
  readonly #changed: Emitter<void>;
  readonly #forgotten = new Emitter<string>();
  readonly #revoked: Emitter<string>;
  readonly #active: ActiveToken;
  readonly #requests: TokenRequests;
  readonly #subscriptions: readonly Disposable[];
  /** The profiles at the last check, by id. */
  #lastProfiles: ReadonlyMap<string, Profile>;

  /** The tokens that are used in this window. */
  readonly usage: TokenUsage;
  /** `status` changed. */
  readonly onDidChange: Event<void>;
  /** The tokens of a profile (its id) changed, here or in another window. */
  readonly onDidChangeTokens: Event<string>;
  /** This window forgets all tokens of a profile (its id), even if none is stored. */
  readonly onDidForgetAll = this.#forgotten.event;
  /** This window revoked a token (its value). */
  readonly onDidRevoke: Event<string>;

  constructor(private readonly deps: TokenServiceDeps) {
    this.#changed = new Emitter(error => {
      deps.warn('A listener for token changes failed', error);
    });
    this.onDidChange = this.#changed.event;
    this.#revoked = new Emitter(error => {
      deps.warn('A listener for revoked tokens failed', error);
    });
    this.onDidRevoke = this.#revoked.event;
    this.usage = new TokenUsage(deps.now);
    const { usage } = this;
    const onDidChange = () => {
      this.#changed.fire();
    };
    const readTokens = (profile: Profile) => this.list(profile);
    this.#active = new ActiveToken({ ...deps, usage, readTokens, onDidChange });
    const onIssued = (issued: OwnedToken) => {
      this.#active.adopt(issued);
    };
    this.#requests = new TokenRequests({ ...deps, onDidChange, onIssued });
    this.#lastProfiles = new Map(deps.profiles.all.map(profile => [profile.id, profile]));
    this.onDidChangeTokens = deps.tokens.onDidChange;
    this.#subscriptions = [
      deps.profiles.onDidChange(() => {
        void this.#forgetRemovedProfiles();
        // At once, so that no token of the previous profile stays shared; then read those of the new one.
        this.#changed.fire();
        void this.restore();
      }),
      deps.tokens.onDidChange(profileId => {
        if (deps.profiles.active?.id === profileId) void this.restore();
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.deps.tokens.dispose();
    this.#changed.dispose();
    this.#forgotten.dispose();
    this.#revoked.dispose();
  }

  get status(): TokenStatus {
    const profile = this.deps.profiles.active;
    return {
      profile,
      token: profile && this.#active.of(profile.id),
      isRequesting: profile !== undefined && this.#requests.isRequesting(profile.id),
    };
  }

  /** Reads the tokens of the active profile from SecretStorage. Never rejects: a storage error means no token. */
  restore(): Promise<void> {
    return this.#active.restore();
  }

  /**
   * Resolves when `status` reflects all changes so far: the event of a profile change is raised before the tokens are
   * read. Never rejects.
   */
  whenSettled(): Promise<void> {
    return this.#active.whenSettled();
  }

  /**
   * Acquires a token: one that is live, if `reuse` allows it, or a new one. Callers that ask for the same profile and scope
   * share one request. A new token is shown as soon as it is issued, and resolves when it is stored. If it cannot be stored,
   * this window keeps and shows it all the same. Rejects with a `Problem`.
   */
  async acquire(request: TokenRequest): Promise<AccessToken> {
    const { profile, scope, reuse = false, activate = false, interactive = false } = request;
    const found = reuse ? await this.findUsable(profile, scope, request.prefersActive) : undefined;
    if (found && outlivesRequest(found, this.deps.now())) {
      if (!activate || found === this.status.token) this.usage.record(profile, found);
      else await this.activate(profile, found);
      return found;
    }
    const run = async (signal?: AbortSignal) => {
      const issued = await this.#requests.request(profile, found?.requestedScope ?? scope, false, signal);
      // What is shown does not wait for the storage.
      if (activate) void this.#active.activate(issued);
      await issued.stored.catch(async (error: unknown) => {
        const isNotStored = isProblem(error) && error.kind === 'storage';
        throw isNotStored ? (await loadProblems()).notStoredProblem(error) : error;
      });
      return issued.token;
    };
    return interactive ? this.deps.withProgress(profile.name, run) : run(request.signal);
  }

  /**
   * The live token to use for a scope, or for anything: the active one, if it will do, else the one with the least access.
   * If none outlives a request, the one to renew, which may have expired. Rejects with a `storage` problem.
   */
  async findUsable(
    profile: Profile,
    scope: string | undefined,
    prefersActive = true,
  ): Promise<AccessToken | undefined> {
    const active = prefersActive ? this.#active.of(profile.id) : undefined;
    const { chooseToken } = await import('../core/tokens/coveringToken');
    return chooseToken(scope, active, await this.listLive(profile), this.deps.now());
  }

  /** Makes a token the profile's active one in this window; only until a reload if that cannot be stored. */
  activate(profile: Profile, token: AccessToken): Promise<void> {
    return this.#active.activate({ token, profile });
  }

  /**
   * Replaces a token in the background: the status bar keeps counting down. Rejects with a `cancelled` problem if the
   * token was forgotten, also by another window, or its profile changed during the request (`profileChanged` if somebody else
   * waits for it too), else like `acquire`.
   */
  async renew(profile: Profile, { requestedScope }: AccessToken): Promise<AccessToken> {
    const { token, stored } = await this.#requests.request(profile, requestedScope, true);
    await stored;
    return token;
  }

  /** The live tokens of a profile, the one issued last first. Rejects with a `storage` problem. */
  async listLive(profile: Profile): Promise<readonly AccessToken[]> {
    const now = this.deps.now();
    return (await this.list(profile)).filter(token => isLive(token, now));
  }

  /** Like `listLive`. Resolves with none, and a warning in the log, if they cannot be read. */
  async tryListLive(profile: Profile): Promise<readonly AccessToken[]> {
    return this.listLive(profile).catch((error: unknown) => {
      this.deps.warn('The live tokens could not be read', error);
      return [];
    });
  }

  /** Like `listLive`, with the expired ones that are still stored. */
  async list(profile: Profile): Promise<readonly AccessToken[]> {
    const tokens = await this.deps.tokens.read(profile);
    for (const { value, expiresAt } of tokens) this.deps.mask(value, expiresAt);
    return tokens;
  }

  /**
   * The token of that scope, or the profile's active one; live or not. Rejects with a `noToken` or `storage` problem.
   */
  async find(profile: Profile, scope?: string): Promise<AccessToken> {
    const tokens = await this.list(profile);
    const token =
      scope === undefined
        ? this.#active.findIn(profile, tokens)
        : tokens.find(candidate => isSameScope(candidate, scope));
    if (token) return token;
    throw (await loadProblems()).noTokenProblem(profile, scope);
  }

  /** Like `find`, but rejects with `noToken` if the token has expired. Records that it is used. */
  async findLive(profile: Profile, scope?: string): Promise<AccessToken> {
    const token = await this.find(profile, scope);
    if (isLive(token, this.deps.now())) {
      this.usage.record(profile, token);
      return token;
    }
    throw (await loadProblems()).expiredProblem(profile);
  }

  /**
   * Stores a token for our own use only: it is never active, listed, shared or renewed. `listLive(reserved(profile))`
   * returns it, in other windows too. Rejects with a `storage` problem.
   */
  storeReserved(profile: Profile, token: AccessToken): Promise<unknown> {
    return this.deps.tokens.put(reserved(profile), token);
  }

  /**
   * Forgets the tokens of `storeReserved` that were issued before a time (ms since 1970). Rejects with a `storage` problem.
   */
  dropReserved(profile: Pick<Profile, 'id'>, issuedBefore: number): Promise<void> {
    return this.deps.tokens.dropEarlier(reserved(profile), issuedBefore);
  }

  /** Forgets the token of that scope, or all tokens of the profile. Drops the results of running requests. */
  async forget(profile: Profile, scope?: string): Promise<void> {
    this.#requests.forget(profile, scope);
    this.usage.forget(profile.id, scope);
    if (scope === undefined) this.#forgotten.fire(profile.id);
    if (scope === undefined) await this.deps.tokens.remove(reserved(profile));
    await this.deps.tokens.drop(profile, scope);
    await this.restore();
  }

  /** Raises `onDidRevoke`. Does not forget the token. */
  notifyRevoked(value: string): void {
    this.#revoked.fire(value);
  }

  /** Forgets all tokens of a profile after a change that is done: a failure is only logged. */
  async tryForget(profile: Profile): Promise<void> {
    await this.forget(profile).catch((error: unknown) => {
      this.deps.warn('The previous tokens could not be forgotten', error);
    });
  }

  /** A late answer may have stored a token of a removed profile, here or in another window. */
  async #forgetRemovedProfiles(): Promise<void> {
    const { profiles, tokens, warn } = this.deps;
    const current = new Map(profiles.all.map(profile => [profile.id, profile]));
    const removed = [...this.#lastProfiles.values()].filter(({ id }) => !current.has(id));
    this.#lastProfiles = current;
    for (const profile of removed) {
      this.usage.forget(profile.id);
      // Another window's write may have lost a profile that still exists.
      if (!(await profiles.isRemoved(profile))) continue;
      await Promise.all([tokens.remove(profile), tokens.remove(reserved(profile))]).catch(
        (error: unknown) => {
          warn('The tokens of a removed profile could not be forgotten', error);
        },
      );
    }
  }
}

const loadProblems = () => import('./tokenProblems');
