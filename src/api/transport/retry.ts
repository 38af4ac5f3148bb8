// Decides whether and when a request is sent again.
import { isProblem } from '../../core/common/problem';
import type { HttpRequest, HttpResponse } from '../http';
import { readRetryAfter } from '../problems/statusProblem';

export type Outcome = { readonly response: HttpResponse } | { readonly error: unknown };

interface Attempts {
  /** Starts at 1. */
  readonly count: number;
  /** Milliseconds since the first attempt began. */
  readonly elapsed: number;
  /** At least 0, less than 1: jitter, so that clients that failed together do not retry together. */
  readonly random: number;
}

const maxAttempts = 3;

/** In ms before the second attempt; doubled before the third. */
const firstDelay = 500;

/** In ms. With a longer `Retry-After` the user decides. */
const maxRetryAfter = 10_000;

/** No attempt starts later than this after the first one, in ms. */
const maxElapsed = 20_000;

/** The connection was lost before the answer. */
const connectionLostCodes = /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/;

/**
 * Milliseconds to wait before the request is sent again, or undefined for no retry. Only a GET is repeated (idempotent,
 * RFC 9110 §9.2.2), and not after a time-out, which has taken long enough.
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
  // A second 429 in spite of the wait needs the user.
  return count === 1 && seconds !== undefined ? seconds * 1000 : undefined;
}
