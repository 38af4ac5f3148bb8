import { t } from './l10n';

/** So many findings are shown in a document: nobody reads more, and VS Code draws each of them. */
export const maxFindings = 100;

/**
 * The findings that are shown. Where some are left out, a last one says how many.
 * @param last says a sentence at the place of the first one that is left out
 */
export function limitFindings<Finding>(
  all: readonly Finding[],
  last: (message: string, leftOut: Finding) => Finding,
): readonly Finding[] {
  const leftOut = all[maxFindings];
  if (leftOut === undefined) return all;
  const message = moreFindingsMessage(all.length - maxFindings);
  return [...all.slice(0, maxFindings), last(message, leftOut)];
}

/** Says that there are more findings than are shown. */
export function moreFindingsMessage(count: number): string {
  return t('{0} more findings of Hosted Login are not shown.', count);
}
