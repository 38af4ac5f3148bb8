import { t } from '../common/l10n';
import { displayTitle } from './displayTitle';
import type { ResourceEntry } from './resource';

/** The maximum length of each title, in characters. */
const maxTitle = 40;

/** The clients that use a policy, on one line: "Used by Storefront, Staff and 3 more". `unread`: clients that could not be read. */
export function describeUsage(users: readonly ResourceEntry[], unread = 0): string {
  if (unread === 0) return describeKnownUsers(users);
  const unknown = describeUnreadClients(unread);
  return users.length > 0 ? `${describeKnownUsers(users)} (${unknown})` : unknown;
}

/** That clients could not be read, on one line. */
export function describeUnreadClients(count: number): string {
  return count === 1 ? t('A client could not be read') : t('{0} clients could not be read', count);
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
