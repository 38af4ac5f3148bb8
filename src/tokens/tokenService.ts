import { type Disposable, Emitter, type Event } from '../core/common/event';
import { t } from '../core/common/l10n';
import { Problem } from '../core/common/problem';
import { isSameClient } from '../core/profile/client';
import type { Profile } from '../core/profile/profile';
import { type AccessToken, isLive } from '../core/tokens/accessToken';
import type { ActiveScopes } from '../storage/activeScopes';
import type { ProfileStore } from '../storage/profileStore';
import { isSameScope, type TokenStore } from '../storage/tokenStore';
import { reserved } from './reservedTokens';
import type { IssueToken, OwnedToken } from './tokenIssuer';
import { TokenRequests } from './tokenRequests';
import { TokenUsage } from './tokenUsage';

/** What the keeper stands on. */
export interface TokenServiceDeps {
  readonly profiles: ProfileStore;
  readonly tokens: TokenStore;
  readonly activeScopes: ActiveScopes;
  readonly issue: IssueToken;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of every secret value before it is used, so that the log can mask it. */
  readonly mask: (secret: string) => void;
  /** Told of failures that stop nothing. */
  readonly warn: (message: string, error: unknown) => void;
}

/** What is to be seen of the tokens in this window. */
export interface TokenStatus {
  /** The active profile. */
  readonly profile: Profile | undefined;
  /** Its active token: the one asked for last in this window, else anywhere; perhaps expired. */
  readonly token: AccessToken | undefined;
  /** Whether a request for the active profile is under way that somebody waits for. */
  readonly isRequesting: boolean;
}

/**
 * Requests tokens once, keeps them, renews and forgets them, and tells when any of that changed what is to be seen.
 * A profile has several, one for each scope; the active one is what this window shows and shares.
 */
export class TokenService {
  readonly #changed: Emitter<void>;
  readonly #forgotten = new Emitter<string>();
  readonly #revoked: Emitter<string>;
  readonly #requests: TokenRequests;
  readonly #subscriptions: readonly Disposable[];
  /** Counts what makes a reading of the storage stale: a later one, a new token. */
  #readVersion = 0;
  #pendingRestore: Promise<void> = Promise.resolve();
  #activeToken: OwnedToken | undefined;
  /** The profiles at the last look, by id. */
  #lastProfiles: ReadonlyMap<string, Profile>;

  /** What is used in this window: what is asked for, taken over and copied here is; others note what they see. */
  readonly usage: TokenUsage;
  /** What is to be seen changed: `status`. */
  readonly onDidChange: Event<void>;
  /** The tokens of a profile (its id) changed, here or in another window. */
  readonly onDidChangeTokens: Event<string>;
  /** All tokens of a profile (its id) are to be forgotten, in this window, also where none is kept. */
  readonly onDidForgetAll = this.#forgotten.event;
  /** A token (its value) was revoked in this window: it works nowhere any more. */
  readonly onDidRevoke: Event<string>;

