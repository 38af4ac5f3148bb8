import type { AccessToken } from '../core/accessToken';
import { type Event, Emitter } from '../core/emitter';
import { parseJson } from '../core/json';
import { members } from '../core/members';
import { canonicalScope } from '../core/scope';
import { Queue, type Secrets, stored } from './storage';

const keyPrefix = 'hostedLogin.tokens.';
const keyOf = (profileId: string) => `${keyPrefix}${profileId}`;

/** As kept: a JSON array of these under one key a profile, the token asked for last first. */
const memberNames = {
  strings: ['requestedScope', 'grantedScope', 'value'],
  numbers: ['issuedAt', 'expiresAt'],
} as const;

/** How many tokens of a profile are kept; older ones can be had again any time. */
const maxTokens = 20;

/** The tokens, in SecretStorage alone. Rejects with a `Problem` of kind `storage`. */
export class TokenStore {
  readonly #queue = new Queue();
  readonly #changed = new Emitter<string>();

  /** The tokens of a profile (its id) changed, in this window or another. */
  readonly onDidChange: Event<string> = this.#changed.event;

  constructor(private readonly secrets: Secrets) {
    secrets.onDidChange(({ key }) => {
      if (key.startsWith(keyPrefix)) this.#changed.fire(key.slice(keyPrefix.length));
    });
  }

  /** The tokens of a profile, the one asked for last first; expired ones among them. */
  async read(profileId: string): Promise<readonly AccessToken[]> {
    const text = await stored('read tokens', () => this.secrets.get(keyOf(profileId)));
    const entries = text === undefined ? undefined : parseJson(text);
    if (!Array.isArray(entries)) return [];
    return entries.flatMap(entry => {
      const token = members(entry, memberNames);
      return token && token.value !== '' ? [{ profileId, ...token }] : [];
    });
  }

  /** Keeps a token as the last asked for; it takes the place of the one with the same scope. */
  put(token: AccessToken): Promise<void> {
    return this.#queue.run(async () => {
      const others = (await this.read(token.profileId)).filter(
        other => !isSameScope(other, token.requestedScope),
      );
      await this.#write(token.profileId, [token, ...others].slice(0, maxTokens));
    });
  }

  /** Forgets the token of that scope, or all tokens of the profile. */
  drop(profileId: string, scope?: string): Promise<void> {
    return this.#queue.run(async () => {
      const kept =
        scope === undefined ? [] : (await this.read(profileId)).filter(token => !isSameScope(token, scope));
      await this.#write(profileId, kept);
    });
  }

  #write(profileId: string, tokens: readonly AccessToken[]): Promise<void> {
    const key = keyOf(profileId);
    if (tokens.length === 0) return stored('delete tokens', () => this.secrets.delete(key));
    const text = JSON.stringify(tokens.map(({ profileId: _, ...token }) => token));
    return stored('store tokens', () => this.secrets.store(key, text));
  }
}

/** Whether a token was asked for with this scope, in whatever order. */
export function isSameScope(token: AccessToken, scope: string): boolean {
  return canonicalScope(token.requestedScope) === canonicalScope(scope);
}
