import type { ResourceEntry } from './resource';

/** Lines, control characters, halves of characters, and what turns the direction of all that follows. */
const unreadable = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069\s]+/gu;

/**
 * What a resource is called on one line: its title, or its id where that is empty, at most `maxLength` characters.
 * Plain text: where something could be read as a link in it, it must be cleaned (`plainText`).
 */
export function displayTitle({ id, title }: Pick<ResourceEntry, 'id' | 'title'>, maxLength = 200): string {
  const line = title.replace(unreadable, ' ').trim() || id.replace(unreadable, ' ');
  return line.length <= maxLength ? line : `${whole(line.slice(0, maxLength - 1))}…`;
}

/** Where a list begins and ends: two titles that can be told apart, though they are cut. */
export function displayRange(first: ResourceEntry, last: ResourceEntry): string {
  const maxLength = 40;
  const [from, to] = [displayTitle(first, maxLength), displayTitle(last, maxLength)];
  if (from !== to) return `${from} … ${to}`;
  return [first, last].map(entry => tail(displayTitle(entry, Infinity), maxLength)).join(' … ');
}

function tail(line: string, maxLength: number): string {
  return line.length <= maxLength ? line : `…${whole(line.slice(1 - maxLength))}`;
}

/** Without the half of a character that cutting left at either end. */
function whole(text: string): string {
  return text.replace(/^\p{Cs}|\p{Cs}$/gu, '').trim();
}
