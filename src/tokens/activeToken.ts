// The token that this window shows and shares.
import { isSameClient } from '../core/profile/client';
import type { Profile } from '../core/profile/profile';
import type { AccessToken } from '../core/tokens/accessToken';
import type { ProfileStore } from '../storage/profiles/profileStore';
import type { ActiveScopes } from '../storage/tokens/activeScopes';
import { isSameScope } from '../storage/tokens/tokenStore';
import type { OwnedToken } from './newToken';
import type { TokenUsage } from './tokenUsage';

interface ActiveTokenDeps {
  readonly profiles: ProfileStore;
  readonly activeScopes: ActiveScopes;
  readonly usage: TokenUsage;
  readonly warn: (message: string, error: unknown) => void;
  /** The stored tokens, the one issued last first. */
  readonly readTokens: (profile: Profile) => Promise<readonly AccessToken[]>;
  /** Called when another token is shown. */
  readonly onDidChange: () => void;
}

/** The active token of the active profile: the one requested last in this window, else in any. May be expired. */
export class ActiveToken {
  #shown: OwnedToken | undefined;
  /** Increases when a running read of the storage becomes stale: by a later read or a new token. */
  #readVersion = 0;
  #pendingRestore: Promise<void> = Promise.resolve();

  constructor(private readonly deps: ActiveTokenDeps) {}

  /** The token if this is the active profile. */
  of(profileId: string): AccessToken | undefined {
    const { active } = this.deps.profiles;
    const { token, profile } = this.#shown ?? {};
    return active?.id === profileId && profile?.id === profileId && isSameClient(profile, active)
      ? token
      : undefined;
  }

  /** Which of the tokens of a profile is its active one. */
  findIn({ id }: Profile, tokens: readonly AccessToken[]): AccessToken | undefined {
    const scope = this.deps.activeScopes.get(id);
    return tokens.find(token => scope !== undefined && isSameScope(token, scope)) ?? tokens[0];
  }

  /** Reads the tokens of the active profile from SecretStorage. Never rejects: a storage error means no token. */
  restore(): Promise<void> {
    this.#pendingRestore = this.#read(++this.#readVersion);
    return this.whenSettled();
  }

  /** See `TokenService.whenSettled`. */
  async whenSettled(): Promise<void> {
    for (let last; last !== this.#pendingRestore;) {
      last = this.#pendingRestore;
      await last;
    }
  }

  async #read(version: number): Promise<void> {
    const profile = this.deps.profiles.active;
    if (!profile) {
      this.#show(undefined);
      return;
    }
    try {
      const token = this.findIn(profile, await this.deps.readTokens(profile));
      // A newer token may be shown already.
      if (version !== this.#readVersion) return;
      if (token) {
        this.deps.usage.replace(profile, token);
        await this.#saveScope(profile, token);
      }
      if (version !== this.#readVersion) return;
      this.#show(token && { token, profile });
    } catch (error) {
      this.deps.warn('The tokens could not be read', error);
      this.deps.onDidChange();
    }
  }

  /** Makes a token the profile's active one in this window; only until a reload if that cannot be stored. */
  async activate(owned: OwnedToken): Promise<void> {
    const { token, profile } = owned;
    this.deps.usage.record(profile, token);
    if (this.#isActive(profile)) {
      this.#readVersion += 1;
      this.#show(owned);
    }
    await this.#saveScope(profile, token);
  }

  /** Shows a new token if it has the scope of the active one, or if none is active. The caller raises the event. */
  adopt(owned: OwnedToken): void {
    const { token, profile } = owned;
    this.deps.usage.replace(profile, token);
    const shown = this.of(profile.id);
    if (!this.#isActive(profile) || (shown && !isSameScope(shown, token.requestedScope))) return;
    this.#readVersion += 1;
    this.#shown = owned;
    void this.#saveScope(profile, token);
  }

  /** From now on the scope is this workspace's, whatever other windows request. */
  async #saveScope(profile: Profile, { requestedScope }: AccessToken): Promise<void> {
    const { profiles, activeScopes, warn } = this.deps;
    const profileIds = profiles.all.map(({ id }) => id);
    await activeScopes.set(profile.id, requestedScope, profileIds).catch((error: unknown) => {
      warn('The active scope could not be stored', error);
    });
  }

  #isActive({ id }: Profile): boolean {
    return this.deps.profiles.active?.id === id;
  }

  #show(shown: OwnedToken | undefined): void {
    const { token, profile } = this.#shown ?? {};
    this.#shown = shown;
    // Reading again what was just stored changes nothing that is shown.
    const isSame =
      token !== undefined && token.value === shown?.token.value && profile?.id === shown.profile.id;
    if (!isSame) this.deps.onDidChange();
  }
}