  constructor(private readonly deps: TokenServiceDeps) {
    this.#changed = new Emitter(error => {
      deps.warn('What shows the tokens failed', error);
    });
    this.onDidChange = this.#changed.event;
    this.#revoked = new Emitter(error => {
      deps.warn('What watches the tokens failed', error);
    });
    this.onDidRevoke = this.#revoked.event;
    this.usage = new TokenUsage(deps.now);
    this.#requests = new TokenRequests({
      ...deps,
      onDidChange: () => {
        this.#changed.fire();
      },
      onIssued: issued => this.#adopt(issued),
    });
    this.#lastProfiles = new Map(deps.profiles.all.map(profile => [profile.id, profile]));
    this.onDidChangeTokens = deps.tokens.onDidChange;
    this.#subscriptions = [
      deps.profiles.onDidChange(() => {
        void this.#forgetRemovedProfiles();
        // At once, so that no token of the profile before is shared a moment longer; then what the new one has.
        this.#changed.fire();
        void this.restore();
      }),
      deps.tokens.onDidChange(profileId => {
        if (this.#isActiveProfile(profileId)) void this.restore();
      }),
    ];
  }

  /** Listens to profiles and tokens no more, and tells nobody. */
  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.deps.tokens.dispose();
    this.#changed.dispose();
    this.#forgotten.dispose();
    this.#revoked.dispose();
  }

  get status(): TokenStatus {
    const profile = this.deps.profiles.active;
    if (!profile) return { profile, token: undefined, isRequesting: false };
    const { token, profile: owner } = this.#activeToken ?? {};
    const isOurs = owner?.id === profile.id && isSameClient(owner, profile);
    const isRequesting = this.#requests.isRequesting(profile.id);
    return { profile, token: isOurs ? token : undefined, isRequesting };
  }

  /** Takes up what SecretStorage holds for the active profile. Never rejects: without storage there is no token. */
  restore(): Promise<void> {
    this.#pendingRestore = this.#read(++this.#readVersion);
    return this.whenSettled();
  }

  /**
   * Resolves when `status` shows what the changes so far have led to: a change of profiles is told of before the
   * tokens are read, so whoever makes one waits for this. Never rejects.
   */
  async whenSettled(): Promise<void> {
    for (let last; last !== this.#pendingRestore;) {
      last = this.#pendingRestore;
      await last;
    }
  }

  async #read(version: number): Promise<void> {
    const profile = this.deps.profiles.active;
    if (!profile) {
      this.#setActiveToken(undefined);
      return;
    }
    try {
      const token = this.#findActive(profile, await this.#readTokens(profile));
      // What was read may be older than what is shown by now.
      if (version !== this.#readVersion) return;
      if (token) {
        this.usage.replace(profile, token);
        await this.#saveActiveScope(profile, token);
      }
      if (version !== this.#readVersion) return;
      this.#setActiveToken(token && { token, profile });
    } catch (error) {
      this.deps.warn('The tokens could not be read', error);
      this.#changed.fire();
    }
  }

  /**
   * Requests a token with exactly this scope and makes it the profile's active one in this window. Rejects as `acquire`.
   */
  async acquireAndActivate(profile: Profile, scope: string, signal?: AbortSignal): Promise<AccessToken> {
    const issued = await this.#requests.request(profile, scope, false, signal);
    await this.#activate(issued);
    return issued.token;
  }

  /** Makes a token of that profile its active one in this window. Where that can not be kept, it is so until a reload. */
  activate(profile: Profile, token: AccessToken): Promise<void> {
    return this.#activate({ token, profile });
  }

  async #activate({ token, profile }: OwnedToken): Promise<void> {
    this.usage.record(profile, token);
    if (this.#isActiveProfile(profile.id)) {
      this.#readVersion += 1;
      this.#setActiveToken({ token, profile });
    }
    await this.#saveActiveScope(profile, token);
  }

  /** Also of a token that came by itself: from now on it is this workspace's, whatever is asked for elsewhere. */
  async #saveActiveScope(profile: Profile, { requestedScope }: AccessToken): Promise<void> {
    const profileIds = this.deps.profiles.all.map(({ id }) => id);
    await this.deps.activeScopes.set(profile.id, requestedScope, profileIds).catch((error: unknown) => {
      this.deps.warn('The active scope could not be kept', error);
    });
  }

  /**
   * Requests a token with exactly this scope; which one is active changes only where there was none. One request is
   * under way for the same profile and scope, however many ask. Rejects with a `Problem`.
   */
  async acquire(profile: Profile, scope: string, signal?: AbortSignal): Promise<AccessToken> {
    return (await this.#requests.request(profile, scope, false, signal)).token;
  }

  /**
   * Requests a token in the place of one, unseen: the status bar goes on to count down. Where another window forgot the
   * one of before meanwhile, it rejects with a `cancelled` problem. Rejects as `acquire` otherwise.
   */
  async renew(profile: Profile, { requestedScope }: AccessToken): Promise<AccessToken> {
    return (await this.#requests.request(profile, requestedScope, true)).token;
  }

  /** The live tokens of a profile, the one issued last first. Rejects with a `Problem` of kind `storage`. */
  async listLive(profile: Profile): Promise<readonly AccessToken[]> {
    const now = this.deps.now();
    return (await this.#readTokens(profile)).filter(token => isLive(token, now));
  }

  /** As `listLive`. Resolves with none, and a warning in the log, if they cannot be read. */
  async tryListLive(profile: Profile): Promise<readonly AccessToken[]> {
    return this.listLive(profile).catch((error: unknown) => {
      this.deps.warn('The live tokens could not be read', error);
      return [];
    });
  }

  /** As `listLive`, with the expired ones that are still kept. */
  list(profile: Profile): Promise<readonly AccessToken[]> {
    return this.#readTokens(profile);
  }

  /**
   * The token of that scope, or the profile's active one; live or not.
   * Rejects with a `Problem` of kind `noToken` or `storage`.
   */
  async find(profile: Profile, scope?: string): Promise<AccessToken> {
    const tokens = await this.#readTokens(profile);
    const token =
      scope === undefined
        ? this.#findActive(profile, tokens)
        : tokens.find(candidate => isSameScope(candidate, scope));
    if (token) return token;
    throw new Problem(
      'noToken',
      scope === undefined
        ? t('“{0}” has no access token.', profile.name)
        : t('“{0}” has no access token with the scope {1}.', profile.name, scope),
      t('Request an access token first.'),
    );
  }

  /** As `find`, but a live one, to use it: an expired token is no use to anybody. */
  async findLive(profile: Profile, scope?: string): Promise<AccessToken> {
    const token = await this.find(profile, scope);
    if (isLive(token, this.deps.now())) {
      this.usage.record(profile, token);
      return token;
    }
    throw new Problem(
      'noToken',
      t('The access token of “{0}” has expired.', profile.name),
      t('Renew the access token.'),
    );
  }

  /**
   * Keeps a token aside, for our own use alone: it is never the active one, and neither listed, shared nor renewed. The
   * other windows are told; it is among what is live for `aside(profile)`. Rejects with a `Problem` of kind `storage`.
   */
  keepAside(profile: Profile, token: AccessToken): Promise<unknown> {
    return this.deps.tokens.put(reserved(profile), token);
  }

  /** Forgets those that were kept aside. Rejects with a `Problem` of kind `storage`. */
  dropAside(profile: Pick<Profile, 'id'>): Promise<void> {
    return this.deps.tokens.remove(reserved(profile));
  }

  /** Forgets the token of that scope, or all tokens of the profile; such that are still under way are dropped. */
  async forget(profile: Profile, scope?: string): Promise<void> {
    this.#requests.forget(profile, scope);
    this.usage.forget(profile.id, scope);
    if (scope === undefined) this.#forgotten.fire(profile.id);
    if (scope === undefined) await this.dropAside(profile);
    await this.deps.tokens.drop(profile, scope);
    await this.restore();
  }

  /** Tells that the service has ended the token with this value; forgetting it is another matter. */
  notifyRevoked(value: string): void {
    this.#revoked.fire(value);
  }

  /** Forgets all tokens of a profile whose change is done: a failure here does not undo it, and only warns. */
  async tryForget(profile: Profile): Promise<void> {
    await this.forget(profile).catch((error: unknown) => {
      this.deps.warn('The tokens of before could not be forgotten', error);
    });
  }

  /** Of the scope that is shown, or where nothing is: shown in its place. */
  async #adopt({ token, profile }: OwnedToken): Promise<void> {
    this.usage.replace(profile, token);
    const activeToken = this.status.token;
    if (
      !this.#isActiveProfile(profile.id) ||
      (activeToken && !isSameScope(activeToken, token.requestedScope))
    )
      return;
    this.#readVersion += 1;
    this.#activeToken = { token, profile };
    await this.#saveActiveScope(profile, token);
  }

  async #readTokens(profile: Profile): Promise<readonly AccessToken[]> {
    const tokens = await this.deps.tokens.read(profile);
    for (const { value } of tokens) this.deps.mask(value);
    return tokens;
  }

  /** The tokens of profiles that are gone: an answer that came late may have put one back, here or in another window. */
  async #forgetRemovedProfiles(): Promise<void> {
    const { profiles, tokens, warn } = this.deps;
    const current = new Map(profiles.all.map(profile => [profile.id, profile]));
    const removed = [...this.#lastProfiles.values()].filter(({ id }) => !current.has(id));
    this.#lastProfiles = current;
    for (const profile of removed) {
      this.usage.forget(profile.id);
      await Promise.all([tokens.remove(profile), this.dropAside(profile)]).catch((error: unknown) => {
        warn('The tokens of a removed profile could not be forgotten', error);
      });
    }
  }

  #findActive({ id }: Profile, tokens: readonly AccessToken[]): AccessToken | undefined {
    const scope = this.deps.activeScopes.get(id);
    return tokens.find(token => scope !== undefined && isSameScope(token, scope)) ?? tokens[0];
  }

  #isActiveProfile(profileId: string): boolean {
    return this.deps.profiles.active?.id === profileId;
  }

  #setActiveToken(activeToken: OwnedToken | undefined): void {
    this.#activeToken = activeToken;
    this.#changed.fire();
  }
}
