// Sends a change of a resource, and verifies what the service has then.
import { t } from '../../core/common/l10n';
import { isProblem, Problem, rephrase, undefinedIfFailed } from '../../core/common/problem';
import { parseJson, parseJsonObject } from '../../core/json/json';
import { isDefault } from '../../core/resourceRules/omittedMembers';
import { normalizedMembers } from '../../core/resources/draftText';
import { isEquivalentJson } from '../../core/resources/equivalentJson';
import type { Resource, ResourceKey, ResourceKind } from '../../core/resources/resource';
import { withAnyAccess } from '../anyAccess';
import type { LockoutGuard } from '../lockoutGuard';
import type { ResourceCache } from '../resourceCache';
import { isOutcomeUnknown, type Renew, type WriteJournal } from '../writeJournal';
import { restoreAccessAdvice } from '../writeRefusals';
import {
  accessCheckWithToken,
  assertNotBlocked,
  isWithoutAccess,
  type PreparedChange,
} from './prepareChange';

/** Normalized JSON by name: JavaScript would round numbers. */
type Members = ReadonlyMap<string, string>;

/** The result of a change that the service accepted. */
export interface AppliedChange {
  /** The body that the service has now, or the one that was sent if it could not be read back. */
  readonly body: string;
  readonly title: string;
  /** The members whose values differ from what was sent. */
  readonly changedByService: readonly string[];
  /** Why the change could not be verified. */
  readonly verificationError?: Problem;
}

export interface WriteDeps {
  readonly resourceCache: ResourceCache;
  readonly guard: LockoutGuard;
  readonly journal: WriteJournal;
}

/**
 * Sends a prepared change and reads the resource back. If the change removed the last configuration access (through an
 * undocumented member, or because somebody else removed the other one at the same time), it is rolled back. Rejects with
 * a `Problem` that says what happened: `lockOut` if the guard refuses the change (nothing was sent), or as
 * `WriteJournal.write`.
 */
export async function applyChange(deps: WriteDeps, change: PreparedChange): Promise<AppliedChange> {
  const { resourceCache, journal, guard } = deps;
  const { key, current, body, lockoutCheck } = change;
  assertNotBlocked(lockoutCheck, key);
  const write = { does: 'replace', key, members: parseJsonObject(body) ?? {} } as const;
  const concernsAccess = !isWithoutAccess(lockoutCheck) && (await guard.affectsAccess(write, current));
  const access = concernsAccess ? accessCheckWithToken(deps, write, current, lockoutCheck) : undefined;
  let proof: Promise<Problem | undefined> | undefined;
  const proveAccess = (renew?: Renew) =>
    (proof ??= access ? rollBackIfLockedOut(deps, change, renew) : Promise.resolve(undefined));
  try {
    await journal.write(
      {
        ...{ does: 'replace', key, title: current.title, before: current.body, after: body },
        readAgain: async () => (await resourceCache.read(key)).body,
        ...(access && { checkAccess: access.checkAccess }),
      },
      async (renew, noteAccepted) => {
        await resourceCache.api.replace(key.kind, key.id, body).finally(access?.noteSent);
        await noteAccepted();
        // While the record is kept: if this window is killed, the next one asks what became of the change.
        await proveAccess(renew).catch(() => undefined);
      },
      async renew => {
        const found = await withAnyAccess(deps, all => all.read(key.kind, key.id));
        if (outcomeOf(key.kind, found.body, current.body, body) !== 'made') return 'unknown';
        await proveAccess(renew).catch(() => undefined);
        return 'done';
      },
    );
  } catch (error) {
    // It may have been made.
    const unproved = isOutcomeUnknown(error) ? await proveAccess() : undefined;
    if (unproved) throw rephrase(error, cause => `${cause} ${unproved.message}`, unproved.nextStep);
    if (!isOutcomeUnknown(error)) access?.release();
    throw error;
  }
  const accessError = await proveAccess();
  if (!accessError) access?.release();
  const found = await readBack(deps, change);
  if (isProblem(found)) {
    // The cached resource is out of date.
    resourceCache.refresh();
    return { body, title: current.title, changedByService: [], verificationError: accessError ?? found };
  }
  const changedByService = membersChangedByService(key.kind, found.body, body);
  const applied = { body: found.body, title: found.title, changedByService };
  return accessError ? { ...applied, verificationError: accessError } : applied;
}

/**
 * The outcome of a change, from the bodies found now, before the write, and sent. `changed` means neither: somebody else
 * made another change. A member that was left out may now have its default value.
 */
export function outcomeOf(
  kind: ResourceKind,
  found: string,
  before: string,
  sent: string,
): 'made' | 'notMade' | 'changed' {
  if (isEquivalentJson(found, before)) return 'notMade';
  const foundMembers = membersIn(found);
  const earlier = membersIn(before);
  const sentMembers = membersIn(sent);
  const changed = [...new Set([...earlier.keys(), ...sentMembers.keys()])].filter(
    name => name !== '_links' && sentMembers.get(name) !== earlier.get(name),
  );
  const isAsSent = changed.every(name => isKept(kind, name, foundMembers, sentMembers));
  return isAsSent && changed.some(name => foundMembers.get(name) !== earlier.get(name)) ? 'made' : 'changed';
}

