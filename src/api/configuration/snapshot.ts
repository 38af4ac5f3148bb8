import { settleEachLimit } from '../../core/common/forEachLimit';
import { t } from '../../core/common/l10n';
import { isProblem, Problem } from '../../core/common/problem';
import {
  type Resource,
  type ResourceEntry,
  type ResourceKey,
  type ResourceKind,
  resourceKinds,
} from '../../core/resources/resource';
import type { ConfigurationClient } from './configurationClient';

/** What could not be read: a resource, or where there is no `id` the list of a kind with all that is in it. */
export interface UnreadResource {
  readonly kind: ResourceKind;
  readonly id?: string;
  readonly problem: Problem;
}

/** A list in which the service names fewer or more than it says there are. */
export interface CountMismatch {
  readonly kind: ResourceKind;
  readonly total: number;
  readonly listed: number;
}

/** All resources of a customer, as far as they could be read. Holds secrets: those in the bodies of login policies. */
export interface Snapshot {
  /** By kind, and in the order of the lists. */
  readonly resources: readonly Resource[];
  readonly unread: readonly UnreadResource[];
  /** Were in a list and gone when they were asked for. */
  readonly vanished: readonly ResourceKey[];
  readonly countMismatches: readonly CountMismatch[];
}

/** How far a snapshot is: resources that are done, of those that the lists named. */
export type Progress = (done: number, all: number) => void;

/** Requests under way at a time, for whatever reads many resources. */
export const maxConcurrentRequests = 6;

/**
 * Reads all lists, then all resources. What fails is listed, and stops nothing else; rejects only where it is
 * cancelled, with a `Problem` of that kind.
 */
export async function takeSnapshot(
  configuration: Pick<ConfigurationClient, 'list' | 'read'>,
  { progress, signal }: { readonly progress?: Progress; readonly signal?: AbortSignal } = {},
): Promise<Snapshot> {
  const unread: UnreadResource[] = [];
  const countMismatches: CountMismatch[] = [];
  const entries: ResourceEntry[] = [];
  const lists = await settleAll(resourceKinds, kind => configuration.list(kind, signal), signal);
  for (const [index, kind] of resourceKinds.entries()) {
    const list = lists[index];
    if (list === undefined) continue;
    if ('error' in list) {
      unread.push({ kind, problem: asProblem(list.error) });
      continue;
    }
    const { entries: found, total } = list.value;
    entries.push(...found);
    if (total !== undefined && total !== found.length)
      countMismatches.push({ kind, total, listed: found.length });
  }
  let done = 0;
  progress?.(done, entries.length);
  const read = async ({ kind, id }: ResourceEntry) => {
    try {
      return await configuration.read(kind, id, signal);
    } finally {
      progress?.(++done, entries.length);
    }
  };
  const outcomes = await settleAll(entries, read, signal);
  const resources: Resource[] = [];
  const vanished: ResourceKey[] = [];
  for (const [index, { kind, id }] of entries.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined) continue;
    if ('value' in outcome) resources.push(outcome.value);
    else if (isProblem(outcome.error) && outcome.error.kind === 'gone') vanished.push({ kind, id });
    else unread.push({ kind, id, problem: asProblem(outcome.error) });
  }
  return { resources, unread, vanished, countMismatches };
}

async function settleAll<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  signal: AbortSignal | undefined,
) {
  try {
    return await settleEachLimit(maxConcurrentRequests, items, work, signal);
  } catch (error) {
    throw signal?.aborted === true ? new Problem('cancelled', t('Cancelled.')) : error;
  }
}

/** Whatever is no `Problem` is a mistake of ours, and ends the whole. */
function asProblem(error: unknown): Problem {
  if (isProblem(error)) return error;
  throw error;
}
