import { formsOf, mask, minLength } from './redaction';

/** What `plainText` takes out or makes a blank of, what escapes, and what has no width of its own. */
const split = /[\p{C}\p{M}\p{DI}\s[\]$`<>\\]/u;
const allSplit = new RegExp(split, 'gu');

/**
 * Masks values in a text also where something stands between their characters that cleaning takes out, as in
 * `S3[cr]et`: cleaned, the text would show them. Also through backslashes, which escaping more than once leaves.
 */
export function redactSplit(text: string, secrets: readonly string[]): string {
  if (secrets.length === 0) return text;
  const places: number[] = [];
  let squeezed = '';
  let place = 0;
  for (const character of text) {
    if (!split.test(character)) {
      for (let half = 0; half < character.length; half++) places.push(place + half);
      squeezed += character;
    }
    place += character.length;
  }
  /** Where a form begins → where the longest one there ends. */
  const found = new Map<number, number>();
  for (const form of secrets.flatMap(formsOf).map(each => each.replace(allSplit, ''))) {
    if (form.length < minLength) continue;
    for (let at = squeezed.indexOf(form); at !== -1; at = squeezed.indexOf(form, at + 1)) {
      found.set(at, Math.max(found.get(at) ?? 0, at + form.length));
    }
  }
  let result = '';
  let done = 0;
  for (const [start, end] of [...found].sort(([one], [other]) => one - other)) {
    const from = places[start] ?? 0;
    const to = (places[end - 1] ?? 0) + 1;
    if (from >= done) result += `${text.slice(done, from)}${mask}`;
    done = Math.max(done, to);
  }
  return result + text.slice(done);
}
