import { t } from '../../core/l10n';
import { isProblem } from '../../core/problem';
import { isSameId, type Profile } from '../../core/profile';
import { saysTheSame, shownText } from '../../core/resourceText';
import { isSameCustomer } from '../../vault/client';
import type { Clock } from '../../vault/countdown';
import type { WriteNote } from '../../vault/writeNotes';
import { isNoAccess, withAnyAccess } from './anyAccess';
import { endOf } from './applying';
import type { ProfileDesk } from './desk';
import { untilClear } from './journal';
import type { ConfigurationRooms } from './rooms';
import { holdersOf, keepSecret } from './rotating';
import { readSecret, trySecret } from './secretProof';

/** A write that is younger than this, in ms, may still be under way in another window. */
const stillRunning = 2 * 60_000;

/** How long until a note is looked at again, in ms: where its window may still be at it, and where nobody could tell. */
const soon = 5_000;
const later = 60_000;

/** As long as this, in ms, it is tried again where no access of now can see what became of a write. */
const longestTry = 10 * 60_000;

/** What looking after unfinished writes works with. */
type Rooms = Pick<
  ConfigurationRooms,
  | 'notes'
  | 'history'
  | 'profiles'
  | 'desks'
  | 'issue'
  | 'now'
  | 'pause'
  | 'owner'
  | 'isGone'
  | 'mask'
  | 'warn'
>;

/** Looks after the notes of writes until none is left. */
export interface Following {
  /** A note was left just now, in this window. */
  readonly check: () => void;
  readonly stop: () => void;
}

/**
 * Tells what became of the writes that were under way when a window closed, or whose answer was lost in this one: as soon
 * as the process that sent them is known to be gone, else once they are old enough.
 */
export function followUnfinished(
  rooms: Rooms,
  tell: (text: string) => void,
  after: Clock['after'],
): Following {
  let isLooking = false;
  let isAskedAgain = false;
  let isStopped = false;
  let cancel: () => void = () => undefined;
  const look = async () => {
    isAskedAgain = isLooking;
    if (isLooking) return;
    isLooking = true;
    cancel();
    await tellUnfinished(rooms, tell);
    const wait = await untilNextLook(rooms);
    isLooking = false;
    if (isStopped) return;
    // A note that was left meanwhile may not have been among them.
    if (isAskedAgain) void look();
    else if (wait !== undefined) cancel = after(wait, () => void look());
  };
  void look();
  return {
    check: () => void look(),
    stop: () => {
      isStopped = true;
      cancel();
    },
  };
}

/** In ms; undefined where nothing is left to look after. */
async function untilNextLook(rooms: Rooms): Promise<number | undefined> {
  try {
    const left = (await rooms.notes.all()).filter(({ does }) => does !== 'spare');
    if (left.length === 0) return undefined;
    return left.every(note => isOver(rooms, note)) ? later : soon;
  } catch {
    return later;
  }
}

/** Whether nobody can be at a write any more. */
export function isOver({ now, isGone }: Pick<Rooms, 'now' | 'isGone'>, { at, owner }: WriteNote): boolean {
  // Of a clock that was set back too: what is to begin yet is no write that is under way.
  return isGone(owner) || Math.abs(now() - at) > stillRunning;
}

/** Looks what became of the writes that are over, and tells. Never rejects. */
export async function tellUnfinished(rooms: Rooms, tell: (text: string) => void): Promise<void> {
  const { notes, profiles, desks, now, warn } = rooms;
  const found = await notes.all().catch((error: unknown) => {
    warn('The notes of writes could not be read', error);
    return [];
  });
  for (const note of found.filter(candidate => candidate.isTold !== true && isOver(rooms, candidate))) {
    try {
      const profile = profileOf(note, profiles.all);
      const writer = profiles.all.find(({ id }) => id === note.profileId);
      if (profile) {
        const text = await outcome(rooms, desks.for(profile), note);
        tell(
          note.owner === rooms.owner
            ? t('A request of “{0}” was looked at once more. {1}', profile.name, text)
            : t('When a window of VS Code closed, a request of “{0}” was under way. {1}', profile.name, text),
        );
      } else if (writer) {
        tell(
          t(
            'What became of a write to “{0}” cannot be seen: the profile “{1}” is for another customer by now.',
            ...[note.title, writer.name],
          ),
        );
      }
      // That of spare access says what is ours, until it is all there.
      if (note.does === 'spare' && profile) await notes.put({ ...note, isTold: true });
      else await notes.remove(note);
    } catch (error) {
      // It is tried again, here or in the next window: the service may not be there, or somebody may give access again.
      warn('What became of a write could not be seen', error);
      if (!isNoAccess(error) || Math.abs(now() - note.at) < longestTry) continue;
      tell(
        t(
          'What became of a write to “{0}” cannot be seen: no profile of this machine may read it any more.',
          note.title,
        ),
      );
      await notes.remove(note).catch(() => undefined);
    }
  }
}

