import { escapeMarkup } from '../core/common/escapeMarkup';
import { t } from '../core/common/l10n';
import { isProblem, Problem } from '../core/common/problem';
import type { Log } from './log';

/**
 * Logs an error and turns it into a `Problem` that can be shown: without our secrets and tokens, and if it is unexpected
 * without anything that looks like one.
 * @param what the operation that failed, for the log
 */
export function toProblem(log: Log, what: string, error: unknown): Problem {
  if (isProblem(error)) {
    if (error.kind !== 'cancelled') log.error(what, error);
    const [message, nextStep, detail] = [error.message, error.nextStep, error.detail].map(log.redactKnown);
    return new Problem(error.kind, message ?? '', nextStep, detail, error.facts);
  }
  log.error(`${what} failed unexpectedly`, error);
  return new Problem(
    'internal',
    t(
      'An unexpected error occurred: {0}',
      log.redact(error instanceof Error ? error.message : String(error)),
    ),
    t('The log has the details.'),
  );
}

/** The error for other extensions. Its message contains the next step and renders no links. */
export function toReadableError({ message, nextStep }: Problem): Error {
  return new Error(escapeMarkup(`${message} ${nextStep}`.trim()));
}
