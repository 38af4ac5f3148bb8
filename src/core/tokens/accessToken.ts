/** An access token of the service. `value` is secret: never log, show or return it. */
export interface AccessToken {
  readonly profileId: string;
  /** Separated by spaces, as requested. */
  readonly requestedScope: string;
  /** As the service answered; empty if it granted nothing. */
  readonly grantedScope: string;
  readonly value: string;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** `expiring`: within the last `warnMilliseconds`. */
type TokenState = 'fresh' | 'expiring' | 'expired';

export function tokenState(
  { expiresAt }: Pick<AccessToken, 'expiresAt'>,
  now: number,
  warnMilliseconds: number,
): TokenState {
  const left = expiresAt - now;
  if (left <= 0) return 'expired';
  return left <= warnMilliseconds ? 'expiring' : 'fresh';
}

/** Whether a token has not expired at `now` (ms since 1970). */
export function isLive(token: AccessToken, now: number): boolean {
  return tokenState(token, now, 0) !== 'expired';
}

/** A token must be valid for this long (ms) when a request is sent, because the service checks it later. */
const maxRequestDuration = 60_000;

/** Whether a token stays valid for a request that is sent at `now` (ms since 1970). Short-lived tokens: half their lifetime. */
export function outlivesRequest({ issuedAt, expiresAt }: AccessToken, now: number): boolean {
  return expiresAt - now > Math.min(maxRequestDuration, (expiresAt - issuedAt) / 2);
}
