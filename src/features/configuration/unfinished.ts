import * as vscode from 'vscode';
import { t } from '../../core/l10n';
import { isProblem } from '../../core/problem';
import { saysTheSame, shownText } from '../../core/resourceText';
import type { WriteNote } from '../../vault/writeNotes';
import type { ProfileDesk } from './desk';
import type { ConfigurationRooms } from './rooms';
import { keepSecret, usersOf } from './rotating';

/** A write that is younger than this, in ms, may still be under way in another window. */
const stillRunning = 2 * 60_000;

/** Looks what became of writes that were under way when a window closed, and tells. Never rejects. */
export async function tellUnfinished(rooms: ConfigurationRooms): Promise<void> {
  const { notes, profiles, desks, now, warn } = rooms;
  for (const note of notes.all.filter(({ at }) => now() - at > stillRunning)) {
    try {
      const profile = profiles.all.find(({ id }) => id === note.profileId);
      if (profile) {
        const text = await outcome(rooms, desks.for(profile), note);
        void vscode.window.showInformationMessage(
          t('When a window of VS Code closed, a request was under way. {0}', text),
        );
      }
      await notes.remove(note);
    } catch (error) {
      // The service can not be asked now: the next window does.
      warn('What became of a write could not be seen', error);
    }
  }
}

async function outcome(rooms: ConfigurationRooms, desk: ProfileDesk, note: WriteNote): Promise<string> {
  const { title } = note;
  switch (note.does) {
    case 'create': {
      const { entries } = await desk.holdings.configuration.list(note.kind);
      return entries.some(entry => entry.title === title)
        ? t('“{0}” was created.', title)
        : t('“{0}” was not created.', title);
    }
    case 'delete':
      return (await bodyOf(desk, note)) === undefined
        ? t('“{0}” was deleted.', title)
        : t('“{0}” was not deleted.', title);
    case 'replace': {
      const body = await bodyOf(desk, note);
      if (body === undefined) return t('“{0}” is not there any more.', title);
      return saysTheSame(shownText(body), note.text)
        ? t('The change of “{0}” was made.', title)
        : t(
            'The service has “{0}” otherwise than it was sent: the change was not made, or somebody else made another.',
            title,
          );
    }
    case 'resetSecret': {
      const users = usersOf(rooms.profiles, desk.profile, note.id);
      const secret = await desk.holdings.configuration.readSecret(note.id);
      const unsaved = await keepSecret(rooms, users, secret);
      if (unsaved.length > 0) throw new Error('The secret could not be kept');
      return users.length > 0
        ? t('The secret that “{0}” has now was read, and is kept in its profile.', title)
        : t('The secret of “{0}” may be a new one.', title);
    }
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
