import type { LineRange, Lines } from '../common/lines';

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
  /** The start and end in its line, including quotes. */
  readonly start: number;
  readonly end: number;
}

/** An item of a sequence. Its dash counts as indentation of the mapping after it. */
export interface YamlItem extends LineRange {
  /** Undefined if it is another value. */
  readonly mapping: YamlMapping | undefined;
}

const quotedText = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/;

/** The entries of a mapping in block style. */
export class YamlMapping {
  constructor(
    private readonly lines: Lines,
    private readonly entries: readonly YamlEntry[],
  ) {}

  entry(key: string): YamlEntry | undefined {
    return this.entries.find(each => each.key === key);
  }

  /** A value on one line, or an empty one; undefined for other values. */
  scalar(key: string): YamlScalar | undefined {
    const entry = this.entry(key);
    return entry && scalarOf(this.lines, entry);
  }

  value(key: string): string | undefined {
    return this.scalar(key)?.value;
  }

  /** Whether a value is left out, `[]` or `{}`. */
  isEmpty(key: string): boolean {
    const entry = this.entry(key);
    if (!entry || entry.lastLine !== entry.line) return false;
    const rest = this.lines.line(entry.line).slice(entry.colonEnd);
    return /^(?:\[\s*\]|\{\s*\})?\s*(?:#|$)/.test(rest.trimStart());
  }

  mapping(key: string): YamlMapping | undefined {
    const block = this.#block(key);
    return block && mappingIn(this.lines, block, indentationIn(this.lines.line(block.first)));
  }

  /** Undefined if the value is not a sequence in block style. */
  items(key: string): YamlItem[] | undefined {
    const block = this.#block(key);
    if (!block) return undefined;
    const dash = indentationIn(this.lines.line(block.first));
    const ranges: { first: number; last: number }[] = [];
    for (let line = block.first; line <= block.last; line++) {
      const text = this.lines.line(line);
      const indentation = indentationIn(text);
      if (indentation < 0 || (indentation <= dash && text.charAt(indentation) === '#')) continue;
      const last = ranges.at(-1);
      if (indentation === dash && isItem(text, dash)) ranges.push({ first: line, last: line });
      else if (last && indentation > dash) last.last = line;
      else return undefined;
    }
    return ranges.map(range => {
      const blanks = /^ */.exec(this.lines.line(range.first).slice(dash + 1))?.[0].length ?? 0;
      return { ...range, mapping: mappingIn(this.lines, range, dash + 1 + blanks) };
    });
  }

  /** The lines of a value that begins below its key, from the first one with content. */
  #block(key: string): LineRange | undefined {
    const entry = this.entry(key);
    if (!entry || scalarOf(this.lines, { ...entry, lastLine: entry.line })?.value !== '') return undefined;
    for (let first = entry.line + 1; first <= entry.lastLine; first++) {
      const text = this.lines.line(first);
      const indentation = indentationIn(text);
      if (indentation >= 0 && text.charAt(indentation) !== '#') return { first, last: entry.lastLine };
    }
    return undefined;
  }
}

/** The mapping of a file; undefined if it is written in another style. */
export function yamlDocument(lines: Lines): YamlMapping | undefined {
  let first = 0;
  while (first < lines.lineCount && /^\uFEFF?(?:---)?[ \t]*(?:#.*)?$/.test(lines.line(first))) first++;
  return mappingIn(lines, { first, last: lines.lineCount - 1 }, 0);
}

function mappingIn(lines: Lines, range: LineRange, column: number): YamlMapping | undefined {
  const entries = yamlEntries(lines, range, column);
  return entries && new YamlMapping(lines, entries);
}

/**
 * The entries of a mapping at this column, which must fill the range. Undefined for anything but plain keys in block
 * style: quoted and repeated keys, flow style, tabs, anchors before keys, several documents.
 */
function yamlEntries(lines: Lines, range: LineRange, column: number): YamlEntry[] | undefined {
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
      // A sequence may begin at the column of its key.
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

function scalarOf(lines: Lines, { line, lastLine, colonEnd }: YamlEntry): YamlScalar | undefined {
  if (lastLine !== line) return undefined;
  const text = lines.line(line);
  const rest = text.slice(colonEnd);
  const start = colonEnd + rest.length - rest.trimStart().length;
  const source = text.slice(start);
  if (source === '' || source.startsWith('#')) return { value: '', start: colonEnd, end: colonEnd };
  const written = writtenScalar(source);
  const value = written && (/^["']/.test(written) ? unquoted(written) : written);
  return value === undefined ? undefined : { value, start, end: start + (written?.length ?? 0) };
}

/** The plain or quoted value that a text begins with, as written, if nothing but a comment follows; undefined for others. */
export function writtenScalar(source: string): string | undefined {
  const [quoted] = quotedText.exec(source) ?? [];
  if (quoted !== undefined)
    return /^(?:[ \t]*$|[ \t]+#)/.test(source.slice(quoted.length)) ? quoted : undefined;
  if (/^(?:["'{}[\],&*!|>%@`#]|[-?:](?:[ \t]|$))/.test(source)) return undefined;
  const comment = source.search(/[ \t]#/);
  const plain = (comment < 0 ? source : source.slice(0, comment)).trimEnd();
  return /:(?:[ \t]|$)/.test(plain) ? undefined : plain;
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
