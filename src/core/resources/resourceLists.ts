// Sorts, filters and groups resources for a list.
import { normalized, textComparer } from '../common/normalized';
import type { ResourceEntry } from './resource';

/** Longer lists are shown in groups. */
export const maxUngrouped = 300;

/** The approximate size of a group. */
const groupSize = 150;

/** Sorts by title, or ID if there is no title, in the user's language; texts that are equal there, by code units. */
export function sortByTitle(entries: readonly ResourceEntry[]): readonly ResourceEntry[] {
  const compare = textComparer({ numeric: true });
  return [...entries].sort(
    (one, other) => compare(one.title || one.id, other.title || other.id) || compare(one.id, other.id),
  );
}

/** Entries whose title or ID contains a text, without case. All if it is empty. */
export function filterEntries(entries: readonly ResourceEntry[], filter: string): readonly ResourceEntry[] {
  const wanted = folded(filter.trim());
  if (wanted === '') return entries;
  return entries.filter(({ id, title }) => folded(title).includes(wanted) || folded(id).includes(wanted));
}

/**
 * Splits sorted entries into consecutive groups of about the same size. One group if the list is short.
 */
export function groupEntries(entries: readonly ResourceEntry[]): readonly (readonly ResourceEntry[])[] {
  if (entries.length <= maxUngrouped) return [entries];
  const size = Math.ceil(entries.length / Math.ceil(entries.length / groupSize));
  return Array.from({ length: Math.ceil(entries.length / size) }, (_, index) =>
    entries.slice(index * size, (index + 1) * size),
  );
}

function folded(text: string): string {
  return normalized(text).toLowerCase();
}
