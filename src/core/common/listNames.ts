import { displayText } from './displayText';
import { t } from './l10n';

/** As many as a message or a question can hold. */
const maxListed = 20;

/** Names in a sentence: at most `max` of them, each on one line and cut, and how many more there are. */
export function listNames(names: readonly string[], max = maxListed): string {
  const more = names.length - max;
  const listed = names
    .slice(0, max)
    .map(name => displayText(name))
    .join(', ');
  return more > 0 ? t('{0} and {1} more', listed, more) : listed;
}
