import { t } from './l10n';

/** The maximum per document: VS Code renders every one. */
export const maxFindings = 100;

/**
 * The findings to show. If there are more, a last one says how many.
 * @param last creates that one at the place of the first that is left out
 */
export function limitFindings<Finding>(
  all: readonly Finding[],
  last: (message: string, leftOut: Finding) => Finding,
): readonly Finding[] {
  const leftOut = all[maxFindings];
  if (leftOut === undefined) return all;
  const count = all.length - maxFindings;
  const message =
    count === 1
      ? t('1 more finding of Hosted Login is not shown.')
      : t('{0} more findings of Hosted Login are not shown.', count);
  return [...all.slice(0, maxFindings), last(message, leftOut)];
}
