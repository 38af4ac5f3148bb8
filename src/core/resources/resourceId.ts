/** Longer than any id in a URL that a server takes. */
const maxLength = 500;

/** As often as some server, or what stands before it, may decode a path. */
const maxDecodings = 3;

/**
 * Whether a text names one resource in a path, whatever a parser on the way makes of it. What is empty, `.` or `..`
 * would name the collection or something above it, and a DELETE or PUT would go there: no part of an id may be that, as
 * it stands or decoded (URL parsers fold `%2E%2E` too), up to what some servers cut off (`..;x`).
 */
export function isResourceId(id: string): boolean {
  if (id === '' || id.length > maxLength || /\p{Cs}/u.test(id)) return false;
  let text = id;
  for (let times = 0; times <= maxDecodings; times++) {
    if (
      text
        .split(/[/\\]/)
        .some(part => /^\.{0,2}$/.test(part.replace(/[;?#].*$/s, '').replace(/[\p{C}\s]/gu, '')))
    ) {
      return false;
    }
    const decoded = decode(text);
    if (decoded === text) return true;
    text = decoded;
  }
  return false;
}

/** Each code alone: one that stands for no character keeps none of the others from being seen. */
function decode(text: string): string {
  return text.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
