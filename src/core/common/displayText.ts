/** Line breaks, control characters, lone surrogates, and characters that change the text's direction. */
const unreadable = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069\s]+/gu;

/** A text from elsewhere on one line, at most `maxLength` characters. Use `plainText` in places that render links. */
export function displayText(text: string, maxLength = 200): string {
  const line = readable(text);
  return line.length <= maxLength ? line : `${readable(line.slice(0, maxLength - 1))}…`;
}

/** Also removes half a character that cutting left at an end. */
export function readable(text: string): string {
  return text.replace(unreadable, ' ').trim();
}
