import type { Lines } from '../common/lines';
import { plain, scopeListAt, urlEncoded, type ScopeList } from './scopeList';

/** The values of `scope=` in a line of a request file: in a body, a URL, or a file variable `@scope = …`. */
export function scopeListsInForm(line: number, text: string): ScopeList[] {
  if (/^\s*(?:#|\/\/)/.test(text)) return [];
  const variable = /^\s*@\w*scopes?\s*=\s*/i.exec(text);
  if (variable) return [scopeListAt('form', urlEncoded, line, text, variable[0].length, text.length)];
  const query = text.indexOf('?');
  const found: ScopeList[] = [];
  let end = 0;
  for (const { 0: name, index } of text.matchAll(/(?:^|[?&\s"'])scope=/g)) {
    // Inside of a value. Skipping it keeps the time linear.
    if (index < end) continue;
    const start = index + name.length;
    // A space ends the value in a URL, but not in a body.
    const isInUrl = query >= 0 && query <= index;
    const value = isInUrl ? /(?:\{\{[^{}]*\}\}|[^&#\s"'])*/y : /(?:\{\{[^{}]*\}\}|[^&"'])*/y;
    value.lastIndex = start;
    end = start + (value.exec(text)?.[0].length ?? 0);
    found.push(scopeListAt('form', urlEncoded, line, text, start, end));
  }
  return found;
}

/**
 * The value of a multipart body's part named `scope`. `line` may be its `Content-Disposition` (RFC 7578 §4.2). `end` is the line
 * below the headers that were read: a part has one value, however many of them name it.
 */
export function scopeListInPart(
  lines: Lines,
  line: number,
): { readonly lists: readonly ScopeList[]; readonly end: number } {
  if (
    !/^\s*content-disposition\s*:\s*form-data\b.*;\s*name\s*=\s*(?:scope(?=[;\s]|$)|"scope")/i.test(
      lines.line(line),
    )
  )
    return { lists: [], end: line };
  let blank = line + 1;
  while (blank < lines.lineCount && /^\s*[\w-]+\s*:/.test(lines.line(blank))) blank++;
  const value = blank + 1;
  const text = lines.line(value);
  // Not the next boundary, nor a reference to a file.
  const hasValue = value < lines.lineCount && lines.line(blank).trim() === '' && !/^\s*(?:--|<)/.test(text);
  return { lists: hasValue ? [scopeListAt('form', plain, value, text, 0, text.length)] : [], end: blank };
}
