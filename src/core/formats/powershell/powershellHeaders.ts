import { optionRange } from '../../authorizationEdit/commandEdit';
import { indentationOf, type Lines, linesOf } from '../../common/lines';
import type { TextEdit } from '../../common/textEdit';
import { authorizationName, isAuthorizationName } from '../../requests/authorization';
import { hashTable, type HashEntry } from '../../shells/powershellTables';
import { Script } from '../../shells/shellCommand';
import type { Parameter } from './powershellParameters';

/** The hash table in the value of `-Headers`. */
export interface HeaderTable {
  readonly parameter: Parameter;
  readonly text: string;
  /** The value, for positions in it. */
  readonly script: Script;
  /** Its offset in the value. */
  readonly offset: number;
  readonly entries: readonly HashEntry[];
  /** The `Authorization` entries; several are an error in PowerShell. */
  readonly own: readonly HashEntry[];
  /** `$headers` of `($headers + @{ … })`. */
  readonly variable: string | undefined;
}

/** The table in a value, alone or added to a variable; undefined for other values. */
export function tableOf(parameter: Parameter): HeaderTable | undefined {
  const { source } = parameter.value;
  const [sum, before = '', variable] = /^(\(\s*(\$[\w:]+)\s*\+\s*)@\{/.exec(source) ?? [];
  const text = source.slice(before.length);
  if (!text.startsWith('@{')) return undefined;
  const { entries, end } = hashTable(text);
  const isWhole = end !== undefined && (sum === undefined ? /^$/ : /^\s*\)$/).test(text.slice(end));
  if (!isWhole) return undefined;
  const own = entries.filter(({ key }) => isAuthorizationName(key));
  const script = new Script(linesOf(source));
  return { parameter, text, script, offset: before.length, entries, own, variable };
}

/** Whether the table has nothing but `Authorization`, so that the whole parameter can be removed. */
export function hasOnlyAuthorization({ own, entries, text, variable }: HeaderTable): boolean {
  const [entry] = own;
  if (variable !== undefined || !entry || entries.length > 1) return false;
  return /^@\{[ \t]*$/.test(text.slice(0, entry.start)) && /^[ \t]*\}$/.test(text.slice(entry.end));
}

/** Inserts the first entry: on its own line if the table has one entry per line. */
export function insertEntry(lines: Lines, table: HeaderTable, expression: string, eol: string): TextEdit {
  const range = tableRange(table, 2, 2);
  const name = authorizationName(table.entries.map(({ key }) => key));
  const entry = `${name} = ${expression}`;
  const [, blanks, closing] = /^@\{([ \t]*)(\}|\n[ \t]*\})?/.exec(table.text) ?? [];
  if (closing === '}') return { range, newText: blanks === '' ? ` ${entry} ` : ` ${entry}` };
  const isLineEnd = lines.line(range.startLine).slice(range.startCharacter).trim() === '';
  if (!isLineEnd) return { range, newText: ` ${entry};` };
  const indentation = indentationOf(lines.line(range.startLine + 1));
  return { range, newText: `${eol}${indentation}${closing === undefined ? '' : '    '}${entry}` };
}

/** Removes entries. If `($headers + @{ … })` would be empty, only the variable stays. */
export function removeEntries(lines: Lines, table: HeaderTable, removed: readonly HashEntry[]): TextEdit[] {
  const { text, variable, entries, parameter } = table;
  if (variable !== undefined && removed.length > 0 && removed.length === entries.length) {
    return [
      { range: optionRange({ words: [parameter.value], before: parameter.before }), newText: variable },
    ];
  }
  return removed.map(({ start, end }) => {
    const range = tableRange(table, start, end);
    const before = lines.line(range.startLine).slice(0, range.startCharacter);
    const after = lines.line(range.endLine).slice(range.endCharacter);
    if (/^\s*$/.test(before) && /^\s*(?:;\s*)?$/.test(after)) {
      const { startLine, endLine } = range;
      return { range: { startLine, startCharacter: 0, endLine: endLine + 1, endCharacter: 0 }, newText: '' };
    }
    let gap = 0;
    while (/[ \t]/.test(text.charAt(start - gap - 1))) gap++;
    const separator = /^[ \t]*;/.exec(text.slice(end))?.[0].length ?? 0;
    // The last entry is removed together with the separator before it.
    const isLast = separator === 0 && text.charAt(start - gap - 1) === ';';
    return { range: tableRange(table, start - gap - (isLast ? 1 : 0), end + separator), newText: '' };
  });
}

/** A range of a table's text as a range of the document. */
export function tableRange(
  { parameter, script, offset }: HeaderTable,
  start: number,
  end: number,
): TextEdit['range'] {
  const { startLine, startCharacter } = parameter.value;
  const place = (character: number): readonly [number, number] => {
    const { line, character: onLine } = script.placeOf(offset + character);
    return [startLine + line, line === 0 ? startCharacter + onLine : onLine];
  };
  const [startOfLine, from] = place(start);
  const [endOfLine, to] = place(end);
  return { startLine: startOfLine, startCharacter: from, endLine: endOfLine, endCharacter: to };
}
