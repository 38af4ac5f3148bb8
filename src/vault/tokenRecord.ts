import type { AccessToken } from '../core/accessToken';
import { parseJson } from '../core/json';
import { members } from '../core/members';
import { canonicalScope } from '../core/scope';
import { type Client, isSameClient } from './client';

/** A token with the client it was issued to, as a secret is kept with its origin: it is never used with another one. */
export type KeptToken = Omit<AccessToken, 'profileId'> & Client;

/** That a scope's token was forgotten, so that a window whose write of it was lost does not put it again. */
interface Forgotten {
  /** Canonical; `''`, which no token has, for all of the profile. */
  readonly forgotten: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What is kept for a profile under one key, as one JSON array: the tokens, the one asked for last first, and what was forgotten. */
export interface TokenRecord {
  readonly tokens: readonly KeptToken[];
  readonly forgotten: readonly Forgotten[];
}

/** What a window did to a record. */
export type TokenChange =
  | { readonly kind: 'put'; readonly token: KeptToken }
  | {
      readonly kind: 'drop';
      /** Canonical; undefined for all. */
      readonly scope: string | undefined;
      /** Milliseconds since 1970. */
      readonly at: number;
      /** The values that it took out. */
      readonly values: ReadonlySet<string>;
    };

/** How many tokens of a profile are kept; older ones can be had again any time. */
const maxTokens = 20;

/** How long it is kept what was forgotten, in ms: longer than any window remembers its changes. */
const forgottenIsKept = 60_000;

const tokenMembers = {
  strings: ['requestedScope', 'grantedScope', 'value', 'origin', 'customerId', 'clientId'],
  numbers: ['issuedAt', 'expiresAt'],
} as const;
const forgottenMembers = { strings: ['forgotten'], numbers: ['at'] } as const;

/** Reads a record; what is none of ours is left out. */
export function parseRecord(text: string): TokenRecord {
  const entries = parseJson(text);
  if (!Array.isArray(entries)) return { tokens: [], forgotten: [] };
  return {
    tokens: entries.flatMap(entry => {
      const token = members(entry, tokenMembers);
      return token && token.value !== '' ? [token] : [];
    }),
    forgotten: entries.flatMap(entry => members(entry, forgottenMembers) ?? []),
  };
}

/** The text of a record at a time (ms since 1970). */
export function formatRecord({ tokens, forgotten }: TokenRecord, now: number): string {
  return JSON.stringify([...tokens, ...forgotten.filter(({ at }) => now - at < forgottenIsKept)]);
}

/** The record after a change. */
export function changed({ tokens, forgotten }: TokenRecord, change: TokenChange): TokenRecord {
  if (change.kind === 'drop') {
    const { scope, at } = change;
    const others = forgotten.filter(other => scope !== undefined && other.forgotten !== scope);
    return {
      tokens: tokens.filter(token => !isOf(token, scope)),
      forgotten: [{ forgotten: scope ?? '', at }, ...others],
    };
  }
  const scope = canonicalScope(change.token.requestedScope);
  const others = tokens.filter(token => isSameClient(token, change.token) && !isOf(token, scope));
  // Where there are too many, those go first whose life is over.
  const kept = others.length < maxTokens ? others : others.filter(isAliveAt(change.token.issuedAt));
  return {
    tokens: newest([change.token, ...kept]),
    forgotten: forgotten.filter(other => other.forgotten !== scope),
  };
}

/**
 * Whether a record that came after a change shows it, or what another window did to the same token later. Where it does
 * not, that window wrote what it had read before our change. Two windows never both want their way: the later one wins.
 */
export function shows({ tokens, forgotten }: TokenRecord, change: TokenChange): boolean {
  if (change.kind === 'drop') {
    return !tokens.some(({ value, issuedAt }) => change.values.has(value) && issuedAt <= change.at);
  }
  const { token } = change;
  const scope = canonicalScope(token.requestedScope);
  const isLater = (other: KeptToken) => other.issuedAt >= token.issuedAt;
  return (
    // So many came after it that it had to go, or one when its life was over.
    tokens.filter(isLater).length >= maxTokens ||
    tokens.some(({ issuedAt }) => !isAliveAt(issuedAt)(token)) ||
    tokens.some(other => (isOf(other, scope) || !isSameClient(other, token)) && isLater(other)) ||
    forgotten.some(
      other => (other.forgotten === scope || other.forgotten === '') && other.at >= token.issuedAt,
    )
  );
}

/** As many as are kept, in their order: by when they were issued, so that windows that mend at once come to the same. */
function newest(tokens: readonly KeptToken[]): readonly KeptToken[] {
  const kept = new Set([...tokens].sort((a, b) => b.issuedAt - a.issuedAt).slice(0, maxTokens));
  return tokens.filter(token => kept.has(token));
}

const isAliveAt =
  (instant: number) =>
  ({ expiresAt }: KeptToken) =>
    expiresAt > instant;

/** Whether a token was asked for with this canonical scope; every one for undefined. */
export function isOf(token: Pick<AccessToken, 'requestedScope'>, scope: string | undefined): boolean {
  return scope === undefined || canonicalScope(token.requestedScope) === scope;
}
