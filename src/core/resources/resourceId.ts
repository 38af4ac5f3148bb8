/** In characters. No server accepts a longer ID in a URL. */
const maxLength = 500;

/** How often servers and proxies may decode a path. */
const maxDecodings = 3;

/**
 * Whether an ID is safe in a path. An empty part, `.` or `..` would send a DELETE or PUT to the collection or above. No part
 * may be one of these: not encoded (URL parsers fold `%2E%2E` too), nor before what some servers cut off (`..;x`).
 */
export function isResourceId(id: string): boolean {
  if (id === '' || id.length > maxLength || !id.isWellFormed()) return false;
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

/** Decodes each code alone, so that an invalid one does not hide others. */
function decode(text: string): string {
  return text.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
