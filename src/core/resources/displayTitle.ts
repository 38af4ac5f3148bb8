import type { ResourceEntry } from './resource';

/** Line breaks, control characters, lone surrogates, and characters that change the text's direction. */
const unreadable = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069\s]+/gu;

/**
 * The title of a resource on one line, or its ID if the title is empty, at most `maxLength` characters. Use `plainText` in
 * places that render links.
 */
export function displayTitle({ id, title }: Pick<ResourceEntry, 'id' | 'title'>, maxLength = 200): string {
  return cut(title.replace(unreadable, ' ').trim() || id.replace(unreadable, ' '), maxLength);
}

/** As `displayTitle`, for a text that is not the title of a resource. */
export function displayText(text: string, maxLength = 200): string {
  return cut(text.replace(unreadable, ' ').trim(), maxLength);
}

function cut(line: string, maxLength: number): string {
  return line.length <= maxLength ? line : `${whole(line.slice(0, maxLength - 1))}…`;
}

/** As `displayTitle`, but cut in the middle: in a narrow list, long titles often differ only at their ends. */
export function displayTitleEnds(entry: Pick<ResourceEntry, 'id' | 'title'>, maxLength = 60): string {
  const line = displayTitle(entry, Infinity);
  if (line.length <= maxLength) return line;
  const end = Math.floor(maxLength / 3);
  return `${whole(line.slice(0, maxLength - 1 - end))}…${whole(line.slice(-end))}`;
}

/** The first and last title of a list. Cuts them at the beginning if they would look the same. */
export function displayRange(first: ResourceEntry, last: ResourceEntry): string {
  const maxLength = 40;
  const [from, to] = [displayTitle(first, maxLength), displayTitle(last, maxLength)];
  if (from !== to) return `${from} … ${to}`;
  return [first, last].map(entry => tail(displayTitle(entry, Infinity), maxLength)).join(' … ');
}

function tail(line: string, maxLength: number): string {
  return line.length <= maxLength ? line : `…${whole(line.slice(1 - maxLength))}`;
}

/** Removes lone surrogates that cutting left at the ends. */
function whole(text: string): string {
  return text.replace(/^\p{Cs}|\p{Cs}$/gu, '').trim();
}
