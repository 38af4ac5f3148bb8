import type { Lines } from './httpLines';
import { plain, scopeStringAt, urlEncoded, type ScopeString } from './scopeString';

/** As far as a command is followed upwards over its continued lines. */
const maxCommandLines = 40;

/** An option of curl that sends data, with the blank or `=` behind it and the quote that opens its argument. */
const dataOption =
  /(?:^|[\s$])(-[A-Za-z]*[dF]|--(?:data(?:-(?:raw|ascii|binary|urlencode))?|form(?:-string)?))(?:\s+|=|(?=["'\w]))\$?(["']?)/g;

/** The values of `scope=` in a line of a request file: in a body, in a URL, or of a file variable `@scope = …`. */
export function scopeStringsInForm(line: number, text: string): ScopeString[] {
  if (/^\s*(?:#|\/\/)/.test(text)) return [];
  const variable = /^\s*@\w*scopes?\s*=\s*/i.exec(text);
  if (variable) return [scopeStringAt('form', urlEncoded, line, text, variable[0].length, text.length)];
  return [...text.matchAll(/(?:^|[?&\s"'])scope=/g)].map(({ 0: name, index }) => {
    const start = index + name.length;
    // In a URL a blank ends the value; in a body it belongs to it, as people write lists.
    const value = text.lastIndexOf('?', index) >= 0 ? /(?:\{\{[^{}]*\}\}|[^&#\s"'])*/y : /[^&"']*/y;
    value.lastIndex = start;
    const end = start + (value.exec(text)?.[0].length ?? 0);
    return scopeStringAt('form', urlEncoded, line, text, start, end);
  });
}

/** The value line of a multipart body's part that is named `scope`, told by the line that names it (RFC 7578 §4.2). */
export function scopeStringInPart(lines: Lines, line: number, to: number): ScopeString[] {
  if (
    !/^\s*content-disposition\s*:\s*form-data\b.*;\s*name\s*=\s*(?:scope(?=[;\s]|$)|"scope")/i.test(
      lines.line(line),
    )
  )
    return [];
  let blank = line + 1;
  while (blank < to && /^\s*[\w-]+\s*:/.test(lines.line(blank))) blank++;
  const value = blank + 1;
  const text = lines.line(value);
  // Not the next boundary, and not the file that REST clients send in its place.
  if (value >= to || lines.line(blank).trim() !== '' || /^\s*(?:--|<)/.test(text)) return [];
  return [scopeStringAt('form', plain, value, text, 0, text.length)];
}

/** The values of `scope=` in the data options of a curl command, which may go over several lines. */
export function scopeStringsInCurl(lines: Lines, line: number): ScopeString[] {
  const text = lines.line(line);
  return [...text.matchAll(dataOption)].flatMap(({ 0: before, 1: option = '', 2: quote = '', index }) => {
    const argument = index + before.length;
    const closing =
      quote === '' ? text.slice(argument).search(/[\s"']/) : text.slice(argument).indexOf(quote);
    const argumentEnd = closing < 0 ? text.length : argument + closing;
    const isField = /F$|urlencode$|form/.test(option);
    const field = /(?:^|&)scope=/.exec(text.slice(argument, argumentEnd));
    if (!field || (isField && field.index > 0)) return [];
    const start = argument + field.index + field[0].length;
    const length = text.slice(start, argumentEnd).search(isField ? /;/ : /&/);
    const end = length < 0 ? argumentEnd : start + length;
    return [scopeStringAt('curl', isField ? plain : urlEncoded, line, text, start, end)];
  });
}

/** Whether a line belongs to a command that calls curl: it is named on the line, or above over continued lines. */
export function isInCurlCommand(lines: Lines, line: number): boolean {
  for (let at = line; at >= 0 && line - at < maxCommandLines; at--) {
    if (/(?:^|[\s($`|;&])curl(?:\.exe)?\s/.test(`${lines.line(at)} `)) return true;
    if (at === 0 || !/\\\s*$/.test(lines.line(at - 1))) return false;
  }
  return false;
}
