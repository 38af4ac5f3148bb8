import { withoutDirectionControls } from './escapeMarkup';

/** White space, line breaks, control characters and lone surrogates. */
const unreadable = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\s]+/gu;

/** A text from elsewhere on one line, at most `maxLength` characters. Use `plainText` in places that render links. */
export function displayText(text: string, maxLength = 200): string {
  const line = readable(text);
  return line.length <= maxLength ? line : `${readable(line.slice(0, maxLength - 1))}…`;
}

/** A name from elsewhere in quotes. */
export function inQuotes(name: string, maxLength?: number): string {
  return `“${quotable(name, maxLength)}”`;
}

/** As `displayText`, for a name in quotes, which it cannot end. */
export function quotable(name: string, maxLength?: number): string {
  return displayText(name, maxLength).replace(/[“”„«»]/g, '"');
}

/** A text on one line, without control characters, and without half a character that cutting left at an end. */
export function readable(text: string): string {
  return withoutDirectionControls(text).replace(unreadable, ' ').trim();
}

/** A text without line breaks, control characters and half characters; its spaces stay. */
export function onOneLine(text: string): string {
  return withoutDirectionControls(text).replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ');
}
