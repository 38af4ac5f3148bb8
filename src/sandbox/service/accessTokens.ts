import { randomBytes } from 'node:crypto';
import type { Choices } from './choices';

/** A token in the service. */
export interface IssuedToken {
  readonly value: string;
  readonly clientId: string;
  /** The granted scopes, separated by spaces; empty for none. */
  readonly scope: string;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  /** Milliseconds since 1970; invalid from this instant. */
  readonly expiresAt: number;
}

const maxLastValues = 500;

/**
 * The live access tokens. A token keeps its scopes until it expires or is revoked, also when its policy changes: the real
 * behaviour is unknown, and this is the likelier one.
 */
export class AccessTokens {
  readonly #issued = new Map<string, IssuedToken>();

  /** The values of the last 500 tokens, the newest last; for tests that search for leaked ones. */
  readonly lastValues: string[] = [];

  /** @param now in milliseconds since 1970 */
  constructor(private readonly now: () => number) {}

  /**
   * A new token: 64 URL-safe characters as documented, or the form of a JWT.
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

  /** The token with this value; undefined if it is unknown, expired or revoked. */
  find(value: string): IssuedToken | undefined {
    const token = this.#issued.get(value);
    return token && this.now() < token.expiresAt ? token : undefined;
  }

  /** Revokes all tokens of a client. */
  revokeAllOf(clientId: string): void {
    for (const token of this.#issued.values()) if (token.clientId === clientId) this.revoke(token.value);
  }

  /** Revokes a token. Ignores an unknown one. */
  revoke(value: string): void {
    this.#issued.delete(value);
  }
}
