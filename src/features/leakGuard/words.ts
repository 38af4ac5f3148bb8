import { t } from '../../core/l10n';
import type { Profile } from '../../core/profile';
import { plainText } from '../../core/redaction';
import { describeScopeList } from '../../core/scopeWords';
import { localTime } from '../../ui/timeWords';
import type { Known, KnownToken } from './knownValues';

/** So many scopes are told in full; more would hide the rest of the message. */
const mostScopes = 3;

/** So many files are named. */
const mostNames = 5;

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
  if (about.state === 'forgotten') {
    return t(
      'An access token of “{0}” itself, which was forgotten here. Unless it was revoked, whoever reads this file may use it until {1}: {2}. Replace it by a reference.',
      name,
      until,
      does,
    );
  }
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

/** A document that gets to the disk. `now` in ms since 1970. */
interface KeptDocument {
  readonly file: string;
  readonly isUntitled: boolean;
  readonly now: number;
}

/** What is said when a document gets to the disk that holds a value: it was saved, or VS Code backs it up. */
export function keptMessage(
  about: Known,
  { name }: Profile,
  { file, isUntitled, now }: KeptDocument,
): string {
  if (isUntitled) {
    return about.kind === 'secret'
      ? t(
          '{0} is not saved, but VS Code keeps a copy of it on the disk, with the client secret of “{1}” in it.',
          file,
          name,
        )
      : t(
          '{0} is not saved, but VS Code keeps a copy of it on the disk, with the access token of “{1}” in it. Whoever reads that may use it until {2}.',
          file,
          name,
          localTime(about.expiresAt, now),
        );
  }
  return about.kind === 'secret'
    ? t('{0} was saved with the client secret of “{1}” in it.', file, name)
    : t(
        '{0} was saved with the access token of “{1}” in it. Whoever reads the file may use it until {2}.',
        file,
        name,
        localTime(about.expiresAt, now),
      );
}

/** What is said when REST Client's history was cleaned. */
export function cleanedMessage(count: number): string {
  if (count === 0) {
    return t(
      'The history of REST Client holds none of the tokens and client secrets that are kept here or were seen in this window.',
    );
  }
  return count === 1
    ? t('1 value was replaced in the history of REST Client.')
    : t('{0} values were replaced in the history of REST Client.', count);
}

/** What became of a replacement. */
export interface Replaced {
  readonly places: number;
  readonly files: number;
  /** The names of the files that hold the value and were left as they are. */
  readonly left: readonly string[];
  /** How many changed files had unsaved changes, and were not saved. */
  readonly unsaved: number;
  /** How many files were not looked through. */
  readonly unread: number;
  /** Whether there are no more files than are looked through. */
  readonly isWhole: boolean;
}

/** What is said when a value was replaced, or a client secret removed; no more than what was done. */
export function replacedMessage(kind: Known['kind'], outcome: Replaced, clientId: string): string {
  const { places, files, left, unsaved, unread, isWhole } = outcome;
  const sentences = [
    ...(places === 0 && left.length > 0 ? [] : [doneText(kind, places, files)]),
    ...(left.length > 0 ? [leftText(kind, left)] : []),
    ...(unsaved > 0 ? [unsavedText(unsaved)] : []),
    ...(kind === 'secret'
      ? [t('If others have had the file, or git has it, reset the secret of client {0}.', clientId)]
      : []),
    ...(unread > 0 ? [unreadText(unread)] : []),
    ...(isWhole ? [] : [t('There are more files than were looked through.')]),
  ];
  return sentences.join(' ');
}

function doneText(kind: Known['kind'], places: number, files: number): string {
  if (kind === 'token') {
    if (places === 0) return t('The token was found in no file.');
    return places === 1
      ? t('The token was replaced in 1 place.')
      : t('The token was replaced in {0} places of {1} files.', places, files);
  }
  if (places === 0) return t('The client secret was found in no file.');
  return places === 1
    ? t('The client secret was removed from 1 place.')
    : t('The client secret was removed from {0} places of {1} files.', places, files);
}

function leftText(kind: Known['kind'], left: readonly string[]): string {
  const names = listed(left);
  return kind === 'token'
    ? t('The token is still in {0}: an edit from here could damage that. Remove it there.', names)
    : t('The client secret is still in {0}: an edit from here could damage that. Remove it there.', names);
}

function unsavedText(count: number): string {
  return count === 1
    ? t('1 file has unsaved changes: save it.')
    : t('{0} files have unsaved changes: save them.', count);
}

function unreadText(count: number): string {
  return count === 1
    ? t('1 file was not looked through: it is too large or can not be read.')
    : t('{0} files were not looked through: they are too large or can not be read.', count);
}

/** The names of some files, not too many. */
export function listed(names: readonly string[]): string {
  const told = names.slice(0, mostNames).join(', ');
  return names.length > mostNames ? t('{0} and {1} more', told, names.length - mostNames) : told;
}

/** What a token allows, in plain words. */
function allowed({ grantedScope }: KnownToken): string {
  const all = describeScopeList(grantedScope).map(words => plainText(words));
  if (all.length === 0) return t('it allows nothing');
  const told = all.slice(0, mostScopes).join('; ');
  return all.length > mostScopes ? t('{0}; and {1} more', told, all.length - mostScopes) : told;
}
