import type { Resource, ResourceKey, ResourceKind } from '../../core/configuration';
import { canonicalJson, jsonObject, parseJson } from '../../core/json';
import { t } from '../../core/l10n';
import { onlyAddsScopes } from '../../core/lockOut';
import { isProblem, Problem } from '../../core/problem';
import { isDefault } from '../../core/resets';
import { saysTheSame } from '../../core/resourceText';
import { withAnyAccess } from './anyAccess';
import { type Change, checkVerdict } from './change';
import type { Guard } from './guard';
import type { Holdings } from './holdings';
import type { Journal } from './journal';

type Members = Readonly<Record<string, unknown>>;

/** What came of a change that the service accepted. */
export interface Applied {
  /** The body that the service has now; the one that was sent, where it could not be read back. */
  readonly body: string;
  readonly title: string;
  /** The members that the service keeps otherwise than they were sent. */
  readonly otherwise: readonly string[];
  /** Why it could not be looked at afterwards. */
  readonly unseen?: Problem;
}

/** What a write works with. */
export interface WriteRooms {
  readonly holdings: Holdings;
  readonly guard: Guard;
  readonly journal: Journal;
}

/**
 * Sends a change that was looked at just now, and reads the resource back. Where that took the last configuration access (a
 * member that is not documented may, or somebody else took the other at the same moment), what was there is put back. Rejects with a `Problem` that says what
 * became of it; `lockOut` where it is refused (nothing was sent), or as `Journal.write`.
 */
export async function applyChange(rooms: WriteRooms, change: Change, signal?: AbortSignal): Promise<Applied> {
  const { holdings, journal } = rooms;
  const { key, now, body } = change;
  const { configuration } = holdings;
  if (change.verdict.is === 'refused') checkVerdict(change.verdict, undefined, key);
  await journal.write(
    { does: 'replace', key, title: now.title, before: now.body, after: body },
    () => configuration.replace(key.kind, key.id, body, signal),
    async () => {
      const found = await withAnyAccess(rooms, all => all.read(key.kind, key.id));
      return endOf(key.kind, found.body, now.body, body) === 'made' ? 'done' : 'unclear';
    },
  );
  const unsure = await keepOpen(rooms, change);
  const found = await readBack(rooms, change);
  if (isProblem(found)) {
    // What was known before is not what is there.
    holdings.refresh();
    return { body, title: now.title, otherwise: [], unseen: unsure ?? found };
  }
  const otherwise = keptOtherwise(key.kind, found.members, body);
  const applied = { body: found.body, title: found.title, otherwise };
  return unsure ? { ...applied, unseen: unsure } : applied;
}

/**
 * What became of a change, from the bodies that are there now, that were there before, and that were sent: it was made or
 * not, or neither, since somebody else made another. What it leaves out may have become a default, or have been one.
 */
export function endOf(
  kind: ResourceKind,
  found: string,
  before: string,
  sent: string,
): 'made' | 'notMade' | 'otherwise' {
  if (saysTheSame(found, before)) return 'notMade';
  const there = membersIn(found);
  const was = membersIn(before);
  const wanted = membersIn(sent);
  const changed = Object.keys({ ...was, ...wanted }).filter(
    name => name !== '_links' && !isSame(wanted[name], was[name]),
  );
  const isAsSent = changed.every(name => !(name in wanted) || isKept(kind, name, there, wanted));
  return isAsSent && changed.some(name => !isSame(there[name], was[name])) ? 'made' : 'otherwise';
}

/**
 * The resource as it is now, or why nobody can see it: it could not be read, or what is read is still what was there
 * before, which may lag behind the write.
 */
async function readBack(
  { holdings, journal }: WriteRooms,
  { key, now, body }: Change,
): Promise<Resource | Problem> {
  const isBefore = (found: Resource | Problem) =>
    !isProblem(found) &&
    endOf(key.kind, found.body, now.body, body) === 'notMade' &&
    keptOtherwise(key.kind, found.members, body).length > 0;
  const found = await journal.untilClear(
    () => readAgain(holdings, key),
    each => !isBefore(each),
  );
  if (!isBefore(found)) return found;
  return new Problem(
    'changedMeanwhile',
    t('The change was sent and accepted, but the service still shows what was there before.'),
    t('It may take a while. Refresh, then compare.'),
  );
}

async function readAgain(holdings: Holdings, key: ResourceKey): Promise<Resource | Problem> {
  try {
    return await holdings.read(key);
  } catch (error) {
    if (!isProblem(error)) throw error;
    return new Problem(
      error.kind,
      t('The change was sent and accepted, but could not be read back. {0}', error.message),
      t('Refresh, then compare.'),
      error.detail,
    );
  }
}

/**
 * Two people who each take one of the last two at the same moment both were told that one remains, and what a member does
 * that is not documented nobody knows. Resolves with why nobody can see whether one does, and rejects with a `Problem`
 * where none did.
 */
async function keepOpen(rooms: WriteRooms, change: Change): Promise<Problem | undefined> {
  const { guard } = rooms;
  const { key, now, body } = change;
  const members = membersIn(body);
  const write = { does: 'replace', key, members } as const;
  // Where it only adds, there may have been none before: it is not put back for that.
  if (!guard.concerns(write, now) || onlyAddsScopes(write, now)) return undefined;
  try {
    if (await guard.isOpen()) return undefined;
  } catch (error) {
    if (!isProblem(error)) throw error;
    return new Problem(
      error.kind,
      t(
        'The change was sent and accepted, but whether configuration access remains could not be proved. {0}',
        error.message,
      ),
      t('Run Show Configuration Access.'),
      error.detail,
    );
  }
  const failure = await putBack(rooms, change);
  // Where it cannot be proved: what was there is there again, and that gave access.
  if (await guard.isOpen().catch(() => !failure)) {
    throw new Problem(
      'lockOut',
      t('No configuration access could be proved any more after this change. What was there was put back.'),
      t('The change took it, or somebody else took the other one at the same time: refresh and look.'),
    );
  }
  throw (
    failure ??
    new Problem(
      'lockOut',
      t('No configuration access can be proved any more.'),
      t(
        'Do not end this session: request a token for all of the configuration now, and ask Akamai for help.',
      ),
    )
  );
}

/** Resolves with why it may not be there again. */
async function putBack({ holdings }: WriteRooms, { key, now }: Change): Promise<Problem | undefined> {
  try {
    await holdings.configuration.replace(key.kind, key.id, now.body);
  } catch (error) {
    if (!isProblem(error)) throw error;
    return new Problem(
      'lockOut',
      t(
        'The change was sent and accepted, but no configuration access could be proved any more then, and what was there could not be put back. {0}',
        error.message,
      ),
      t('Do not close this window. Run Restore Previous Version now, as long as its token lives.'),
      error.detail,
    );
  }
  await holdings.read(key).catch(() => undefined);
  return undefined;
}

/** The members that the service has otherwise than they were sent; those that only it writes aside. */
export function keptOtherwise(kind: ResourceKind, members: Members, body: string): readonly string[] {
  const sent = membersIn(body);
  return Object.keys(sent).filter(name => name !== '_links' && !isKept(kind, name, members, sent));
}

/** Whether a member is there as it was sent; one that says what its absence says may be absent. */
function isKept(kind: ResourceKind, name: string, there: Members, sent: Members): boolean {
  return isSame(there[name], sent[name]) || (!(name in there) && isDefault(kind, name, sent[name]));
}

/** None where the body is no object. */
function membersIn(body: string): Members {
  return jsonObject(parseJson(body)) ?? {};
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one) === canonicalJson(other);
}
