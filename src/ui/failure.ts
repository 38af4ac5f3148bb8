import { t } from '../core/l10n';
import { isProblem, Problem } from '../core/problem';
import type { Log } from './log';

/**
 * The problem that a failure is to people, once the log knows of it. An unexpected one loses what must not be seen.
 * @param what failed: a command's id or the like, for the log
 */
export function problemFrom(log: Log, what: string, error: unknown): Problem {
  if (isProblem(error)) {
    if (error.kind !== 'cancelled') log.error(what, error);
    return error;
  }
  log.error(`${what} failed unexpectedly`, error);
  return new Problem(
    'internal',
    t('This did not work: {0}', log.redact(error instanceof Error ? error.message : String(error))),
    t('The log has the details.'),
  );
}

/** What callers outside get: an error whose message holds what to do next too. */
export function readableError({ message, nextStep }: Problem): Error {
  return new Error(`${message} ${nextStep}`.trim());
}
