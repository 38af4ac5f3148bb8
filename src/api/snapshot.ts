import {
  type Resource,
  type ResourceEntry,
  type ResourceKey,
  type ResourceKind,
  resourceKinds,
} from '../core/configuration';
import { outcomesInParallel } from '../core/inParallel';
import { t } from '../core/l10n';
import { isProblem, Problem } from '../core/problem';
import type { Configuration } from './configuration';

/** What could not be read: a resource, or where there is no `id` the list of a kind with all that is in it. */
export interface Unread {
  readonly kind: ResourceKind;
  readonly id?: string;
  readonly problem: Problem;
}

/** A list in which the service names fewer or more than it says there are. */
export interface Miscount {
  readonly kind: ResourceKind;
  readonly total: number;
  readonly named: number;
}

/** All resources of a customer, as far as they could be read. Holds secrets: those in the bodies of login policies. */
export interface Snapshot {
  /** By kind, and in the order of the lists. */
  readonly resources: readonly Resource[];
  readonly unread: readonly Unread[];
  /** Were in a list and gone when they were asked for. */
  readonly vanished: readonly ResourceKey[];
  readonly miscounts: readonly Miscount[];
}

/** How far a snapshot is: resources that are done, of those that the lists named. */
export type Progress = (done: number, all: number) => void;

/** Requests under way at a time, for whatever reads many resources. */
export const mostAtATime = 6;

/**
 * Reads all lists, then all resources. What fails is listed, and stops nothing else; rejects only where it is
 * cancelled, with a `Problem` of that kind.
 */
export async function takeSnapshot(
  configuration: Pick<Configuration, 'list' | 'read'>,
  { progress, signal }: { readonly progress?: Progress; readonly signal?: AbortSignal } = {},
): Promise<Snapshot> {
  const unread: Unread[] = [];
  const miscounts: Miscount[] = [];
  const entries: ResourceEntry[] = [];
  const lists = await all(resourceKinds, kind => configuration.list(kind, signal), signal);
  for (const [index, kind] of resourceKinds.entries()) {
    const list = lists[index];
    if (list === undefined) continue;
    if ('error' in list) {
      unread.push({ kind, problem: problemIn(list.error) });
      continue;
    }
    const { entries: found, total } = list.value;
    entries.push(...found);
    if (total !== undefined && total !== found.length) miscounts.push({ kind, total, named: found.length });
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
  const outcomes = await all(entries, read, signal);
  const resources: Resource[] = [];
  const vanished: ResourceKey[] = [];
  for (const [index, { kind, id }] of entries.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined) continue;
    if ('value' in outcome) resources.push(outcome.value);
    else if (isProblem(outcome.error) && outcome.error.kind === 'gone') vanished.push({ kind, id });
    else unread.push({ kind, id, problem: problemIn(outcome.error) });
  }
  return { resources, unread, vanished, miscounts };
}

async function all<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  signal: AbortSignal | undefined,
) {
  try {
    return await outcomesInParallel(mostAtATime, items, work, signal);
  } catch (error) {
    throw signal?.aborted === true ? new Problem('cancelled', t('Cancelled.')) : error;
  }
}

/** Whatever is no `Problem` is a mistake of ours, and ends the whole. */
function problemIn(error: unknown): Problem {
  if (isProblem(error)) return error;
  throw error;
}
