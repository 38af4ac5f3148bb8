import type { AccessToken } from '../core/accessToken';
import { Emitter } from '../core/emitter';
import type { Profile } from '../core/profile';
import { canonicalScope } from '../core/scope';

/** That a token was used, or given away for use, in this window. */
export interface Use {
  readonly profile: Profile;
  /** The token that was used, or the one that came in its place. */
  readonly token: AccessToken;
  /** When it was used last: milliseconds since 1970. */
  readonly at: number;
}

/** Which tokens are used in this window, and when they were last; one entry for each profile and scope. In memory only. */
export class Uses {
  readonly #uses = new Map<string, Use>();
  readonly #noted = new Emitter<void>();

  /** A token is used, or another one came in its place. */
  readonly onDidNote = this.#noted.event;

  constructor(private readonly now: () => number) {}

  get all(): readonly Use[] {
    return [...this.#uses.values()];
  }

  /** The token is used now. */
  note(profile: Profile, token: AccessToken): void {
    this.#put({ profile, token, at: this.now() });
  }

  /** A token came in the place of one that may be in use: that does not count as using it. */
  replace(profile: Profile, token: AccessToken): void {
    const use = this.#uses.get(keyOf(profile.id, token.requestedScope));
    if (use) this.#put({ ...use, profile, token });
  }

  /** The token of that scope is not there any more, or none of the profile's. */
  forget(profileId: string, scope?: string): void {
    if (scope !== undefined) {
      this.#uses.delete(keyOf(profileId, scope));
      return;
    }
    for (const [key, { profile }] of this.#uses) {
      if (profile.id === profileId) this.#uses.delete(key);
    }
  }

  #put(use: Use): void {
    this.#uses.set(keyOf(use.profile.id, use.token.requestedScope), use);
    this.#noted.fire();
  }
}

function keyOf(profileId: string, scope: string): string {
  return `${profileId} ${canonicalScope(scope)}`;
}
