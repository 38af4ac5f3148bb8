/** An access token as the service issued it. `value` is the secret part: it goes into no log, message or result. */
export interface AccessToken {
  readonly profileId: string;
  /** As asked for; a list of scopes separated by spaces. */
  readonly requestedScope: string;
  /** As the service answered; empty where it granted nothing. */
  readonly grantedScope: string;
  readonly value: string;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  /** Milliseconds since 1970: an instant, so that sleep and clock changes need no care. */
  readonly expiresAt: number;
}

/** Where a token stands in its life: `expiring` within the last `warnMilliseconds`. */
export type TokenState = 'fresh' | 'expiring' | 'expired';

export function tokenState(
  { expiresAt }: Pick<AccessToken, 'expiresAt'>,
  now: number,
  warnMilliseconds: number,
): TokenState {
  const left = expiresAt - now;
  if (left <= 0) return 'expired';
  return left <= warnMilliseconds ? 'expiring' : 'fresh';
}

/** Whether a token's life has not ended at `now` (ms since 1970). */
export function isLive(token: AccessToken, now: number): boolean {
  return tokenState(token, now, 0) !== 'expired';
}

/** A request that is under way when its token ends is refused: so long before its end, in ms, a token is too old. */
const maxRequestDuration = 60_000;

/** Whether a token lives on for a request that is sent at `now` (ms since 1970); one of a short life, for half of it. */
export function outlivesRequest({ issuedAt, expiresAt }: AccessToken, now: number): boolean {
  return expiresAt - now > Math.min(maxRequestDuration, (expiresAt - issuedAt) / 2);
}
