import { isProblem } from '../../core/common/problem';
import type { HttpRequest, HttpResponse } from '../http';
import { readRetryAfter } from '../problems/statusProblem';

/** How one try of a request ended. */
export type Outcome = { readonly response: HttpResponse } | { readonly error: unknown };

/** The tries of one request so far. */
export interface Attempts {
  /** From 1. */
  readonly count: number;
  /** Milliseconds since the first one began. */
  readonly elapsed: number;
  /** At least 0, less than 1: spreads the waiting, so that not all who failed together come back together. */
  readonly random: number;
}

const maxAttempts = 3;

/** Milliseconds before the second try; twice as many before the third. */
const firstDelay = 500;

/** The longest that a service may let us wait with `Retry-After`; longer, and a person decides. */
const maxRetryAfter = 10_000;

/** Milliseconds from the beginning of the first try on, after which none begins any more. */
const maxElapsed = 20_000;

/** Connections that ended before the answer was there. */
const connectionLostCodes = /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/;

/**
 * How many milliseconds to wait before the request is sent again, or undefined: the outcome stands. Only a GET is
 * repeated (RFC 9110 §9.2.2: whatever it did, doing it twice does no harm), and no time-out, which has cost enough.
 */
export function retryDelay(
  { method }: Pick<HttpRequest, 'method'>,
  outcome: Outcome,
  { count, elapsed, random }: Attempts,
): number | undefined {
  if (method !== 'GET' || count >= maxAttempts) return undefined;
  const backOff = firstDelay * 2 ** (count - 1) * (0.5 + random / 2);
  const wait =
    'error' in outcome ? delayAfterError(outcome.error, backOff) : delayAfterStatus(outcome, count, backOff);
  return wait === undefined || elapsed + wait > maxElapsed ? undefined : wait;
}

function delayAfterError(error: unknown, backOff: number): number | undefined {
  return isProblem(error) && error.kind === 'network' && connectionLostCodes.test(error.detail)
    ? backOff
    : undefined;
}

function delayAfterStatus(
  { response }: { readonly response: HttpResponse },
  count: number,
  backOff: number,
): number | undefined {
  const { status } = response;
  const isBusy = status === 502 || status === 503 || status === 504;
  if (!isBusy && status !== 429) return undefined;
  const seconds = readRetryAfter(response);
  if (seconds !== undefined && seconds * 1000 > maxRetryAfter) return undefined;
  if (isBusy) return Math.max(backOff, (seconds ?? 0) * 1000);
  // Obeyed once: who is asked for fewer requests and comes back twice was told something else.
  return count === 1 && seconds !== undefined ? seconds * 1000 : undefined;
}
