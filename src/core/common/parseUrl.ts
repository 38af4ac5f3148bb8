/**
 * A parsed URL, or undefined if the text is not one. Not `URL.canParse`: in Node 20 it returns false for characters
 * such as `ü` once its caller is compiled.
 * @param base for a relative URL
 */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
