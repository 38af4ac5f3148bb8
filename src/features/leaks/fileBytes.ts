/** How many bytes at its beginning tell whether a file is binary; VS Code looks at as many. */
export const headLength = 512;

/** Whether VS Code takes a file for binary, of its first bytes. */
export function isBinary(bytes: Uint8Array): boolean {
  return utf16Of(bytes) === undefined && bytes.subarray(0, headLength).includes(0);
}

/**
 * The bytes of a file as a text to seek in. What is neither UTF-16 with its mark nor UTF-8 is read as one byte for each
 * character: what is sought is ASCII, which nearly all other encodings write like that.
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
