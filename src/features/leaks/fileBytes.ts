/** How many of the first bytes decide whether a file is binary, as in VS Code. */
export const headLength = 512;

/** Whether VS Code treats a file as binary, by its first bytes. */
export function isBinary(bytes: Uint8Array): boolean {
  return utf16Of(bytes) === undefined && bytes.subarray(0, headLength).includes(0);
}

/**
 * Decodes a file to search it. Bytes that are neither UTF-8 nor UTF-16 with a byte order mark become one character
 * each: secrets are ASCII, which nearly all other encodings write in the same way.
 */
export function textOf(bytes: Uint8Array): string {
  const utf16 = utf16Of(bytes);
  if (utf16 !== undefined) return new TextDecoder(utf16).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}

function utf16Of([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}
