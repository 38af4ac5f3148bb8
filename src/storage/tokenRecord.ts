import { parseJson } from '../core/common/json';
import { readRecord } from '../core/common/readRecord';
import { type Client, isSameClient } from '../core/profile/client';
import { canonicalScope } from '../core/scopes/scope';
import type { AccessToken } from '../core/tokens/accessToken';

/** A token with the client it was issued to, as a secret is kept with its origin: it is never used with another one. */
export type StoredToken = Omit<AccessToken, 'profileId'> & Client;

/** That a scope's token was forgotten, so that a window whose write of it was lost does not put it again. */
interface Tombstone {
  /** Canonical; `''`, which no token has, for all of the profile. */
  readonly forgotten: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What is kept for a profile under one key, as one JSON array: the tokens, the one asked for last first, and what was forgotten. */
export interface TokenRecord {
  readonly tokens: readonly StoredToken[];
  readonly tombstones: readonly Tombstone[];
}

/** What a window did to a record. */
export type TokenChange =
  | { readonly kind: 'put'; readonly token: StoredToken }
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
const tombstoneLifetime = 60_000;

const tokenFields = {
  strings: ['requestedScope', 'grantedScope', 'value', 'origin', 'customerId', 'clientId'],
  numbers: ['issuedAt', 'expiresAt'],
} as const;
const tombstoneFields = { strings: ['forgotten'], numbers: ['at'] } as const;

/** Reads a record; what is none of ours is left out. */
export function parseRecord(text: string): TokenRecord {
  const entries = parseJson(text);
  if (!Array.isArray(entries)) return { tokens: [], tombstones: [] };
  return {
    tokens: entries.flatMap(entry => {
      const token = readRecord(entry, tokenFields);
      return token && token.value !== '' ? [token] : [];
    }),
    tombstones: entries.flatMap(entry => readRecord(entry, tombstoneFields) ?? []),
  };
}

/** The text of a record at a time (ms since 1970). */
export function formatRecord({ tokens, tombstones }: TokenRecord, now: number): string {
  return JSON.stringify([...tokens, ...tombstones.filter(({ at }) => now - at < tombstoneLifetime)]);
}

/** The record after a change. */
export function applyTokenChange({ tokens, tombstones }: TokenRecord, change: TokenChange): TokenRecord {
  if (change.kind === 'drop') {
    const { scope, at } = change;
    const others = tombstones.filter(other => scope !== undefined && other.forgotten !== scope);
    return {
      tokens: tokens.filter(token => !hasScope(token, scope)),
      tombstones: [{ forgotten: scope ?? '', at }, ...others],
    };
  }
  const scope = canonicalScope(change.token.requestedScope);
  const others = tokens.filter(token => isSameClient(token, change.token) && !hasScope(token, scope));
  // Where there are too many, those go first whose life is over.
  const remaining = others.length < maxTokens ? others : others.filter(isLiveAt(change.token.issuedAt));
  return {
    tokens: keepNewest([change.token, ...remaining]),
    tombstones: tombstones.filter(other => other.forgotten !== scope),
  };
}

/**
 * Whether a record that came after a change shows it, or what another window did to the same token later. Where it does
 * not, that window wrote what it had read before our change. Two windows never both want their way: the later one wins.
 */
export function reflectsChange({ tokens, tombstones }: TokenRecord, change: TokenChange): boolean {
  if (change.kind === 'drop') {
    return !tokens.some(({ value, issuedAt }) => change.values.has(value) && issuedAt <= change.at);
  }
  const { token } = change;
  const scope = canonicalScope(token.requestedScope);
  const isLater = (other: StoredToken) => other.issuedAt >= token.issuedAt;
  return (
    // So many came after it that it had to go, or one when its life was over.
    tokens.filter(isLater).length >= maxTokens ||
    tokens.some(({ issuedAt }) => !isLiveAt(issuedAt)(token)) ||
    tokens.some(other => (hasScope(other, scope) || !isSameClient(other, token)) && isLater(other)) ||
    tombstones.some(
      other => (other.forgotten === scope || other.forgotten === '') && other.at >= token.issuedAt,
    )
  );
}

/** As many as are kept, in their order: by when they were issued, so that windows that mend at once come to the same. */
function keepNewest(tokens: readonly StoredToken[]): readonly StoredToken[] {
  const newestTokens = new Set([...tokens].sort((a, b) => b.issuedAt - a.issuedAt).slice(0, maxTokens));
  return tokens.filter(token => newestTokens.has(token));
}

const isLiveAt =
  (instant: number) =>
  ({ expiresAt }: StoredToken) =>
    expiresAt > instant;

/** Whether a token was asked for with this canonical scope; every one for undefined. */
export function hasScope(token: Pick<AccessToken, 'requestedScope'>, scope: string | undefined): boolean {
  return scope === undefined || canonicalScope(token.requestedScope) === scope;
}
