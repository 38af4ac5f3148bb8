import { t } from '../../core/l10n';
import type { Profile } from '../../core/profile';
import { plainText } from '../../core/redaction';
import { describeScopeList } from '../../core/scopeWords';
import { localTime } from '../../ui/timeWords';
import type { Known, KnownToken } from './knownValues';

/** So many scopes are told in full; more would hide the rest of the message. */
const mostScopes = 3;

/** What is said of a value that stands in a file; never the value. `now` in ms since 1970. */
export function leakMessage(about: Known, { name, clientId }: Profile, now: number): string {
  if (about.kind === 'secret') {
    return t(
      'The client secret of “{0}” itself. Whoever reads this file can request tokens. Remove it here, and reset the secret of client {1} if others have the file.',
      name,
      clientId,
    );
  }
  const until = localTime(about.expiresAt, now);
  const does = allowed(about);
  return about.state === 'replaced'
    ? t(
        'An access token of “{0}” itself; a newer one has its place. Whoever reads this file may use it until {1}: {2}. Replace it by a reference.',
        name,
        until,
        does,
      )
    : t(
        'The access token of “{0}” itself. Whoever reads this file may use it until {1}: {2}. Replace it by a reference.',
        name,
        until,
        does,
      );
}

/** What is said when a file is saved that holds a value. */
export function savedMessage(about: Known, { name }: Profile, file: string, now: number): string {
  return about.kind === 'secret'
    ? t('{0} was saved with the client secret of “{1}” in it.', file, name)
    : t(
        '{0} was saved with the access token of “{1}” in it. Whoever reads the file may use it until {2}.',
        file,
        name,
        localTime(about.expiresAt, now),
      );
}

/** What a token allows, in plain words. */
function allowed({ grantedScope }: KnownToken): string {
  const all = describeScopeList(grantedScope).map(words => plainText(words));
  if (all.length === 0) return t('it allows nothing');
  const told = all.slice(0, mostScopes).join('; ');
  return all.length > mostScopes ? t('{0}; and {1} more', told, all.length - mostScopes) : told;
}
