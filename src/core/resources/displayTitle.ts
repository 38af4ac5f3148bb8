import { displayText, readable } from '../common/displayText';
import type { ResourceEntry } from './resource';

/**
 * The title of a resource on one line, or its ID if the title is empty, at most `maxLength` characters. Use `plainText` in
 * places that render links.
 */
export function displayTitle({ id, title }: Pick<ResourceEntry, 'id' | 'title'>, maxLength = 200): string {
  return displayText(title, maxLength) || displayText(id, maxLength);
}

/** As `displayTitle`, but cut in the middle: in a narrow list, long titles often differ only at their ends. */
export function displayTitleEnds(entry: Pick<ResourceEntry, 'id' | 'title'>, maxLength = 60): string {
  const line = displayTitle(entry, Infinity);
  if (line.length <= maxLength) return line;
  const end = Math.floor(maxLength / 3);
  return `${readable(line.slice(0, maxLength - 1 - end))}…${readable(line.slice(-end))}`;
}

/** The first and last title of a list. Cuts them at the beginning if they would look the same. */
export function displayRange(first: ResourceEntry, last: ResourceEntry): string {
  const maxLength = 40;
  const [from, to] = [displayTitle(first, maxLength), displayTitle(last, maxLength)];
  if (from !== to) return `${from} … ${to}`;
  return [first, last].map(entry => tail(displayTitle(entry, Infinity), maxLength)).join(' … ');
}

function tail(line: string, maxLength: number): string {
  return line.length <= maxLength ? line : `…${readable(line.slice(1 - maxLength))}`;
}
