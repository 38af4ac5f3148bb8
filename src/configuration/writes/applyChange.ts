import { canonicalJson, jsonObject, parseJson } from '../../core/common/json';
import { t } from '../../core/common/l10n';
import { isProblem, Problem } from '../../core/common/problem';
import { onlyAddsScopes } from '../../core/resourceRules/lockoutRules';
import { isDefault } from '../../core/resourceRules/omittedMembers';
import type { Resource, ResourceKey, ResourceKind } from '../../core/resources/resource';
import { isEquivalentJson } from '../../core/resources/resourceText';
import { withAnyAccess } from '../anyAccess';
import type { LockoutGuard } from '../lockoutGuard';
import type { ResourceCache } from '../resourceCache';
import type { WriteJournal } from '../writeJournal';
import { type PreparedChange, assertAllowed } from './prepareChange';

type Members = Readonly<Record<string, unknown>>;

/** What came of a change that the service accepted. */
export interface AppliedChange {
  /** The body that the service has now; the one that was sent, where it could not be read back. */
  readonly body: string;
  readonly title: string;
  /** The members that the service keeps otherwise than they were sent. */
  readonly changedByServer: readonly string[];
  /** Why it could not be looked at afterwards. */
  readonly verificationError?: Problem;
}

/** What a write works with. */
export interface WriteDeps {
  readonly resourceCache: ResourceCache;
  readonly guard: LockoutGuard;
  readonly journal: WriteJournal;
}

/**
 * Sends a change that was looked at just now, and reads the resource back. Where that took the last configuration access (a
 * member that is not documented may, or somebody else took the other at the same moment), what was there is put back. Rejects with a `Problem` that says what
 * became of it; `lockOut` where it is refused (nothing was sent), or as `WriteJournal.write`.
 */
export async function applyChange(
  deps: WriteDeps,
  change: PreparedChange,
  signal?: AbortSignal,
): Promise<AppliedChange> {
  const { resourceCache, journal } = deps;
  const { key, current, body } = change;
  const { api } = resourceCache;
  if (change.lockoutCheck.kind === 'blocked') assertAllowed(change.lockoutCheck, undefined, key);
  await journal.write(
    { does: 'replace', key, title: current.title, before: current.body, after: body },
    () => api.replace(key.kind, key.id, body, signal),
    async () => {
      const found = await withAnyAccess(deps, all => all.read(key.kind, key.id));
      return outcomeOf(key.kind, found.body, current.body, body) === 'made' ? 'done' : 'unclear';
    },
  );
  const accessError = await rollBackIfLockedOut(deps, change);
  const found = await readBack(deps, change);
  if (isProblem(found)) {
    // What was known before is not what is there.
    resourceCache.refresh();
    return { body, title: current.title, changedByServer: [], verificationError: accessError ?? found };
  }
  const changedByServer = membersChangedByServer(key.kind, found.members, body);
  const applied = { body: found.body, title: found.title, changedByServer };
  return accessError ? { ...applied, verificationError: accessError } : applied;
}

/**
 * What became of a change, from the bodies that are there now, that were there before, and that were sent: it was made or
 * not, or neither, since somebody else made another. What it leaves out may have become a default, or have been one.
 */
export function outcomeOf(
  kind: ResourceKind,
  found: string,
  before: string,
  sent: string,
): 'made' | 'notMade' | 'otherwise' {
  if (isEquivalentJson(found, before)) return 'notMade';
  const there = membersIn(found);
  const was = membersIn(before);
  const wanted = membersIn(sent);
  const changed = Object.keys({ ...was, ...wanted }).filter(
    name => name !== '_links' && !isEqual(wanted[name], was[name]),
  );
  const isAsSent = changed.every(name => !(name in wanted) || isKept(kind, name, there, wanted));
  return isAsSent && changed.some(name => !isEqual(there[name], was[name])) ? 'made' : 'otherwise';
}

/**
 * The resource as it is now, or why nobody can see it: it could not be read, or what is read is still what was there
 * before, which may lag behind the write.
 */
async function readBack(
  { resourceCache, journal }: WriteDeps,
  { key, current: now, body }: PreparedChange,
): Promise<Resource | Problem> {
  const isBefore = (found: Resource | Problem) =>
    !isProblem(found) &&
    outcomeOf(key.kind, found.body, now.body, body) === 'notMade' &&
    membersChangedByServer(key.kind, found.members, body).length > 0;
  const found = await journal.untilClear(
    () => readAgain(resourceCache, key),
    each => !isBefore(each),
  );
  if (!isBefore(found)) return found;
  return new Problem(
    'changedMeanwhile',
    t('The change was sent and accepted, but the service still shows what was there before.'),
    t('It may take a while. Refresh, then compare.'),
  );
}

async function readAgain(resourceCache: ResourceCache, key: ResourceKey): Promise<Resource | Problem> {
  try {
    return await resourceCache.read(key);
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
async function rollBackIfLockedOut(deps: WriteDeps, change: PreparedChange): Promise<Problem | undefined> {
  const { guard } = deps;
  const { key, current, body } = change;
  const members = membersIn(body);
  const write = { does: 'replace', key, members } as const;
  // Where it only adds, there may have been none before: it is not put back for that.
  if (!guard.affectsAccess(write, current) || onlyAddsScopes(write, current)) return undefined;
  try {
    if (await guard.hasConfigurationAccess()) return undefined;
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
  const failure = await rollBack(deps, change);
  // Where it cannot be proved: what was there is there again, and that gave access.
  if (await guard.hasConfigurationAccess().catch(() => !failure)) {
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
async function rollBack(
  { resourceCache }: WriteDeps,
  { key, current }: PreparedChange,
): Promise<Problem | undefined> {
  try {
    await resourceCache.api.replace(key.kind, key.id, current.body);
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
  await resourceCache.read(key).catch(() => undefined);
  return undefined;
}

/** The members that the service has otherwise than they were sent; those that only it writes aside. */
export function membersChangedByServer(
  kind: ResourceKind,
  members: Members,
  body: string,
): readonly string[] {
  const sent = membersIn(body);
  return Object.keys(sent).filter(name => name !== '_links' && !isKept(kind, name, members, sent));
}

/** Whether a member is there as it was sent; one that says what its absence says may be absent. */
function isKept(kind: ResourceKind, name: string, there: Members, sent: Members): boolean {
  return isEqual(there[name], sent[name]) || (!(name in there) && isDefault(kind, name, sent[name]));
}

/** None where the body is no object. */
function membersIn(body: string): Members {
  return jsonObject(parseJson(body)) ?? {};
}

function isEqual(one: unknown, other: unknown): boolean {
  return canonicalJson(one) === canonicalJson(other);
}
