import { createScanner } from 'jsonc-parser';
import type { Leak } from './secretSearch';

/** A text with some values replaced in it. */
export interface ReplacedText {
  readonly text: string;
  /** How many places were replaced. */
  readonly replaced: number;
}

/**
 * Replaces values inside the strings of a JSON text, however they are escaped there. Everything else stays character for
 * character. The text must be JSON. Takes linear time.
 * @param find the parts of a string's value to replace, in order
 * @param insteadOf the replacement, before it is escaped
 */
export function replaceInJson<Secret>(
  text: string,
  find: (value: string) => readonly Leak<Secret>[],
  insteadOf: (secret: Secret) => string,
): ReplacedText {
  const parts: string[] = [];
  let kept = 0;
  let replaced = 0;
  const scanner = createScanner(text, true);
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const open = scanner.getTokenOffset();
    if (text[open] !== '"') continue;
    const placeOf = placesIn(text, open + 1);
    for (const { start, end, secret } of find(scanner.getTokenValue())) {
      parts.push(text.slice(kept, placeOf(start)), JSON.stringify(insteadOf(secret)).slice(1, -1));
      kept = placeOf(end);
      replaced += 1;
    }
  }
  return { text: parts.join('') + text.slice(kept), replaced };
}

/** Maps characters of a string's value to where they are written. To be called in ascending order. */
function placesIn(text: string, inside: number): (index: number) => number {
  let at = inside;
  let reached = 0;
  return index => {
    for (; reached < index; reached++) {
      if (text[at] !== '\\') at += 1;
      else at += text[at + 1] === 'u' ? 6 : 2;
    }
    return at;
  };
}
