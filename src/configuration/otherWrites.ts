// What other writes of this machine forbid. Each is checked after the record of the write is kept: of two windows, at least one sees
// the record of the other.
import { normalized } from '../core/common/normalized';
import { isSameId } from '../core/profile/profile';
import { hasEnded, type PendingWrite, type PendingWrites } from '../storage/configuration/pendingWrites';
import type { VersionKey } from '../storage/configuration/resourceHistory';
import { maxLag } from './replacedVersions';
import { otherCreationProblem, otherWriteProblem, unfinishedChangeProblem } from './writeRefusals';

interface OtherWritesDeps {
  readonly pendingWrites: PendingWrites;
  /** The process of this window: see `currentProcess`. */
  readonly owner: string;
  readonly hasProcessEnded: (owner: string) => boolean;
  readonly now: () => number;
}

/** How long to retry, in ms, if no access can read the outcome of a write. */
export const maxRetryDuration = maxLag;

/** As long as `recoverPendingWrites` retries, with the minute between two checks, and with what these take. */
const maxBlockMinutes = maxRetryDuration / 60_000 + 5;

/**
 * Two writes at once, each of which leaves the access that the other one takes, would leave none. Rejects with a
 * `changedMeanwhile` problem. A customer may be served at several hosts.
 */
export async function assertOnlyAccessWrite(
  { pendingWrites }: Pick<OtherWritesDeps, 'pendingWrites'>,
  { kind, id, customerId }: PendingWrite,
): Promise<void> {
  const other = (await pendingWrites.all()).find(
    each =>
      each.concernsAccess === true &&
      isSameId(each.customerId, customerId) &&
      !(each.kind === kind && isSameId(each.id, id)),
  );
  if (other) throw otherWriteProblem(other.title, maxBlockMinutes);
}

/**
 * Of two changes of one resource at the same moment, the second one would take back the first: it was made from what the
 * service had before. Rejects with a `changedMeanwhile` problem.
 */
export async function assertOnlyChange(deps: OtherWritesDeps, pendingWrite: PendingWrite): Promise<void> {
  const { pendingWrites, owner } = deps;
  const isOther = (each: PendingWrite) =>
    each.recordId !== pendingWrite.recordId &&
    each.does === 'replace' &&
    isWriteOf(pendingWrite, each) &&
    // What this window does not work on any more was reported.
    (each.owner === owner ? pendingWrites.inProgress.has(each.recordId) : !hasEnded(deps, each));
  if ((await pendingWrites.all()).some(isOther)) throw unfinishedChangeProblem(pendingWrite.title);
}

/** Rejects with a `changedMeanwhile` problem if the same may be created, or was less than ten minutes ago. */
export async function assertOnlyCreation(
  { pendingWrites, now }: Pick<OtherWritesDeps, 'pendingWrites' | 'now'>,
  { recordId, kind, title, customerId }: PendingWrite,
): Promise<void> {
  const isOther = (each: PendingWrite) =>
    each.does === 'create' &&
    each.recordId !== recordId &&
    each.kind === kind &&
    normalized(each.title) === normalized(title) &&
    isSameId(each.customerId, customerId) &&
    Math.abs(now() - each.at) < maxLag;
  if ((await pendingWrites.all()).some(isOther)) throw otherCreationProblem(title);
}

/** Whether a write is one of this resource, or option of it. */
export function isWriteOf(
  { kind, id, option, customerId }: VersionKey & Pick<PendingWrite, 'customerId'>,
  pendingWrite: PendingWrite,
): boolean {
  return (
    pendingWrite.kind === kind &&
    isSameId(pendingWrite.id, id) &&
    pendingWrite.option === option &&
    isSameId(pendingWrite.customerId, customerId)
  );
}
