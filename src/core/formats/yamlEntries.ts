import type { LineRange, Lines } from '../requests/document';

/** A `key: value` of a YAML mapping in block style. */
export interface YamlEntry {
  readonly key: string;
  readonly line: number;
  /** The last line of its value that is not blank. */
  readonly lastLine: number;
  /** Character after the colon. */
  readonly colonEnd: number;
}

/** A value on one line, decoded. */
export interface YamlScalar {
  readonly value: string;
  /** Where it begins and ends in its line, quotes included. */
  readonly start: number;
  readonly end: number;
}

/** An item of a sequence. Its dash counts as indentation of the mapping after it. */
export interface YamlItem extends LineRange {
  /** Character at which the mapping begins. */
  readonly column: number;
}

/**
 * The entries of a mapping at this column, which must fill the range. Undefined for anything but plain keys in block
 * style: quoted and repeated keys, flow style, tabs, anchors before keys, several documents.
 */
export function yamlEntries(lines: Lines, range: LineRange, column: number): YamlEntry[] | undefined {
  const entries: { key: string; line: number; lastLine: number; colonEnd: number }[] = [];
  const keys = new Set<string>();
  for (let line = range.first; line <= range.last; line++) {
    const text = lines.line(line);
    const own = indentationIn(text);
    if (own < 0) continue;
    const indentation = line === range.first ? column : own;
    const last = entries.at(-1);
    const isComment = text.charAt(indentation) === '#';
    if (indentation > column) {
      if (last) last.lastLine = line;
      else if (!isComment) return undefined;
    } else if (isComment) {
      continue;
    } else if (indentation < column || text.charAt(indentation) === '\t') {
      return undefined;
    } else if (last && isItem(text, column)) {
      // A sequence may stand at the column of its key.
      last.lastLine = line;
    } else {
      const [head, key = ''] = /^([A-Za-z_][\w-]*)[ \t]*:(?=[ \t]|$)/.exec(text.slice(column)) ?? [];
      if (head === undefined || keys.has(key)) return undefined;
      keys.add(key);
      entries.push({ key, line, lastLine: line, colonEnd: column + head.length });
    }
  }
  return entries;
}

/** The mapping that is the value of an entry; undefined for other values. */
export function entriesOf(lines: Lines, entry: YamlEntry): YamlEntry[] | undefined {
  const first = firstContent(lines, entry);
  if (first === undefined || scalarOf(lines, { ...entry, lastLine: entry.line })?.value !== '')
    return undefined;
  return yamlEntries(lines, { first, last: entry.lastLine }, indentationIn(lines.line(first)));
}

/** The sequence that is the value of an entry; undefined for other values. */
export function itemsOf(lines: Lines, entry: YamlEntry): YamlItem[] | undefined {
  const first = firstContent(lines, entry);
  if (first === undefined || scalarOf(lines, { ...entry, lastLine: entry.line })?.value !== '')
    return undefined;
  const dash = indentationIn(lines.line(first));
  const items: { first: number; last: number; column: number }[] = [];
  for (let line = first; line <= entry.lastLine; line++) {
    const text = lines.line(line);
    const indentation = indentationIn(text);
    if (indentation < 0 || (indentation <= dash && text.charAt(indentation) === '#')) continue;
    const last = items.at(-1);
    if (indentation === dash && isItem(text, dash)) {
      const blanks = /^ */.exec(text.slice(dash + 1))?.[0].length ?? 0;
      items.push({ first: line, last: line, column: dash + 1 + blanks });
    } else if (last && indentation > dash) {
      last.last = line;
    } else {
      return undefined;
    }
  }
  return items;
}

/** A value on one line, or an empty one; undefined for other values. */
export function scalarOf(lines: Lines, { line, lastLine, colonEnd }: YamlEntry): YamlScalar | undefined {
  if (lastLine !== line) return undefined;
  const text = lines.line(line);
  const rest = text.slice(colonEnd);
  const start = colonEnd + rest.length - rest.trimStart().length;
  const source = text.slice(start);
  if (source === '' || source.startsWith('#')) return { value: '', start: colonEnd, end: colonEnd };
  const quoted = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/.exec(source)?.[0];
  if (quoted !== undefined) {
    if (!/^(?:[ \t]*$|[ \t]+#)/.test(source.slice(quoted.length))) return undefined;
    const value = unquoted(quoted);
    return value === undefined ? undefined : { value, start, end: start + quoted.length };
  }
  if (/^(?:["'{}[\],&*!|>%@`]|[-?:](?:[ \t]|$))/.test(source)) return undefined;
  const comment = source.search(/[ \t]#/);
  const value = (comment < 0 ? source : source.slice(0, comment)).trimEnd();
  return /:(?:[ \t]|$)/.test(value) ? undefined : { value, start, end: start + value.length };
}

/** YAML's double quotes are those of JSON. */
export function quoteForYaml(text: string): string {
  return JSON.stringify(text);
}

function unquoted(quoted: string): string | undefined {
  if (quoted.startsWith("'")) return quoted.slice(1, -1).replaceAll("''", "'");
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

function firstContent(lines: Lines, { line, lastLine }: YamlEntry): number | undefined {
  for (let each = line + 1; each <= lastLine; each++) {
    const text = lines.line(each);
    const indentation = indentationIn(text);
    if (indentation >= 0 && text.charAt(indentation) !== '#') return each;
  }
  return undefined;
}

function isItem(text: string, column: number): boolean {
  return /^-(?: |$)/.test(text.slice(column));
}

/** Spaces only: YAML indents by nothing else. -1 for a blank line. */
function indentationIn(text: string): number {
  let spaces = 0;
  while (text.charCodeAt(spaces) === 0x20) spaces++;
  const isBlank = spaces === text.length || (/\s/.test(text.charAt(spaces)) && text.trim() === '');
  return isBlank ? -1 : spaces;
}
