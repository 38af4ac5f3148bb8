import { type AccessToken, isLive } from '../core/accessToken';
import { type Disposable, Emitter, type Event } from '../core/emitter';
import { t } from '../core/l10n';
import { Problem } from '../core/problem';
import type { Profile } from '../core/profile';
import type { ActiveScopes } from './activeScopes';
import { aside } from './aside';
import { isSameClient } from './client';
import type { ProfileStore } from './profileStore';
import { type IssueToken, type OwnedToken, TokenRequests } from './tokenRequests';
import { isSameScope, type TokenStore } from './tokenStore';
import { Uses } from './uses';

/** What the keeper stands on. */
export interface TokenKeeperPorts {
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
export class TokenKeeper {
  readonly #changed: Emitter<void>;
  readonly #forgotten = new Emitter<string>();
  readonly #revoked: Emitter<string>;
  readonly #requests: TokenRequests;
  readonly #subscriptions: readonly Disposable[];
  /** Counts what makes a reading of the storage stale: a later one, a new token. */
  #reading = 0;
  #restoring: Promise<void> = Promise.resolve();
  #shown: OwnedToken | undefined;
  /** The profiles at the last look, by id. */
  #known: ReadonlyMap<string, Profile>;

  /** What is used in this window: what is asked for, taken over and copied here is; others note what they see. */
  readonly uses: Uses;
  /** What is to be seen changed: `status`. */
  readonly onDidChange: Event<void>;
  /** The tokens of a profile (its id) changed, here or in another window. */
  readonly onDidChangeTokens: Event<string>;
  /** All tokens of a profile (its id) are to be forgotten, in this window, also where none is kept. */
  readonly onDidForget = this.#forgotten.event;
  /** A token (its value) was revoked in this window: it works nowhere any more. */
  readonly onDidRevoke: Event<string>;

