import { t } from '../common/l10n';
import { displayTitle } from './displayTitle';
import type { ResourceEntry } from './resource';

/** As much of each title as is shown where several stand in a row. Characters. */
const maxTitle = 40;

/** Who uses a policy, on one line: "Used by Storefront, Staff and 3 more". `unread`: clients nobody could look into. */
export function describeUsage(users: readonly ResourceEntry[], unread = 0): string {
  if (unread === 0) return describeKnownUsers(users);
  const unknown = t('{0} clients could not be read', unread);
  return users.length > 0 ? `${describeKnownUsers(users)} (${unknown})` : unknown;
}

function describeKnownUsers(users: readonly ResourceEntry[]): string {
  const [first = '', second = ''] = users.slice(0, 2).map(user => displayTitle(user, maxTitle));
  switch (users.length) {
    case 0:
      return t('Not used by any client');
    case 1:
      return t('Used by {0}', first);
    case 2:
      return t('Used by {0} and {1}', first, second);
    default:
      return t('Used by {0}, {1} and {2} more', first, second, users.length - 2);
  }
}
