import { t } from '../../core/l10n';
import { isProblem } from '../../core/problem';
import { saysTheSame, shownText } from '../../core/resourceText';
import type { Clock } from '../../vault/countdown';
import type { WriteNote } from '../../vault/writeNotes';
import { endOf } from './applying';
import type { ProfileDesk } from './desk';
import type { ConfigurationRooms } from './rooms';
import { keepSecret, usersOf } from './rotating';

/** A write that is younger than this, in ms, may still be under way in another window. */
const stillRunning = 2 * 60_000;

/** What looking after unfinished writes works with. */
type Rooms = Pick<
  ConfigurationRooms,
  'notes' | 'history' | 'profiles' | 'desks' | 'keeper' | 'now' | 'mask' | 'warn'
>;

/**
 * Tells what became of the writes that were under way when a window closed: of those that are old enough now, and of
 * the others once they are, for this may be the very window, loaded again. Returns what stops that.
 */
export function followUnfinished(
  rooms: Rooms,
  tell: (text: string) => void,
  after: Clock['after'],
): () => void {
  const youngest = Math.max(...rooms.notes.all.map(({ at }) => at));
  const wait = youngest + stillRunning + 1 - rooms.now();
  void tellUnfinished(rooms, tell);
  // A clock that was set back may say years: no longer than a note that began just now needs.
  return wait > 0
    ? after(Math.min(wait, stillRunning + 1), () => void tellUnfinished(rooms, tell))
    : () => undefined;
}

/** Looks what became of writes that were under way when a window closed, and tells. Never rejects. */
export async function tellUnfinished(rooms: Rooms, tell: (text: string) => void): Promise<void> {
  const { notes, profiles, desks, now, warn } = rooms;
  // Of a clock that was set back too: what is to begin yet is no write that is under way.
  for (const note of notes.all.filter(({ at }) => Math.abs(now() - at) > stillRunning)) {
    try {
      const profile = profiles.all.find(({ id }) => id === note.profileId);
      if (profile) {
        const text = await outcome(rooms, desks.for(profile), note);
        tell(t('When a window of VS Code closed, a request of “{0}” was under way. {1}', profile.name, text));
      }
      // That of spare access says what is ours, until it is all there.
      if (note.does !== 'spare' || !profile) await notes.remove(note);
    } catch (error) {
      // The service can not be asked now: the next window does.
      warn('What became of a write could not be seen', error);
    }
  }
}

async function outcome(rooms: Rooms, desk: ProfileDesk, note: WriteNote): Promise<string> {
  const { title } = note;
  switch (note.does) {
    case 'create': {
      const { entries } = await desk.holdings.configuration.list(note.kind);
      if (entries.some(entry => entry.title === title)) return t('There is a “{0}”.', title);
      return entries.some(entry => entry.title === '')
        ? t('Whether “{0}” was created can not be told from the list: look at those without a title.', title)
        : t('“{0}” was not created.', title);
    }
    case 'delete':
      return (await bodyOf(desk, note)) === undefined
        ? t('“{0}” was deleted.', title)
        : t('“{0}” was not deleted.', title);
    case 'replace': {
      const body = await bodyOf(desk, note);
      return body === undefined
        ? t('“{0}” is not there any more.', title)
        : endInWords(title, shownText(body), await textBefore(rooms, note), note.text);
    }
    case 'spare':
      return t(
        'Spare configuration access was being created. Run Create Spare Configuration Access again: it goes on with what is there.',
      );
    case 'resetSecret': {
      const users = usersOf(rooms.profiles, desk.profile, note.id);
      const secret = await secretNow(desk, note);
      if (secret === undefined) {
        return t(
          'The secret of “{0}” may be a new one, and can not be read with the one that is kept. Come in by another profile and reset it there, or edit the profile and enter the secret.',
          title,
        );
      }
      const unsaved = await keepSecret(rooms, users, secret);
      if (unsaved.length > 0) throw new Error('The secret could not be kept');
      return users.length > 0
        ? t('The secret that “{0}” has now was read, and is kept in its profile.', title)
        : t('The secret of “{0}” may be a new one.', title);
    }
  }
}

/** What became of a change, by the texts that are there, that were there before (where they are kept), and that were sent. */
function endInWords(title: string, found: string, before: string, sent: string): string {
  if (saysTheSame(sent, before)) {
    return t('Whether the new secret in “{0}” was stored can not be seen: enter it once more.', title);
  }
  switch (endOf(found, before, sent)) {
    case 'made':
      return t('The change of “{0}” was made.', title);
    case 'notMade':
      return t('The change of “{0}” was not made.', title);
    case 'otherwise':
      return t(
        'The service has “{0}” otherwise than before, and otherwise than it was sent: look at it.',
        title,
      );
  }
}

/** The text that the note's write was to replace; an empty object where no copy of it is kept. */
async function textBefore({ history }: Rooms, note: WriteNote): Promise<string> {
  const versions = await history.versions(note.profileId, note);
  return versions.find(({ at }) => at <= note.at)?.text ?? '{}';
}

/** The secret that counts; undefined where the service lets nobody read it with what this profile has. */
async function secretNow({ holdings }: ProfileDesk, { id }: WriteNote): Promise<string | undefined> {
  try {
    return await holdings.configuration.readSecret(id);
  } catch (error) {
    const isRefused =
      isProblem(error) &&
      ['invalidClient', 'secretMissing', 'nothingGranted', 'forbidden'].includes(error.kind);
    if (isRefused) return undefined;
    throw error;
  }
}

async function bodyOf({ holdings }: ProfileDesk, { kind, id }: WriteNote): Promise<string | undefined> {
  try {
    return (await holdings.read({ kind, id })).body;
  } catch (error) {
    if (isProblem(error) && error.kind === 'gone') return undefined;
    throw error;
  }
}
