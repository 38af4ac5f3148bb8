// The texts about a leak.
import { t } from '../../core/common/l10n';
import { listNames } from '../../core/common/listNames';
import { plainText } from '../../core/masking/redaction';
import type { Profile } from '../../core/profile/profile';
import { describeScopeList, limitSentences } from '../../core/scopes/describeScope';
import { formatLocalTime } from '../../ui/text/formatDuration';
import type { TrackedSecret, TrackedToken } from './secretTracker';

/** The maximum number of scopes that a message describes: more would hide what follows in the message. */
const maxScopes = 3;

/** The maximum number of files that a message lists. */
export const maxNames = 5;

/** The message of a leak; never its value. `now` in ms since 1970. */
export function leakMessage(secret: TrackedSecret, { name, clientId }: Profile, now: number): string {
  if (secret.kind === 'secret') {
    return t(
      'This is the client secret of “{0}”. Anyone who reads this file can request tokens. Remove it here, and reset the secret of client {1} if others have the file.',
      name,
      clientId,
    );
  }
  const until = formatLocalTime(secret.expiresAt, now);
  const does = describeAllowed(secret);
  if (secret.state === 'forgotten') {
    return t(
      'This is an access token of “{0}”, which was forgotten here. Unless it was revoked, anyone who reads this file can use it until {1}: {2}. Replace it with a reference.',
      name,
      until,
      does,
    );
  }
  return secret.state === 'replaced'
    ? t(
        'This is an access token of “{0}”, which a newer one has replaced. Anyone who reads this file can use it until {1}: {2}. Replace it with a reference.',
        name,
        until,
        does,
      )
    : t(
        'This is the access token of “{0}”. Anyone who reads this file can use it until {1}: {2}. Replace it with a reference.',
        name,
        until,
        does,
      );
}

/** A document that is written to disk. `now` in ms since 1970. */
interface SavedDocument {
  readonly file: string;
  readonly isUntitled: boolean;
  readonly now: number;
}

/** The warning when a document with a secret is written to disk: it was saved, or VS Code backs it up. */
export function savedMessage(
  secret: TrackedSecret,
  { name }: Profile,
  { file, isUntitled, now }: SavedDocument,
): string {
  if (isUntitled) {
    return secret.kind === 'secret'
      ? t(
          '“{0}” is not saved, but VS Code keeps a copy of it on the disk, with the client secret of “{1}” in it.',
          file,
          name,
        )
      : t(
          '“{0}” is not saved, but VS Code keeps a copy of it on the disk, with the access token of “{1}” in it. Anyone who reads the copy can use it until {2}.',
          file,
          name,
          formatLocalTime(secret.expiresAt, now),
        );
  }
  return secret.kind === 'secret'
    ? t('“{0}” was saved with the client secret of “{1}” in it.', file, name)
    : t(
        '“{0}” was saved with the access token of “{1}” in it. Anyone who reads the file can use it until {2}.',
        file,
        name,
        formatLocalTime(secret.expiresAt, now),
      );
}

/** The result of cleaning REST Client's history. */
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

/** The result of a replacement. */
export interface ReplacementResult {
  readonly places: number;
  readonly files: number;
  /** The names of files that contain the value and were not changed. */
  readonly left: readonly string[];
  /** The number of changed files that are not saved, because they had unsaved changes before. */
  readonly unsaved: number;
  /** The number of files that were not searched. */
  readonly unread: number;
  /** Whether the workspace has no more files than are searched. */
  readonly isWhole: boolean;
}

/** The result of replacing a token or removing a client secret. */
export function replacedMessage(
  kind: TrackedSecret['kind'],
  outcome: ReplacementResult,
  clientId: string,
): string {
  const { places, files, left, unsaved, unread, isWhole } = outcome;
  const sentences = [
    ...(places === 0 && left.length > 0 ? [] : [doneText(kind, places, files)]),
    ...(left.length > 0 ? [leftText(kind, left)] : []),
    ...(unsaved > 0 ? [unsavedText(unsaved)] : []),
    ...(kind === 'secret'
      ? [t('If others may have seen the file, or Git has it, reset the secret of client {0}.', clientId)]
      : []),
    ...(unread > 0 ? [unreadText(unread)] : []),
    ...(isWhole ? [] : [t('Not all files were searched.')]),
  ];
  return sentences.join(' ');
}

function doneText(kind: TrackedSecret['kind'], places: number, files: number): string {
  if (kind === 'token') {
    if (places === 0) return t('The token was not found in any file.');
    if (places === 1) return t('The token was replaced in 1 place.');
    if (files === 1) return t('The token was replaced in {0} places of 1 file.', places);
    return t('The token was replaced in {0} places of {1} files.', places, files);
  }
  if (places === 0) return t('The client secret was not found in any file.');
  if (places === 1) return t('The client secret was removed from 1 place.');
  if (files === 1) return t('The client secret was removed from {0} places of 1 file.', places);
  return t('The client secret was removed from {0} places of {1} files.', places, files);
}

function leftText(kind: TrackedSecret['kind'], left: readonly string[]): string {
  const names = listNames(left, maxNames);
  return kind === 'token'
    ? t('The token is still in {0}, where an automatic edit could break something. Remove it by hand.', names)
    : t(
        'The client secret is still in {0}, where an automatic edit could break something. Remove it by hand.',
        names,
      );
}

function unsavedText(count: number): string {
  return count === 1
    ? t('1 file has unsaved changes: save it.')
    : t('{0} files have unsaved changes: save them.', count);
}

function unreadText(count: number): string {
  return count === 1
    ? t('1 file was not searched: it is too large or cannot be read.')
    : t('{0} files were not searched: they are too large or cannot be read.', count);
}

/** What a token allows, in plain words. */
function describeAllowed({ grantedScope }: TrackedToken): string {
  const all = describeScopeList(grantedScope).map(words => plainText(words));
  if (all.length === 0) return t('it allows nothing');
  return limitSentences(all, maxScopes).join('; ');
}
