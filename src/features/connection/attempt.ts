// Runs one stage of the check with its timeout.
import { connectionProblem } from '../../api/problems/connectionProblem';
import { Deadline } from '../../api/transport/deadline';
import { isProblem, type Problem } from '../../core/common/problem';
import type { Outcome } from './stages';

/** Timeouts in ms: of a stage that only connects, and of one that sends a request. */
export interface TimeLimits {
  readonly probe: number;
  readonly request: number;
}

/** What a stage resolved with, or why it failed. */
type Attempt<T> =
  { readonly value: T; readonly problem?: never } | { readonly problem: Problem; readonly value?: never };

/**
 * Runs a stage with its own timeout. Rejects with a `cancelled` problem if the signal is aborted, and with unexpected
 * errors.
 */
export async function attempt<T>(
  url: string,
  signal: AbortSignal,
  limit: number,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<Attempt<T>> {
  const deadline = new Deadline(limit);
  try {
    return { value: await run(AbortSignal.any([signal, deadline.signal])) };
  } catch (error) {
    if (!signal.aborted && deadline.signal.aborted) {
      return { problem: connectionProblem(deadline.signal.reason, url, false) };
    }
    if (!signal.aborted && !isProblem(error) && !isSystemError(error)) throw error;
    const problem = connectionProblem(error, url, signal.aborted);
    if (problem.kind === 'cancelled') throw problem;
    return { problem };
  } finally {
    deadline.end();
  }
}

/** A stage that passed. */
export function passed(message: string): Outcome {
  return { state: 'passed', message };
}

/** A stage that failed. `more` is appended to the message. */
export function failed({ kind, message, nextStep }: Problem, more = ''): Outcome {
  return { state: 'failed', kind, message: `${message} ${more}`.trim(), nextStep };
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'code' in error;
}
