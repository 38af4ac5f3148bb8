import type { ResourceEntry } from './resource';

/** As many as are shown side by side. Above that they are put into groups. */
export const maxUngrouped = 300;

/** About as many as there are in a group. */
const groupSize = 150;

/** Made once: a collator for each comparison takes a hundred times as long. */
const collator = new Intl.Collator(undefined, { numeric: true });

/** Where two texts stand in the reader's language; what it takes for the same is in the order of its characters. */
function compare(one: string, other: string): number {
  if (one === other) return 0;
  return collator.compare(one, other) || (one < other ? -1 : 1);
}

/** By title, as they are shown: what has none stands at its id. */
export function sortByTitle(entries: readonly ResourceEntry[]): readonly ResourceEntry[] {
  return [...entries].sort(
    (one, other) => compare(one.title || one.id, other.title || other.id) || compare(one.id, other.id),
  );
}

/** Those whose title or id has this in it, in whatever case; all of them where it is empty. */
export function filterEntries(entries: readonly ResourceEntry[], filter: string): readonly ResourceEntry[] {
  const wanted = folded(filter.trim());
  if (wanted === '') return entries;
  return entries.filter(({ id, title }) => folded(title).includes(wanted) || folded(id).includes(wanted));
}

/**
 * Entries that are in order, in groups that follow each other, all of about the same size; one group where there are no
 * more than can be shown side by side.
 */
export function groupEntries(entries: readonly ResourceEntry[]): readonly (readonly ResourceEntry[])[] {
  if (entries.length <= maxUngrouped) return [entries];
  const size = Math.ceil(entries.length / Math.ceil(entries.length / groupSize));
  return Array.from({ length: Math.ceil(entries.length / size) }, (_, index) =>
    entries.slice(index * size, (index + 1) * size),
  );
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
