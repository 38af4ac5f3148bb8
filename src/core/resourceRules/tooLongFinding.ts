// The finding of a document that is too long to be checked.
import { t } from '../common/l10n';

/** Longer texts are not checked: it would take more than a second after each pause in typing. In characters. */
const maxCheckedLength = 1_200_000;

/** In place of the findings of a document, if one of these texts is too long for it to be checked; undefined if none is. */
export function tooLongFinding(
  ...texts: readonly string[]
): { severity: 'information'; message: string; start: number; end: number } | undefined {
  if (texts.every(({ length }) => length <= maxCheckedLength)) return undefined;
  const message = t(
    'This document is too long for Hosted Login to check here. It is checked before anything of it is sent.',
  );
  return { severity: 'information', message, start: 0, end: 1 };
}
