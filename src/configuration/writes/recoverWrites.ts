import type { Clock } from '../../core/common/clock';
import { t } from '../../core/common/l10n';
import { isProblem } from '../../core/common/problem';
import { isSameCustomer } from '../../core/profile/client';
import { isSameId, type Profile } from '../../core/profile/profile';
import { isEquivalentJson, toDocumentText } from '../../core/resources/resourceText';
import type { PendingWrite, PendingWrites } from '../../storage/pendingWrites';
import type { ResourceHistory } from '../../storage/resourceHistory';
import { isAccessDenied, withAnyAccess } from '../anyAccess';
import { readSecret, testSecret } from '../clientSecret';
import type { ConfigurationRegistry, ProfileConfiguration } from '../profileConfiguration';
import { type Delay, pollUntilClear } from '../writeJournal';
import { outcomeOf } from './applyChange';
import { profilesUsingClient, saveSecret, type SecretResetDeps } from './resetClientSecret';

/** A write that is younger than this, in ms, may still be under way in another window. */
const maxWriteDuration = 2 * 60_000;

/** How long until a note is looked at again, in ms: where its window may still be at it, and where nobody could tell. */
const shortRetryDelay = 5_000;
const longRetryDelay = 60_000;

/** As long as this, in ms, it is tried again where no access of now can see what became of a write. */
const maxRetryDuration = 10 * 60_000;