/** The resource after the write, or why it cannot be verified: the read failed, or still shows the earlier state. */
async function readBack(
  { resourceCache, journal }: WriteDeps,
  { key, current: now, body }: PreparedChange,
): Promise<Resource | Problem> {
  const isBefore = (found: Resource | Problem) =>
    !isProblem(found) &&
    outcomeOf(key.kind, found.body, now.body, body) === 'notMade' &&
    membersChangedByService(key.kind, found.body, body).length > 0;
  const found = await journal.untilClear(
    () => readAgain(resourceCache, key),
    each => !isBefore(each),
  );
  if (!isBefore(found)) {
    if (!isProblem(found)) await journal.noteShown(key);
    return found;
  }
  return new Problem(
    'changedMeanwhile',
    t('The change was sent and accepted, but the service still shows the earlier version.'),
    t('This may take a while. Refresh, then compare.'),
  );
}

async function readAgain(resourceCache: ResourceCache, key: ResourceKey): Promise<Resource | Problem> {
  try {
    return await resourceCache.read(key);
  } catch (error) {
    return rephrase(
      error,
      cause => t('The change was sent and accepted, but could not be read back. {0}', cause),
      t('Refresh, then compare.'),
    );
  }
}

/**
 * Rolls the change back if no configuration access is left. The check before the write cannot see two users who remove
 * the last two at the same time, or the effect of undocumented members. Resolves with a problem if the access could not
 * be checked; rejects with a `Problem` if no access was left.
 */
async function rollBackIfLockedOut(
  deps: WriteDeps,
  change: PreparedChange,
  renew: Renew = () => Promise.resolve(),
): Promise<Problem | undefined> {
  const { guard, journal } = deps;
  const hasAccess = () =>
    journal.untilClear(
      async () => {
        // A proof may take long: until the end, no other window may report the change or remove its draft.
        await renew();
        return guard.hasConfigurationAccess();
      },
      found => found,
    );
  try {
    if (await hasAccess()) return undefined;
  } catch (error) {
    return rephrase(
      error,
      cause =>
        t('The change was sent, but whether configuration access remains could not be proved. {0}', cause),
      t('Run Show Configuration Access.'),
    );
  }
  const failure = await rollBack(deps, change, renew);
  // If the check fails, rely on the roll-back: the earlier version gave access.
  const isRestored = await hasAccess().catch(() => !failure);
  // Access may also be proved again for another reason.
  const isRolledBack = !failure || (isRestored && (await isAsBefore(deps, change)));
  if (isRolledBack) {
    const { key, current, body } = change;
    await journal.keepRolledBack(key, current.title, body, current.body);
  }
  if (isRestored && !isRolledBack) {
    throw rephrase(
      failure,
      cause => t('{0} Configuration access is proved now.', cause),
      t('Refresh, then compare.'),
    );
  }
  if (isRestored) {
    throw new Problem(
      'lockOut',
      t('No configuration access could be proved after this change, so it was rolled back.'),
      t(
        'The change may have removed the access, or somebody else may have removed other access at the same time. Refresh and check.',
      ),
    );
  }
  throw failure ?? new Problem('lockOut', t('No configuration access can be proved.'), restoreAccessAdvice());
}

/** Whether the service shows the resource as it was before the change. */
async function isAsBefore(deps: WriteDeps, { key, current, body }: PreparedChange): Promise<boolean> {
  const reading = withAnyAccess(deps, api => api.read(key.kind, key.id));
  const found = await undefinedIfFailed(reading, () => true);
  return found !== undefined && outcomeOf(key.kind, found.body, current.body, body) === 'notMade';
}

/** Resolves with a problem if the roll-back may have failed. */
async function rollBack(
  { resourceCache, journal }: WriteDeps,
  { key, current }: PreparedChange,
  renew: Renew,
): Promise<Problem | undefined> {
  try {
    await journal.untilClear(
      async () => {
        await renew();
        await resourceCache.api.replace(key.kind, key.id, current.body);
      },
      () => true,
      // Without it, nobody may ever have access again.
      () => false,
    );
  } catch (error) {
    return rephrase(
      error,
      cause =>
        t(
          'The change was sent, but then no configuration access could be proved, and the change could not be rolled back. {0}',
          cause,
        ),
      restoreAccessAdvice(),
      'lockOut',
    );
  }
  await resourceCache.read(key).catch(() => undefined);
  return undefined;
}

/** The sent members whose values the service changed, except `_links`, which only the service writes. */
export function membersChangedByService(kind: ResourceKind, found: string, sent: string): readonly string[] {
  const [foundMembers, sentMembers] = [membersIn(found), membersIn(sent)];
  return [...sentMembers.keys()].filter(
    name => name !== '_links' && !isKept(kind, name, foundMembers, sentMembers),
  );
}

/** Whether a member has the value that was sent, if it was. A default value may be left out. */
function isKept(kind: ResourceKind, name: string, found: Members, sent: Members): boolean {
  const [foundValue, sentValue] = [found.get(name), sent.get(name)];
  if (sentValue === undefined || foundValue === sentValue) return true;
  return foundValue === undefined && isDefault(kind, name, parseJson(sentValue));
}

/** Empty if the body is not an object. */
function membersIn(body: string): Members {
  return normalizedMembers(body) ?? new Map<string, string>();
}