  constructor(private readonly ports: TokenKeeperPorts) {
    this.#changed = new Emitter(error => {
      ports.warn('What shows the tokens failed', error);
    });
    this.onDidChange = this.#changed.event;
    this.#revoked = new Emitter(error => {
      ports.warn('What watches the tokens failed', error);
    });
    this.onDidRevoke = this.#revoked.event;
    this.uses = new Uses(ports.now);
    this.#requests = new TokenRequests({
      ...ports,
      changed: () => {
        this.#changed.fire();
      },
      issued: issued => this.#takeUp(issued),
    });
    this.#known = new Map(ports.profiles.all.map(profile => [profile.id, profile]));
    this.onDidChangeTokens = ports.tokens.onDidChange;
    this.#subscriptions = [
      ports.profiles.onDidChange(() => {
        void this.#dropRemoved();
        // At once, so that no token of the profile before is shared a moment longer; then what the new one has.
        this.#changed.fire();
        void this.restore();
      }),
      ports.tokens.onDidChange(profileId => {
        if (this.#isActive(profileId)) void this.restore();
      }),
    ];
  }

  /** Listens to profiles and tokens no more, and tells nobody. */
  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.ports.tokens.dispose();
    this.#changed.dispose();
    this.#forgotten.dispose();
    this.#revoked.dispose();
  }

  get status(): TokenStatus {
    const profile = this.ports.profiles.active;
    if (!profile) return { profile, token: undefined, isRequesting: false };
    const { token, profile: owner } = this.#shown ?? {};
    const isOurs = owner?.id === profile.id && isSameClient(owner, profile);
    const isRequesting = this.#requests.isWaitedFor(profile.id);
    return { profile, token: isOurs ? token : undefined, isRequesting };
  }

  /** Takes up what SecretStorage holds for the active profile. Never rejects: without storage there is no token. */
  restore(): Promise<void> {
    this.#restoring = this.#read(++this.#reading);
    return this.upToDate();
  }

  /**
   * Resolves when `status` shows what the changes so far have led to: a change of profiles is told of before the
   * tokens are read, so whoever makes one waits for this. Never rejects.
   */
  async upToDate(): Promise<void> {
    for (let last; last !== this.#restoring;) {
      last = this.#restoring;
      await last;
    }
  }

  async #read(reading: number): Promise<void> {
    const profile = this.ports.profiles.active;
    if (!profile) {
      this.#show(undefined);
      return;
    }
    try {
      const token = this.#activeOf(profile, await this.#tokensOf(profile));
      // What was read may be older than what is shown by now.
      if (reading !== this.#reading) return;
      if (token) {
        this.uses.replace(profile, token);
        await this.#keepActive(profile, token);
      }
      if (reading !== this.#reading) return;
      this.#show(token && { token, profile });
    } catch (error) {
      this.ports.warn('The tokens could not be read', error);
      this.#changed.fire();
    }
  }

  /**
   * Requests a token with exactly this scope and makes it the profile's active one in this window. Rejects as `obtain`.
   */
  async request(profile: Profile, scope: string, signal?: AbortSignal): Promise<AccessToken> {
    const issued = await this.#requests.run(profile, scope, false, signal);
    await this.#use(issued);
    return issued.token;
  }

  /** Makes a token of that profile its active one in this window. Where that can not be kept, it is so until a reload. */
  use(profile: Profile, token: AccessToken): Promise<void> {
    return this.#use({ token, profile });
  }

  async #use({ token, profile }: OwnedToken): Promise<void> {
    this.uses.note(profile, token);
    if (this.#isActive(profile.id)) {
      this.#reading += 1;
      this.#show({ token, profile });
    }
    await this.#keepActive(profile, token);
  }

  /** Also of a token that came by itself: from now on it is this workspace's, whatever is asked for elsewhere. */
  async #keepActive(profile: Profile, { requestedScope }: AccessToken): Promise<void> {
    const known = this.ports.profiles.all.map(({ id }) => id);
    await this.ports.activeScopes.set(profile.id, requestedScope, known).catch((error: unknown) => {
      this.ports.warn('The active scope could not be kept', error);
    });
  }

  /**
   * Requests a token with exactly this scope; which one is active changes only where there was none. One request is
   * under way for the same profile and scope, however many ask. Rejects with a `Problem`.
   */
  async obtain(profile: Profile, scope: string, signal?: AbortSignal): Promise<AccessToken> {
    return (await this.#requests.run(profile, scope, false, signal)).token;
  }

  /**
   * Requests a token in the place of one, unseen: the status bar goes on to count down. Where another window forgot the
   * one of before meanwhile, it rejects with a `cancelled` problem. Rejects as `obtain` otherwise.
   */
  async renew(profile: Profile, { requestedScope }: AccessToken): Promise<AccessToken> {
    return (await this.#requests.run(profile, requestedScope, true)).token;
  }

  /** The live tokens of a profile, the one issued last first. Rejects with a `Problem` of kind `storage`. */
  async live(profile: Profile): Promise<readonly AccessToken[]> {
    const now = this.ports.now();
    return (await this.#tokensOf(profile)).filter(token => isLive(token, now));
  }

  /** As `live`, with the expired ones that are still kept. */
  all(profile: Profile): Promise<readonly AccessToken[]> {
    return this.#tokensOf(profile);
  }

  /**
   * The token of that scope, or the profile's active one; live or not.
   * Rejects with a `Problem` of kind `noToken` or `storage`.
   */
  async find(profile: Profile, scope?: string): Promise<AccessToken> {
    const tokens = await this.#tokensOf(profile);
    const token =
      scope === undefined
        ? this.#activeOf(profile, tokens)
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
    if (isLive(token, this.ports.now())) {
      this.uses.note(profile, token);
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
    return this.ports.tokens.put(aside(profile), token);
  }

  /** Forgets those that were kept aside. Rejects with a `Problem` of kind `storage`. */
  dropAside(profile: Pick<Profile, 'id'>): Promise<void> {
    return this.ports.tokens.remove(aside(profile));
  }

  /** Forgets the token of that scope, or all tokens of the profile; such that are still under way are dropped. */
  async forget(profile: Profile, scope?: string): Promise<void> {
    this.#requests.forget(profile, scope);
    this.uses.forget(profile.id, scope);
    if (scope === undefined) this.#forgotten.fire(profile.id);
    if (scope === undefined) await this.dropAside(profile);
    await this.ports.tokens.drop(profile, scope);
    await this.restore();
  }

  /** Tells that the service has ended the token with this value; forgetting it is another matter. */
  tellRevoked(value: string): void {
    this.#revoked.fire(value);
  }

  /** Forgets all tokens of a profile whose change is done: a failure here does not undo it, and only warns. */
  async forgetQuietly(profile: Profile): Promise<void> {
    await this.forget(profile).catch((error: unknown) => {
      this.ports.warn('The tokens of before could not be forgotten', error);
    });
  }

  /** Of the scope that is shown, or where nothing is: shown in its place. */
  async #takeUp({ token, profile }: OwnedToken): Promise<void> {
    this.uses.replace(profile, token);
    const shown = this.status.token;
    if (!this.#isActive(profile.id) || (shown && !isSameScope(shown, token.requestedScope))) return;
    this.#reading += 1;
    this.#shown = { token, profile };
    await this.#keepActive(profile, token);
  }

  async #tokensOf(profile: Profile): Promise<readonly AccessToken[]> {
    const tokens = await this.ports.tokens.read(profile);
    for (const { value } of tokens) this.ports.mask(value);
    return tokens;
  }

  /** The tokens of profiles that are gone: an answer that came late may have put one back, here or in another window. */
  async #dropRemoved(): Promise<void> {
    const { profiles, tokens, warn } = this.ports;
    const now = new Map(profiles.all.map(profile => [profile.id, profile]));
    const removed = [...this.#known.values()].filter(({ id }) => !now.has(id));
    this.#known = now;
    for (const profile of removed) {
      this.uses.forget(profile.id);
      await Promise.all([tokens.remove(profile), this.dropAside(profile)]).catch((error: unknown) => {
        warn('The tokens of a removed profile could not be forgotten', error);
      });
    }
  }

  #activeOf({ id }: Profile, tokens: readonly AccessToken[]): AccessToken | undefined {
    const scope = this.ports.activeScopes.of(id);
    return tokens.find(token => scope !== undefined && isSameScope(token, scope)) ?? tokens[0];
  }

  #isActive(profileId: string): boolean {
    return this.ports.profiles.active?.id === profileId;
  }

  #show(shown: OwnedToken | undefined): void {
    this.#shown = shown;
    this.#changed.fire();
  }
}
