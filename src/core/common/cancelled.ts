import { t } from './l10n';
import { isProblem, Problem } from './problem';

/** The problem for a cancelled operation. Not shown to the user. */
export function cancelled(): Problem {
  return new Problem('cancelled', t('Cancelled.'));
}

/**
 * Waits for an operation. If it fails because its signal is aborted, rejects with a `cancelled` problem; but a `Problem`
 * stays: it may tell what a write has changed.
 */
export async function cancelledIfAborted<T>(
  signal: AbortSignal | undefined,
  operation: Promise<T>,
): Promise<T> {
  try {
    return await operation;
  } catch (error) {
    throw signal?.aborted === true && !isProblem(error) ? cancelled() : error;
  }
}
