// Which tokens were used in this window, and when.
import { Emitter } from '../core/common/event';
import type { Profile } from '../core/profile/profile';
import { canonicalScope } from '../core/scopes/compareScopes';
import type { AccessToken } from '../core/tokens/accessToken';

/** A token that was used, or handed out for use, in this window. */
export interface UsageEntry {
  readonly profile: Profile;
  /** The token that was used, or the one that replaced it. */
  readonly token: AccessToken;
  /** The last use, in milliseconds since 1970. */
  readonly usedAt: number;
}

/** Which tokens are used in this window, and when last: one entry for each profile and scope. In memory only. */
export class TokenUsage {
  readonly #entries = new Map<string, UsageEntry>();
  readonly #changed = new Emitter<void>();

  /** A token was used or replaced. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly now: () => number) {}

  get all(): readonly UsageEntry[] {
    return [...this.#entries.values()];
  }

  record(profile: Profile, token: AccessToken): void {
    this.#put({ profile, token, usedAt: this.now() });
  }

  /** A token replaced one that may be in use. That does not count as a use. */
  replace(profile: Profile, token: AccessToken): void {
    const entry = this.#entries.get(keyOf(profile.id, token.requestedScope));
    if (entry) this.#put({ ...entry, profile, token });
  }

  /** Forgets the token of that scope, or all of the profile. */
  forget(profileId: string, scope?: string): void {
    if (scope !== undefined) {
      this.#entries.delete(keyOf(profileId, scope));
      return;
    }
    for (const [key, { profile }] of this.#entries) {
      if (profile.id === profileId) this.#entries.delete(key);
    }
  }

  #put(entry: UsageEntry): void {
    this.#entries.set(keyOf(entry.profile.id, entry.token.requestedScope), entry);
    this.#changed.fire();
  }
}

function keyOf(profileId: string, scope: string): string {
  return `${profileId} ${canonicalScope(scope)}`;
}
