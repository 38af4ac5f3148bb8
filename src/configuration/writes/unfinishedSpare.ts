// Finds what an interrupted creation of spare access left, and continues it in one window only.
import { t } from '../../core/common/l10n';
import { Problem, undefinedIfGone } from '../../core/common/problem';
import { isSameCustomer } from '../../core/profile/client';
import { isSameId } from '../../core/profile/profile';
import { tokenPolicyOf } from '../../core/resourceRules/configurationAccess';
import type { Resource, ResourceEntry, ResourceKey } from '../../core/resources/resource';
import { hasEnded, type PendingWrite, type PendingWrites } from '../../storage/configuration/pendingWrites';
import type { ProfileStore } from '../../storage/profiles/profileStore';
import type { AccessProofDeps } from '../accessProof';
import type { ProfileConfiguration } from '../profileConfiguration';

/** What it takes to create spare access. */
export interface SpareAccessDeps extends Pick<AccessProofDeps, 'requestToken' | 'send' | 'mask'> {
  readonly profiles: ProfileStore;
  readonly pendingWrites: PendingWrites;
  readonly newId: () => string;
  /** The process of this window: see `currentProcess`. */
  readonly owner: string;
  readonly hasProcessEnded: (owner: string) => boolean;
  readonly now: () => number;
  readonly warn: (message: string, error: unknown) => void;
}

/** What an interrupted attempt created. */
export interface UnfinishedSpare {
  readonly pendingWrite: PendingWrite;
  readonly policy: ResourceEntry;
  readonly client: ResourceEntry | undefined;
}

/** Whether nobody is working on what a record describes. */
function isAbandoned(deps: SpareAccessDeps, pendingWrite: PendingWrite): boolean {
  return pendingWrite.owner === deps.owner
    ? !deps.pendingWrites.inProgress.has(pendingWrite.recordId)
    : hasEnded(deps, pendingWrite);
}

/**
 * Takes over the record of an interrupted attempt: between the plan and now, another window may have done that. Rejects
 * with a `changedMeanwhile` problem.
 */
export async function takeOver(deps: SpareAccessDeps, { recordId }: PendingWrite): Promise<PendingWrite> {
  const { pendingWrites, owner, now } = deps;
  const find = async () => (await pendingWrites.all()).find(other => other.recordId === recordId);
  const found = await find();
  if (found && isAbandoned(deps, found)) {
    await pendingWrites.put({ ...found, owner, at: now() });
    const taken = await find();
    if (taken?.owner === owner) return taken;
  }
  throw new Problem(
    'changedMeanwhile',
    t('Another VS Code window continued this spare configuration access in the meantime.'),
    t('Nothing was sent. Check the profiles before you try again.'),
  );
}

/**
 * What an interrupted attempt created, from the record that it left: the policy, and the client if there is one. Only
 * the record counts; a resource of somebody else may have the same title and content.
 */
export async function findUnfinishedSpare(
  deps: SpareAccessDeps,
  configuration: ProfileConfiguration,
  own: ResourceKey,
  signal: AbortSignal,
): Promise<UnfinishedSpare | undefined> {
  const { pendingWrites } = deps;
  for (const pendingWrite of await pendingWrites.all()) {
    if (
      pendingWrite.does !== 'spare' ||
      pendingWrite.profileId !== configuration.profile.id ||
      isSameId(pendingWrite.text, own.id)
    )
      continue;
    if (!isSameCustomer(pendingWrite, configuration.profile)) continue;
    if (!isAbandoned(deps, pendingWrite)) continue;
    // A read may lag behind, so missing does not mean deleted: otherwise a second one would be created.
    const unfinished = await configuration.journal.untilClear(
      () => readUnfinishedSpare(pendingWrite, deps, configuration, signal),
      found => found?.client !== undefined || signal.aborted,
    );
    signal.throwIfAborted();
    if (unfinished) return unfinished;
    await pendingWrites.remove(pendingWrite);
  }
  return undefined;
}

/** What a record describes, if it still exists and no profile uses it. */
async function readUnfinishedSpare(
  pendingWrite: PendingWrite,
  { profiles }: SpareAccessDeps,
  { profile, resourceCache }: ProfileConfiguration,
  signal: AbortSignal,
): Promise<UnfinishedSpare | undefined> {
  const policy = await undefinedIfGone(
    resourceCache.read({ kind: 'tokenPolicies', id: pendingWrite.text }, signal),
  );
  if (!policy) return undefined;
  const isOurs = (client: Resource | undefined) =>
    client?.title === pendingWrite.title && isSameId(tokenPolicyOf(client)?.id ?? '', policy.id);
  const candidates =
    pendingWrite.id === ''
      ? (await resourceCache.api.list('clients', signal)).entries.filter(({ title }) =>
          ['', pendingWrite.title].includes(title),
        )
      : [{ kind: 'clients', id: pendingWrite.id } as const];
  for (const key of candidates) {
    const client = await undefinedIfGone(resourceCache.read(key, signal));
    const isUsed = profiles.all.some(
      other => isSameId(other.clientId, client?.id ?? '') && isSameCustomer(other, profile),
    );
    if (client && isOurs(client)) return isUsed ? undefined : { pendingWrite, policy, client };
  }
  return { pendingWrite, policy, client: undefined };
}
