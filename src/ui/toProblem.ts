import { escapeMarkup } from '../core/common/escapeMarkup';
import { t } from '../core/common/l10n';
import { isProblem, Problem } from '../core/common/problem';
import type { Log } from './log';

/**
 * The problem that a failure is to people and to callers, once the log knows of it: without our secrets and tokens, and
 * an unexpected one without anything that looks like one.
 * @param what failed: a command's id or the like, for the log
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
    t('This did not work: {0}', log.redact(error instanceof Error ? error.message : String(error))),
    t('The log has the details.'),
  );
}

/**
 * What callers outside get: an error whose message holds what to do next too. Whoever shows it, or VS Code itself, makes
 * no link of what is in it.
 */
export function toReadableError({ message, nextStep }: Problem): Error {
  return new Error(escapeMarkup(`${message} ${nextStep}`.trim()));
}
