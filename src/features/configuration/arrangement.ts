import type { ResourceEntry } from '../../core/configuration';
import { byTitle, groups, matching } from '../../core/resourceOrder';

/** A list as it is shown: what the filter leaves of it, in order, in groups where it is long. */
export interface Arrangement {
  readonly filter: string;
  readonly listed: number;
  readonly shown: number;
  readonly groups: readonly (readonly ResourceEntry[])[];
  /** By id, of all that is listed: to see when it is out of date. */
  readonly titles: ReadonlyMap<string, string>;
}

export function arrange(entries: readonly ResourceEntry[], filter: string): Arrangement {
  const shown = byTitle(matching(entries, filter));
  return {
    filter,
    listed: entries.length,
    shown: shown.length,
    groups: groups(shown),
    titles: new Map(entries.map(({ id, title }) => [id, title])),
  };
}
