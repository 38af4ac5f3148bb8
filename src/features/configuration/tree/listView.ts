import type { ResourceEntry } from '../../../core/resources/resource';
import { sortByTitle, groupEntries, filterEntries } from '../../../core/resources/resourceLists';

/** A list as shown: filtered, sorted, and grouped if it is long. */
export interface ListView {
  readonly filter: string;
  readonly total: number;
  readonly shown: number;
  readonly groups: readonly (readonly ResourceEntry[])[];
  /** By id, unfiltered: to detect when the view is out of date. */
  readonly titles: ReadonlyMap<string, string>;
}

export function buildListView(entries: readonly ResourceEntry[], filter: string): ListView {
  const shown = sortByTitle(filterEntries(entries, filter));
  return {
    filter,
    total: entries.length,
    shown: shown.length,
    groups: groupEntries(shown),
    titles: new Map(entries.map(({ id, title }) => [id, title])),
  };
}
