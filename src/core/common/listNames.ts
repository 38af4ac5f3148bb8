import { t } from './l10n';

/** Names in a sentence: at most `max` of them, and how many more there are. */
export function listNames(names: readonly string[], max: number): string {
  const more = names.length - max;
  const listed = names.slice(0, max).join(', ');
  return more > 0 ? t('{0} and {1} more', listed, more) : listed;
}
