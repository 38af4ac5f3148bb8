import type { AccessToken } from '../core/accessToken';
import { type Disposable, type Event, Emitter } from '../core/emitter';
import { parseJson } from '../core/json';
import { members } from '../core/members';
import type { Profile } from '../core/profile';
import { canonicalScope } from '../core/scope';
import { type Client, isSameClient } from './client';
import { Queue, type Secrets, stored } from './storage';

const keyPrefix = 'hostedLogin.tokens.';
const keyOf = (profileId: string) => `${keyPrefix}${profileId}`;

/**
 * As kept: a JSON array of these under one key a profile, the token asked for last first. Each with the client it was
 * issued to, as a secret is kept with its origin: it is never used with another one.
 */
const memberNames = {
  strings: ['requestedScope', 'grantedScope', 'value', 'origin', 'customerId', 'clientId'],
  numbers: ['issuedAt', 'expiresAt'],
} as const;

type KeptToken = Omit<AccessToken, 'profileId'> & Client;

/** How many tokens of a profile are kept; older ones can be had again any time. */
const maxTokens = 20;

/** The tokens, in SecretStorage alone. Rejects with a `Problem` of kind `storage`. */
export class TokenStore {
  readonly #queue = new Queue();
  readonly #changed = new Emitter<string>();
  readonly #secretChanges: Disposable;

  /** The tokens of a profile (its id) changed, in this window or another. */
  readonly onDidChange: Event<string> = this.#changed.event;

  constructor(private readonly secrets: Secrets) {
    this.#secretChanges = secrets.onDidChange(({ key }) => {
      if (key.startsWith(keyPrefix)) this.#changed.fire(key.slice(keyPrefix.length));
    });
  }

  /** The tokens that a profile's client has, the one asked for last first; expired ones among them. */
  async read(profile: Profile): Promise<readonly AccessToken[]> {
    const kept = await this.#kept(profile);
    return kept
      .filter(token => isSameClient(token, profile))
      .map(({ origin: _origin, customerId: _customerId, clientId: _clientId, ...token }) => ({
        profileId: profile.id,
        ...token,
      }));
  }

  /**
   * Keeps a token of this profile's client as the last asked for; it takes the place of the one with the same scope,
   * and of those of another client. Resolves with whether it is kept: `onlyInPlace` keeps it only where there is one
   * with the same scope, which is not so where another window forgot that meanwhile.
   */
  put(profile: Profile, { profileId: _, ...token }: AccessToken, onlyInPlace = false): Promise<boolean> {
    return this.#queue.run(async () => {
      const { origin, customerId, clientId } = profile;
      const kept = (await this.#kept(profile)).filter(other => isSameClient(other, profile));
      const others = kept.filter(other => !isSameScope(other, token.requestedScope));
      if (onlyInPlace && others.length === kept.length) return false;
      await this.#write(profile, [{ ...token, origin, customerId, clientId }, ...others].slice(0, maxTokens));
      return true;
    });
  }

  /** Forgets the token of that scope, or all tokens of the profile. */
  drop(profile: Profile, scope?: string): Promise<void> {
    return this.#queue.run(async () => {
      const kept =
        scope === undefined ? [] : (await this.#kept(profile)).filter(token => !isSameScope(token, scope));
      await this.#write(profile, kept);
    });
  }

  /** Listens to the storage no more. */
  dispose(): void {
    this.#secretChanges.dispose();
    this.#changed.dispose();
  }

  async #kept({ id }: Profile): Promise<readonly KeptToken[]> {
    const text = await stored('read tokens', () => this.secrets.get(keyOf(id)));
    const entries = text === undefined ? undefined : parseJson(text);
    if (!Array.isArray(entries)) return [];
    return entries.flatMap(entry => {
      const token = members(entry, memberNames);
      return token && token.value !== '' ? [token] : [];
    });
  }

  #write({ id }: Profile, tokens: readonly KeptToken[]): Promise<void> {
    const key = keyOf(id);
    if (tokens.length === 0) return stored('delete tokens', () => this.secrets.delete(key));
    return stored('store tokens', () => this.secrets.store(key, JSON.stringify(tokens)));
  }
}

/** Whether a token was asked for with this scope, in whatever order. */
export function isSameScope(token: Pick<AccessToken, 'requestedScope'>, scope: string): boolean {
  return canonicalScope(token.requestedScope) === canonicalScope(scope);
}
