import { randomBytes } from 'node:crypto';
import type { Choices } from './choices';

/** A token as the service remembers it. */
export interface IssuedToken {
  readonly value: string;
  readonly clientId: string;
  /** The granted scopes, separated by spaces; empty where nothing was granted. */
  readonly scope: string;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  /** Milliseconds since 1970; at this instant the token is dead. */
  readonly expiresAt: number;
}

const maxLastValues = 500;

/**
 * The live access tokens. A token keeps what it was granted until it expires or is revoked: whether the service
 * takes it back when its client or policy changes is unknown, and a bearer token that lives on is the likelier.
 */
export class AccessTokens {
  readonly #issued = new Map<string, IssuedToken>();

  /** The values of the last 500 tokens, the newest last; for tests that look for them where they must not be. */
  readonly lastValues: string[] = [];

  /** `now` tells milliseconds since 1970. */
  constructor(private readonly now: () => number) {}

  /**
   * A new token: 64 URL-safe characters, as is documented, or what looks like a JWT, which nobody may look into.
   */
  issue(
    clientId: string,
    scope: string,
    lifetimeSeconds: number,
    form: Choices['tokenForm'] = 'opaque',
  ): IssuedToken {
    const issuedAt = this.now();
    for (const { value, expiresAt } of this.#issued.values()) {
      if (expiresAt <= issuedAt) this.#issued.delete(value);
    }
    const parts = form === 'opaque' ? [48] : [27, 240, 256];
    const value = parts.map(bytes => randomBytes(bytes).toString('base64url')).join('.');
    const token = { value, clientId, scope, issuedAt, expiresAt: issuedAt + lifetimeSeconds * 1000 };
    this.#issued.set(value, token);
    this.lastValues.push(value);
    if (this.lastValues.length > maxLastValues) this.lastValues.shift();
    return token;
  }

  /** The token of this value, or undefined where it is unknown, expired or revoked. */
  find(value: string): IssuedToken | undefined {
    const token = this.#issued.get(value);
    return token && this.now() < token.expiresAt ? token : undefined;
  }

  /** Ends a token's life. An unknown one is dead already. */
  revoke(value: string): void {
    this.#issued.delete(value);
  }
}
