// Says in messages why files were left as they are.
import { addToList } from '../common/collections';
import { t } from '../common/l10n';
import { listNames } from '../common/listNames';
import type { KeptReason } from './pull';

interface WithReason {
  readonly address: string;
  readonly reason: string;
}

/** Of those with one reason, and of reasons. The log has all. */
const maxListed = 3;

/** The addresses with their reasons, those with the same one together: `clients/a, clients/b (…); clients/c (…)`. */
export function withReasons(entries: readonly WithReason[]): string {
  const byReason = new Map<string, string[]>();
  for (const { address, reason } of entries) addToList(byReason, reason, address);
  const groups = Array.from(
    byReason,
    ([reason, addresses]) => `${listNames(addresses, maxListed)} (${reason})`,
  );
  return [
    ...groups.slice(0, maxListed),
    ...(groups.length > maxListed ? [t('and {0} more reasons', groups.length - maxListed)] : []),
  ].join('; ');
}

/** What is left out and why, for a message; empty if nothing is. */
export function leftOutText(entries: readonly WithReason[]): string {
  return entries.length === 0 ? '' : t('Left out: {0}', withReasons(entries));
}

/** Why Pull kept a file, in words. */
export function describeKept(reason: KeptReason): string {
  switch (reason) {
    case 'changedHere':
      return t('changed here');
    case 'deletedHere':
      return t('deleted here');
    case 'onlyHere':
      return t('not on the service yet');
    case 'conflict':
      return t('changed here and on the service');
    case 'unknownBase':
      return t('differs, and there is no record of the last pull');
    case 'invalid':
      return t('cannot be read, or it is unclear which policy or client it is for');
  }
}
