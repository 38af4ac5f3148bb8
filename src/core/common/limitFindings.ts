import { t } from './l10n';

/** The maximum per document: VS Code renders every one. */
export const maxFindings = 100;

/** Longer texts, in characters, are not checked: that would take more than a second after each pause in typing. */
export const maxCheckedLength = 1_200_000;

export function tooLongMessage(): string {
  return t(
    'This document is too long for Hosted Login to check here. It is checked before anything of it is sent.',
  );
}

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
