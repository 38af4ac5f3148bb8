// The stored form of the tokens of a profile.
import { parseJson } from '../../core/json/json';
import { readRecord } from '../../core/json/readRecord';
import { type Client, isSameClient } from '../../core/profile/client';
import { canonicalScope } from '../../core/scopes/compareScopes';
import type { AccessToken } from '../../core/tokens/accessToken';

/** A token with the client it was issued to: it is never used with another one. */
export type StoredToken = Omit<AccessToken, 'profileId'> & Client;

/** A forgotten token, so that a window whose write of it was lost does not store it again. */
interface Tombstone {
  /** The canonical scope; `''`, which no token has, for all tokens of the profile. */
  readonly forgotten: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What is stored for a profile, as one JSON array: the tokens, the one requested last first, and the tombstones. */
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
      /** Only those issued before `at`. */
      readonly isOnlyEarlier?: boolean;
      /** The values of the removed tokens. */
      readonly values: ReadonlySet<string>;
    };

/** For each profile. An older token can be requested again any time. */
const maxTokens = 20;

/** In ms: longer than any window remembers its changes. */
const tombstoneLifetime = 60_000;

const tokenFields = {
  strings: ['requestedScope', 'grantedScope', 'value', 'origin', 'customerId', 'clientId'],
  numbers: ['issuedAt', 'expiresAt'],
} as const;
const tombstoneFields = { strings: ['forgotten'], numbers: ['at'] } as const;

/** Reads a record. Skips entries of an unknown form. */
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

/** The text of a record. */
export function formatRecord({ tokens, tombstones }: TokenRecord): string {
  return JSON.stringify([...tokens, ...tombstones]);
}

/** The record without the tombstones that are too old at a time (ms since 1970). */
export function withoutOldTombstones({ tokens, tombstones }: TokenRecord, now: number): TokenRecord {
  return { tokens, tombstones: tombstones.filter(({ at }) => now - at < tombstoneLifetime) };
}

/**
 * The changes that still have to be remembered when one more is made: a later change of the same scope, or of all scopes,
 * takes the place of the earlier ones.
 */
export function rememberChange<Change extends TokenChange>(
  changes: readonly Change[],
  next: Change,
): readonly Change[] {
  // A token that is not dropped may be among the earlier changes.
  if (next.kind === 'drop' && next.isOnlyEarlier === true) return [...changes, next];
  const scope = scopeOfChange(next);
  return [...changes.filter(change => scope !== undefined && scopeOfChange(change) !== scope), next];
}

/** The canonical scope that a change is about; undefined for all. */
function scopeOfChange(change: TokenChange): string | undefined {
  return change.kind === 'drop' ? change.scope : canonicalScope(change.token.requestedScope);
}

/** The record after a change. */
export function applyTokenChange({ tokens, tombstones }: TokenRecord, change: TokenChange): TokenRecord {
  if (change.kind === 'drop') {
    const { scope, at, isOnlyEarlier = false } = change;
    const others = tombstones.filter(other => scope !== undefined && other.forgotten !== scope);
    return {
      tokens: tokens.filter(token => !hasScope(token, scope) || (isOnlyEarlier && token.issuedAt >= at)),
      tombstones: [{ forgotten: scope ?? '', at: isOnlyEarlier ? at - 1 : at }, ...others],
    };
  }
  const scope = canonicalScope(change.token.requestedScope);
  const others = tokens.filter(token => isSameClient(token, change.token) && !hasScope(token, scope));
  // Expired tokens go first if there are too many.
  const remaining = others.length < maxTokens ? others : others.filter(isLiveAt(change.token.issuedAt));
  return {
    tokens: keepNewest([change.token, ...remaining]),
    tombstones: tombstones.filter(other => other.forgotten !== scope),
  };
}

/**
 * Whether a record that arrived after a change contains it, or a later change of the same token by another window. If
 * not, the other window wrote what it had read before our change. Of two windows, the later change wins.
 */
export function reflectsChange({ tokens, tombstones }: TokenRecord, change: TokenChange): boolean {
  if (change.kind === 'drop') {
    return !tokens.some(({ value, issuedAt }) => change.values.has(value) && issuedAt <= change.at);
  }
  const { token } = change;
  const scope = canonicalScope(token.requestedScope);
  const isLater = (other: StoredToken) => other.issuedAt >= token.issuedAt;
  return (
    // It was removed because of too many later tokens, or by one that came after its end.
    tokens.filter(isLater).length >= maxTokens ||
    tokens.some(({ issuedAt }) => !isLiveAt(issuedAt)(token)) ||
    tokens.some(other => (hasScope(other, scope) || !isSameClient(other, token)) && isLater(other)) ||
    tombstones.some(
      other => (other.forgotten === scope || other.forgotten === '') && other.at >= token.issuedAt,
    )
  );
}

/** Keeps the order. Chooses by time of issue, so that windows that repair at the same time get the same result. */
function keepNewest(tokens: readonly StoredToken[]): readonly StoredToken[] {
  const newestTokens = new Set([...tokens].sort((a, b) => b.issuedAt - a.issuedAt).slice(0, maxTokens));
  return tokens.filter(token => newestTokens.has(token));
}

const isLiveAt =
  (instant: number) =>
  ({ expiresAt }: StoredToken) =>
    expiresAt > instant;

/** Whether a token was requested with this canonical scope; true for undefined. */
export function hasScope(token: Pick<AccessToken, 'requestedScope'>, scope: string | undefined): boolean {
  return scope === undefined || canonicalScope(token.requestedScope) === scope;
}
