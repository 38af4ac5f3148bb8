import type { Leak } from './secretSearch';

/** A text with some values replaced in it. */
export interface ReplacedText {
  readonly text: string;
  /** How many places were replaced. */
  readonly replaced: number;
}

/**
 * Replaces values inside the strings of a JSON text, also where they are written with escapes; everything else stays
 * character for character. The text must be JSON. In linear time.
 * @param find the places of a string's value that are to go, from the first to the last
 * @param insteadOf what takes the place of one; any text, it is escaped here
 */
export function replaceInJson<Secret>(
  text: string,
  find: (value: string) => readonly Leak<Secret>[],
  insteadOf: (secret: Secret) => string,
): ReplacedText {
  const parts: string[] = [];
  let kept = 0;
  let replaced = 0;
  for (let open = text.indexOf('"'); open >= 0;) {
    const close = closingQuote(text, open + 1);
    const raw = text.slice(open + 1, close);
    const rawPlace = placesIn(raw);
    for (const { start, end, secret } of find(valueOf(raw))) {
      parts.push(
        text.slice(kept, open + 1 + rawPlace(start)),
        JSON.stringify(insteadOf(secret)).slice(1, -1),
      );
      kept = open + 1 + rawPlace(end);
      replaced += 1;
    }
    open = text.indexOf('"', close + 1);
  }
  return { text: parts.join('') + text.slice(kept), replaced };
}

/** Where the string ends whose inside begins at a place. */
function closingQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '"') return at;
    if (character === '\\') at++;
  }
  return text.length;
}

const escapes = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** What a string means, of how it is written. */
function valueOf(raw: string): string {
  return raw.replace(/\\(?:u([\da-f]{4})|([^]))/gi, (_, hex: string | undefined, name: string) =>
    hex === undefined ? (escapes.get(name) ?? name) : String.fromCharCode(parseInt(hex, 16)),
  );
}

/** Tells where the characters of a string's value are written. To be asked from the first to the last. */
function placesIn(raw: string): (index: number) => number {
  let at = 0;
  let reached = 0;
  return index => {
    for (; reached < index; reached++) at += raw[at] !== '\\' ? 1 : raw[at + 1] === 'u' ? 6 : 2;
    return at;
  };
}