/** What looking after unfinished writes works with. */
interface RecoveryDeps extends Pick<SecretResetDeps, 'profiles' | 'issue' | 'mask' | 'warn'> {
  readonly configurations: Pick<ConfigurationRegistry, 'for'>;
  readonly history: ResourceHistory;
  readonly pendingWrites: PendingWrites;
  /** The process that this window runs in. */
  readonly owner: string;
  readonly hasProcessEnded: (owner: string) => boolean;
  readonly delay: Delay;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Looks after the notes of writes until none is left. */
export interface WriteRecovery {
  /** A note was left just now, in this window. */
  readonly check: () => void;
  readonly stop: () => void;
}

/**
 * Tells what became of the writes that were under way when a window closed, or whose answer was lost in this one: as soon
 * as the process that sent them is known to be gone, else once they are old enough.
 */
export function watchPendingWrites(
  deps: RecoveryDeps,
  notify: (text: string) => void,
  after: Clock['after'],
): WriteRecovery {
  let isChecking = false;
  let isAskedAgain = false;
  let isStopped = false;
  let cancel: () => void = () => undefined;
  const check = async () => {
    isAskedAgain = isChecking;
    if (isChecking) return;
    isChecking = true;
    cancel();
    await recoverPendingWrites(deps, notify);
    const wait = await untilNextLook(deps);
    isChecking = false;
    if (isStopped) return;
    // A note that was left meanwhile may not have been among them.
    if (isAskedAgain) void check();
    else if (wait !== undefined) cancel = after(wait, () => void check());
  };
  void check();
  return {
    check: () => void check(),
    stop: () => {
      isStopped = true;
      cancel();
    },
  };
}

/** In ms; undefined where nothing is left to look after. */
async function untilNextLook(deps: RecoveryDeps): Promise<number | undefined> {
  try {
    const left = (await deps.pendingWrites.all()).filter(({ does }) => does !== 'spare');
    if (left.length === 0) return undefined;
    return left.every(pendingWrite => hasEnded(deps, pendingWrite)) ? longRetryDelay : shortRetryDelay;
  } catch {
    return longRetryDelay;
  }
}

/** Whether nobody can be at a write any more. */
export function hasEnded(
  { now, hasProcessEnded }: Pick<RecoveryDeps, 'now' | 'hasProcessEnded'>,
  { at, owner }: PendingWrite,
): boolean {
  // Of a clock that was set back too: what is to begin yet is no write that is under way.
  return hasProcessEnded(owner) || Math.abs(now() - at) > maxWriteDuration;
}

/** Looks what became of the writes that are over, and tells. Never rejects. */
export async function recoverPendingWrites(
  deps: RecoveryDeps,
  notify: (text: string) => void,
): Promise<void> {
  const { pendingWrites, profiles, configurations, now, warn } = deps;
  const found = await pendingWrites.all().catch((error: unknown) => {
    warn('The notes of writes could not be read', error);
    return [];
  });
  for (const pendingWrite of found.filter(
    candidate => candidate.isTold !== true && hasEnded(deps, candidate),
  )) {
    try {
      const profile = profileOf(pendingWrite, profiles.all);
      const writer = profiles.all.find(({ id }) => id === pendingWrite.profileId);
      if (profile) {
        const text = await describeOutcome(deps, configurations.for(profile), pendingWrite);
        notify(
          pendingWrite.owner === deps.owner
            ? t('A request of “{0}” was looked at once more. {1}', profile.name, text)
            : t('When a window of VS Code closed, a request of “{0}” was under way. {1}', profile.name, text),
        );
      } else if (writer) {
        notify(
          t(
            'What became of a write to “{0}” cannot be seen: the profile “{1}” is for another customer by now.',
            ...[pendingWrite.title, writer.name],
          ),
        );
      }
      // That of spare access says what is ours, until it is all there.
      if (pendingWrite.does === 'spare' && profile)
        await pendingWrites.put({ ...pendingWrite, isTold: true });
      else await pendingWrites.remove(pendingWrite);
    } catch (error) {
      // It is tried again, here or in the next window: the service may not be there, or somebody may give access again.
      warn('What became of a write could not be seen', error);
      if (!isAccessDenied(error) || Math.abs(now() - pendingWrite.at) < maxRetryDuration) continue;
      notify(
        t(
          'What became of a write to “{0}” cannot be seen: no profile of this machine may read it any more.',
          pendingWrite.title,
        ),
      );
      await pendingWrites.remove(pendingWrite).catch(() => undefined);
    }
  }
}

async function describeOutcome(
  deps: RecoveryDeps,
  configuration: ProfileConfiguration,
  pendingWrite: PendingWrite,
): Promise<string> {
  const { title } = pendingWrite;
  // What a read shows may lag: what is not to be seen is looked for several times, and never told for certain.
  const poll = <T>(read: () => Promise<T>, isClear: (found: T) => boolean) =>
    pollUntilClear(deps.delay, read, isClear);
  switch (pendingWrite.does) {
    case 'create': {
      const list = () => withAnyAccess(configuration, api => api.list(pendingWrite.kind));
      const { entries } = await poll(list, found => found.entries.some(entry => entry.title === title));
      if (entries.some(entry => entry.title === title)) return t('There is a “{0}”.', title);
      return entries.some(entry => entry.title === '')
        ? t('Whether “{0}” was created cannot be told from the list: look at those without a title.', title)
        : t(
            'The service shows no “{0}”: it was probably not created. Look before you create it again.',
            title,
          );
    }
    case 'delete':
      return (await poll(
        () => bodyOf(configuration, pendingWrite),
        body => body === undefined,
      )) === undefined
        ? t('“{0}” was deleted.', title)
        : t('The service still shows “{0}”: it was probably not deleted.', title);
    case 'replace': {
      const before = await textBefore(deps, pendingWrite);
      const found = await poll(
        () => bodyOf(configuration, pendingWrite),
        body =>
          body !== undefined &&
          outcomeOf(pendingWrite.kind, toDocumentText(body), before, pendingWrite.text) === 'made',
      );
      return found === undefined
        ? t('“{0}” is not there any more.', title)
        : describeChangeOutcome(pendingWrite, toDocumentText(found), before);
    }
    case 'spare':
      return t(
        'Spare configuration access was being created. Run Create Spare Configuration Access again: it goes on with what is there.',
      );
    case 'resetSecret':
      return describeSecretOutcome(deps, configuration, pendingWrite);
  }
}

/**
 * What became of a reset: proved by the token endpoint, since a read may lag and tell the secret of before. Rejects where
 * that has to be tried again.
 */
async function describeSecretOutcome(
  deps: RecoveryDeps,
  configuration: ProfileConfiguration,
  pendingWrite: PendingWrite,
): Promise<string> {
  const { profiles, now } = deps;
  const { id, title } = pendingWrite;
  const noted = pendingWrite.text.split(' ');
  const known = await profilesUsingClient(profiles, configuration.profile, id);
  // One that is for another client by now has the secret of that.
  const holders = profiles.all.filter(
    profile =>
      known.some(other => other.id === profile.id) ||
      (noted.includes(profile.id) && isForClient(profile, pendingWrite)),
  );
  const states = await Promise.all(
    holders.map(async holder => {
      const clientSecret = await profiles.readClientSecret(holder).catch(() => '');
      return testSecret(deps, holder, { clientId: id, clientSecret });
    }),
  );
  if (states.length > 0 && states.every(state => state === 'accepted')) {
    // Whose window is gone may still be on its way: what works now may end in a moment.
    if (Math.abs(now() - pendingWrite.at) <= maxWriteDuration)
      throw new Error('The reset may still be under way');
    return t('The secret of “{0}” that is kept in its profile works.', title);
  }
  const { secret, state } = await pollUntilClear(
    deps.delay,
    async () => {
      const clientSecret = await readSecret(configuration, id);
      return {
        secret: clientSecret,
        state:
          clientSecret === undefined
            ? 'refused'
            : await testSecret(deps, configuration.profile, { clientId: id, clientSecret }),
      };
    },
    found => found.state === 'accepted',
  );
  if (holders.length === 0) return t('The secret of “{0}” may be a new one.', title);
  if (secret !== undefined && state === 'accepted') {
    const unsaved = await saveSecret(deps, holders, pendingWrite, secret);
    if (unsaved.length > 0) throw new Error('The secret could not be kept');
    return t('The secret that “{0}” has now was read, proved, and is kept in its profile.', title);
  }
  // A read may lag, and somebody may give access again.
  if (state === 'unasked' || Math.abs(now() - pendingWrite.at) < maxRetryDuration) {
    throw new Error('No secret that was read is known to count');
  }
  if (secret !== undefined && state === 'unknown') {
    if ((await saveSecret(deps, holders, pendingWrite, secret)).length > 0)
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
function profileOf(pendingWrite: PendingWrite, all: readonly Profile[]): Profile | undefined {
  const writer = all.find(({ id }) => id === pendingWrite.profileId);
  const isHere = (profile: Profile) => isSameCustomer(profile, pendingWrite);
  if (writer && isHere(writer)) return writer;
  const holders = pendingWrite.does === 'resetSecret' ? pendingWrite.text.split(' ') : [];
  return (
    all.find(profile => holders.includes(profile.id) && isForClient(profile, pendingWrite)) ??
    (writer && all.find(isHere))
  );
}

/** Whether a profile is for the client that a note is of, perhaps at another host of the service. */
function isForClient({ clientId, customerId }: Profile, pendingWrite: PendingWrite): boolean {
  return isSameId(clientId, pendingWrite.id) && isSameId(customerId, pendingWrite.customerId);
}

/** What became of a change, by the texts that are there, that were there before (where they are kept), and that were sent. */
function describeChangeOutcome(
  { kind, title, text: sent }: PendingWrite,
  found: string,
  before: string,
): string {
  if (isEquivalentJson(sent, before)) {
    return t('Whether the new secret in “{0}” was stored cannot be seen: enter it once more.', title);
  }
  switch (outcomeOf(kind, found, before, sent)) {
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
async function textBefore({ history }: RecoveryDeps, pendingWrite: PendingWrite): Promise<string> {
  const versions = await history.list({ ...pendingWrite, id: pendingWrite.profileId }, pendingWrite);
  return versions.find(({ at }) => at <= pendingWrite.at)?.text ?? '{}';
}

async function bodyOf(
  configuration: ProfileConfiguration,
  { kind, id }: PendingWrite,
): Promise<string | undefined> {
  try {
    const resource = await withAnyAccess(configuration, api => api.read(kind, id));
    configuration.resourceCache.set(resource);
    return resource.body;
  } catch (error) {
    if (isProblem(error) && error.kind === 'gone') return undefined;
    throw error;
  }
}
