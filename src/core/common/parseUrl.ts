/**
 * A URL, or undefined if it is none. Not `URL.canParse`: in Node 20 it says no to characters such as `ü` once its caller is
 * compiled. @param base for a relative one
 */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
