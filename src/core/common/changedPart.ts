/** A part of a text, and what is there instead. */
interface ChangedPart {
  /** Offsets in the text before. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The part in which two texts differ; undefined if they are the same. It never begins or ends within a line break (`\r\n`) or a
 * surrogate pair: VS Code moves such a place, and inserts the text as it is.
 */
export function changedPart(before: string, after: string): ChangedPart | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  while (/[\r\ud800-\udbff]/.test(before.charAt(start - 1))) start--;
  const longest = shorter - start;
  let same = 0;
  while (same < longest && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  while (same > 0 && /[\n\udc00-\udfff]/.test(before.charAt(before.length - same))) same--;
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}