async function outcome(rooms: Rooms, desk: ProfileDesk, note: WriteNote): Promise<string> {
  const { title } = note;
  // What a read shows may lag: what is not to be seen is looked for several times, and never told for certain.
  const seen = <T>(look: () => Promise<T>, isClear: (found: T) => boolean) =>
    untilClear(rooms.pause, look, isClear);
  switch (note.does) {
    case 'create': {
      const list = () => withAnyAccess(desk, configuration => configuration.list(note.kind));
      const { entries } = await seen(list, found => found.entries.some(entry => entry.title === title));
      if (entries.some(entry => entry.title === title)) return t('There is a “{0}”.', title);
      return entries.some(entry => entry.title === '')
        ? t('Whether “{0}” was created cannot be told from the list: look at those without a title.', title)
        : t(
            'The service shows no “{0}”: it was probably not created. Look before you create it again.',
            title,
          );
    }
    case 'delete':
      return (await seen(
        () => bodyOf(desk, note),
        body => body === undefined,
      )) === undefined
        ? t('“{0}” was deleted.', title)
        : t('The service still shows “{0}”: it was probably not deleted.', title);
    case 'replace': {
      const before = await textBefore(rooms, note);
      const found = await seen(
        () => bodyOf(desk, note),
        body => body !== undefined && endOf(note.kind, shownText(body), before, note.text) === 'made',
      );
      return found === undefined
        ? t('“{0}” is not there any more.', title)
        : endInWords(note, shownText(found), before);
    }
    case 'spare':
      return t(
        'Spare configuration access was being created. Run Create Spare Configuration Access again: it goes on with what is there.',
      );
    case 'resetSecret':
      return secretOutcome(rooms, desk, note);
  }
}

/**
 * What became of a reset: proved by the token endpoint, since a read may lag and tell the secret of before. Rejects where
 * that has to be tried again.
 */
async function secretOutcome(rooms: Rooms, desk: ProfileDesk, note: WriteNote): Promise<string> {
  const { profiles, now } = rooms;
  const { id, title } = note;
  const noted = note.text.split(' ');
  const known = await holdersOf(profiles, desk.profile, id);
  // One that is for another client by now has the secret of that.
  const holders = profiles.all.filter(
    profile =>
      known.some(other => other.id === profile.id) || (noted.includes(profile.id) && isOf(profile, note)),
  );
  const states = await Promise.all(
    holders.map(async holder => {
      const clientSecret = await profiles.clientSecret(holder).catch(() => '');
      return trySecret(rooms, holder, { clientId: id, clientSecret });
    }),
  );
  if (states.length > 0 && states.every(state => state === 'accepted')) {
    // Whose window is gone may still be on its way: what works now may end in a moment.
    if (Math.abs(now() - note.at) <= stillRunning) throw new Error('The reset may still be under way');
    return t('The secret of “{0}” that is kept in its profile works.', title);
  }
  const { secret, state } = await untilClear(
    rooms.pause,
    async () => {
      const clientSecret = await readSecret(desk, id);
      return {
        secret: clientSecret,
        state:
          clientSecret === undefined
            ? 'refused'
            : await trySecret(rooms, desk.profile, { clientId: id, clientSecret }),
      };
    },
    found => found.state === 'accepted',
  );
  if (holders.length === 0) return t('The secret of “{0}” may be a new one.', title);
  if (secret !== undefined && state === 'accepted') {
    const unsaved = await keepSecret(rooms, holders, note, secret);
    if (unsaved.length > 0) throw new Error('The secret could not be kept');
    return t('The secret that “{0}” has now was read, proved, and is kept in its profile.', title);
  }
  // A read may lag, and somebody may give access again.
  if (state === 'unasked' || Math.abs(now() - note.at) < longestTry) {
    throw new Error('No secret that was read is known to count');
  }
  if (secret !== undefined && state === 'unknown') {
    if ((await keepSecret(rooms, holders, note, secret)).length > 0)
      throw new Error('The secret could not be kept');
    return t(
      'The secret that “{0}” has now was read, and is kept in its profile. It could not be tried: the service grants its client no token.',
      title,
    );
  }
  return t(
    'The secret of “{0}” may be a new one, and cannot be read from this machine. Reset it with another configuration access, or edit the profile and enter the secret.',
    title,
  );
}

/**
 * The profile that wrote, as long as it is for that customer. Where it is not, another one of the customer; where it is
 * gone, what it did to the secret of others still matters to them: then one of those that had it.
 */
function profileOf(note: WriteNote, all: readonly Profile[]): Profile | undefined {
  const writer = all.find(({ id }) => id === note.profileId);
  const isHere = (profile: Profile) => isSameCustomer(profile, note);
  if (writer && isHere(writer)) return writer;
  const holders = note.does === 'resetSecret' ? note.text.split(' ') : [];
  return (
    all.find(profile => holders.includes(profile.id) && isOf(profile, note)) ?? (writer && all.find(isHere))
  );
}

/** Whether a profile is for the client that a note is of, perhaps at another host of the service. */
function isOf({ clientId, customerId }: Profile, note: WriteNote): boolean {
  return isSameId(clientId, note.id) && isSameId(customerId, note.customerId);
}

/** What became of a change, by the texts that are there, that were there before (where they are kept), and that were sent. */
function endInWords({ kind, title, text: sent }: WriteNote, found: string, before: string): string {
  if (saysTheSame(sent, before)) {
    return t('Whether the new secret in “{0}” was stored cannot be seen: enter it once more.', title);
  }
  switch (endOf(kind, found, before, sent)) {
    case 'made':
      return t('The change of “{0}” was made.', title);
    case 'notMade':
      return t(
        'The service shows “{0}” as it was before: the change was probably not made. Look before you make it again.',
        title,
      );
    case 'otherwise':
      return t('The service has “{0}” neither as it was before nor as it was sent: look at it.', title);
  }
}

/** The text that the note's write was to replace; an empty object where no copy of it is kept. */
async function textBefore({ history }: Rooms, note: WriteNote): Promise<string> {
  const versions = await history.versions({ ...note, id: note.profileId }, note);
  return versions.find(({ at }) => at <= note.at)?.text ?? '{}';
}

async function bodyOf(desk: ProfileDesk, { kind, id }: WriteNote): Promise<string | undefined> {
  try {
    const resource = await withAnyAccess(desk, configuration => configuration.read(kind, id));
    desk.holdings.changed(resource);
    return resource.body;
  } catch (error) {
    if (isProblem(error) && error.kind === 'gone') return undefined;
    throw error;
  }
}
