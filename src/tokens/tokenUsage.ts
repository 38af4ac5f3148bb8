import { Emitter } from '../core/common/event';
import type { Profile } from '../core/profile/profile';
import { canonicalScope } from '../core/scopes/scope';
import type { AccessToken } from '../core/tokens/accessToken';

/** That a token was used, or given away for use, in this window. */
export interface UsageEntry {
  readonly profile: Profile;
  /** The token that was used, or the one that came in its place. */
  readonly token: AccessToken;
  /** When it was used last: milliseconds since 1970. */
  readonly usedAt: number;
}

/** Which tokens are used in this window, and when they were last; one entry for each profile and scope. In memory only. */
export class TokenUsage {
  readonly #entries = new Map<string, UsageEntry>();
  readonly #changed = new Emitter<void>();

  /** A token is used, or another one came in its place. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly now: () => number) {}

  get all(): readonly UsageEntry[] {
    return [...this.#entries.values()];
  }

  /** The token is used now. */
  record(profile: Profile, token: AccessToken): void {
    this.#put({ profile, token, usedAt: this.now() });
  }

  /** A token came in the place of one that may be in use: that does not count as using it. */
  replace(profile: Profile, token: AccessToken): void {
    const entry = this.#entries.get(keyOf(profile.id, token.requestedScope));
    if (entry) this.#put({ ...entry, profile, token });
  }

  /** The token of that scope is not there any more, or none of the profile's. */
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
