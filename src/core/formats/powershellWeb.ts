import { type CommandOption, insertedOption, rangeOf, withoutOptions } from '../commandEdit';
import type { EditableRequest } from '../headerPlan';
import { type Authorization, isAuthorizationName, schemeOf } from '../httpAuthorization';
import type { CurlWord } from '../httpCurlWords';
import { indentationOf, type Lines, linesOf } from '../httpLines';
import { inOrder, type TextEdit } from '../httpTextEdit';
import { hashEntries, type HashEntry } from '../shells/powershellTables';
import { Script } from '../shells/shellCommand';
import { tokenVariable } from '../tokenVariable';
import type { AuthorizationEdit } from './requestFormat';

const reference = `$env:${tokenVariable}`;
const spellings = new RegExp(
  `\\$(?:\\{env:${tokenVariable}\\}|\\(\\$env:${tokenVariable}\\)|env:${tokenVariable}(?!\\w))`,
  'i',
);

/** The reference to the token in its one spelling. */
export function canonicalPowershell(text: string): string {
  return text.replace(spellings, () => reference);
}

/** A text as one word in which nothing is put in. */
export function powershellQuoted(text: string, style: CurlWord['quote']): string {
  return style === '"' || text.includes("'") ? `"${text.replace(/["`$]/g, '`$&')}"` : `'${text}'`;
}

/** A parameter with the word that is its value. */
interface Parameter extends CommandOption {
  readonly name: string;
  readonly value: CurlWord;
}

/** The hash table in the value of `-Headers`. */
interface HeaderTable {
  readonly parameter: Parameter;
  readonly text: string;
  /** The value, for places in it. */
  readonly script: Script;
  /** Where it begins in the value. */
  readonly offset: number;
  readonly entries: readonly HashEntry[];
  /** The entries of the header; several are an error of PowerShell's. */
  readonly own: readonly HashEntry[];
  /** `$headers` of `($headers + @{ … })`. */
  readonly variable: string | undefined;
}

/**
 * Invoke-RestMethod and Invoke-WebRequest: the header is an entry of the hash table behind `-Headers`; where a
 * variable stands there, it is added to that one's entries. `-Authentication` gives way to it. `curl` and `wget` are
 * such commands too where their parameters say so (Windows PowerShell). Undefined for other commands.
 */
export function webRequestAt(
  lines: Lines,
  words: readonly CurlWord[],
  { token, eol }: AuthorizationEdit,
): EditableRequest | undefined {
  if (!isWebRequest(words) || words.some(({ isOpen }) => isOpen)) return undefined;
  const parameters = parametersOf(words);
  const headers = parameters.find(({ name }) => /^h(?:e(?:a(?:d(?:e(?:rs?)?)?)?)?)?$/.test(name));
  const table = headers && tableOf(headers);
  const isEditable = headers === undefined || table !== undefined || isPlainVariable(lines, headers.value);
  if (!isEditable) return undefined;
  const options = parameters.filter(({ name }) => /^(?:authentication|token|credential)$/.test(name));
  const edits = (): TextEdit[] => {
    if (token === undefined) {
      if (table && takesParameter(table))
        return withoutOptions(lines, words, inPlace(words, [...options, table.parameter]));
      return inOrder([
        ...withoutOptions(lines, words, options),
        ...(table ? withoutEntries(lines, table, table.own) : []),
      ]);
    }
    const expression =
      token === reference ? `"Bearer ${reference}"` : powershellQuoted(`Bearer ${token}`, '');
    const [option, ...furtherOptions] = options;
    if (!headers && option) {
      const edit = { range: rangeOf(option), newText: parameterWith(expression) };
      return inOrder([edit, ...withoutOptions(lines, words, furtherOptions)]);
    }
    if (!headers) return [insertedParameter(lines, words, expression, eol)];
    const removed = withoutOptions(lines, words, options);
    if (!table) {
      const newText = `(${headers.value.text} + @{ Authorization = ${expression} })`;
      return inOrder([
        ...removed,
        { range: rangeOf({ words: [headers.value], before: headers.before }), newText },
      ]);
    }
    const [first, ...others] = table.own;
    if (!first) return inOrder([...removed, insertedEntry(lines, table, expression, eol)]);
    const surplus = [...removed, ...withoutEntries(lines, table, others)];
    if (isRight(first, token)) return inOrder(surplus);
    return inOrder([...surplus, { range: placed(table, first.valueStart, first.end), newText: expression }]);
  };
  return {
    authorizations: [
      ...(table?.own ?? []).map(each => authorizationOf(each, table)),
      ...options.flatMap(optionAuthorization),
    ],
    edits,
  };
}

/** How many lines above a command are searched for what its variable holds. */
const mostLinesAbove = 200;

/** Whether a word is a variable to whose table the header can be added: PowerShell refuses a second one of a name. */
function isPlainVariable(lines: Lines, { text, startLine }: CurlWord): boolean {
  if (!/^\$[\w:]+$/.test(text)) return false;
  const name = text.replace(/^\$(?:\w+:)?/, '').toLowerCase();
  let hasHeader = false;
  for (let line = startLine - 1; line >= 0 && line >= startLine - mostLinesAbove; line--) {
    const above = lines.line(line).toLowerCase();
    hasHeader ||= above.includes('authorization');
    if (hasHeader && above.includes(`$${name}`) && /[=.[]/.test(above)) return false;
  }
  return true;
}

function isWebRequest(words: readonly CurlWord[]): boolean {
  const name = words[0]?.text.toLowerCase() ?? '';
  if (/^(?:irm|iwr|invoke-(?:restmethod|webrequest))$/.test(name)) return true;
  const isNamed = ({ text }: CurlWord): boolean =>
    /^-(?:uri|headers|method|body|outfile|contenttype|usebasicparsing|authentication|token)$/i.test(text);
  return /^(?:curl|wget)$/.test(name) && words.some(isNamed);
}

function parametersOf(words: readonly CurlWord[]): Parameter[] {
  return words.flatMap((word, index) => {
    const before = words[index - 1];
    const value = words[index + 1];
    const name = /^-([a-z]+)$/i.exec(word.text)?.[1]?.toLowerCase();
    if (!before || !value || name === undefined) return [];
    return [{ name, value, words: [word, value], before, kept: '' }];
  });
}

/** In the order of the command. */
function inPlace(words: readonly CurlWord[], options: readonly Parameter[]): Parameter[] {
  const position = ({ value }: Parameter): number => words.indexOf(value);
  return [...options].sort((one, other) => position(one) - position(other));
}

function tableOf(parameter: Parameter): HeaderTable | undefined {
  const { text } = parameter.value;
  const [sum, before = '', variable] = /^(\(\s*(\$[\w:]+)\s*\+\s*)@\{/.exec(text) ?? [];
  if (sum === undefined ? !text.startsWith('@{') : !/\}\s*\)$/.test(text)) return undefined;
  const table = text.slice(before.length);
  const entries = hashEntries(table);
  const own = entries.filter(({ key }) => isAuthorizationName(key));
  return {
    parameter,
    text: table,
    script: new Script(linesOf(text)),
    offset: before.length,
    entries,
    own,
    variable,
  };
}

function isRight({ value }: HashEntry, token: string): boolean {
  if (!value) return false;
  const isReference = token === reference;
  const text = isReference ? canonicalPowershell(value.text) : value.text;
  return text === `Bearer ${token}` && value.expands === isReference && value.quote !== '';
}

function authorizationOf(entry: HashEntry, table: HeaderTable | undefined): Authorization {
  const raw = table?.text.slice(entry.valueStart, entry.end) ?? '';
  const value = entry.value?.text ?? raw;
  const line = table ? placed(table, entry.start, entry.start).startLine : 0;
  return { line, value, scheme: schemeOf(value.replace(/^[\s("']+/, '')), foldedLines: [] };
}

function optionAuthorization({ name, value, words }: Parameter): Authorization[] {
  const line = words[0]?.startLine ?? 0;
  if (name === 'token') return [];
  const kind = name === 'credential' ? 'Basic' : value.text;
  const scheme = /^(?:bearer|oauth|none)$/i.test(kind) ? 'Bearer' : schemeOf(kind);
  return [{ line, value: kind, scheme, foldedLines: [] }];
}

/** Whether the header is all that its parameter is there for, as we write it. */
function takesParameter({ own, entries, text, variable }: HeaderTable): boolean {
  return variable === undefined && own.length === 1 && entries.length === 1 && !/;\s*\}$/.test(text);
}

function parameterWith(expression: string): string {
  return `-Headers @{ Authorization = ${expression} }`;
}

/** Behind the address, or where that is not told, behind the command's name. */
function insertedParameter(
  lines: Lines,
  words: readonly CurlWord[],
  expression: string,
  eol: string,
): TextEdit {
  const [name, first] = words;
  const address = words.findIndex(({ text }) => /^-uri$/i.test(text));
  const anchor =
    (address > 0 ? words[address + 1] : undefined) ?? (first && !first.text.startsWith('-') ? first : name);
  if (!anchor)
    return { range: { startLine: 0, startCharacter: 0, endLine: 0, endCharacter: 0 }, newText: '' };
  return insertedOption(lines, words, anchor, parameterWith(expression), `\`${eol}`);
}

/** First in the table: on a line of its own where each entry has one. */
function insertedEntry(lines: Lines, table: HeaderTable, expression: string, eol: string): TextEdit {
  const range = placed(table, 2, 2);
  const isLineEnd = lines.line(range.startLine).slice(range.startCharacter).trim() === '';
  const entry = `Authorization = ${expression}`;
  const indentation = indentationOf(lines.line(range.startLine + 1));
  return { range, newText: isLineEnd ? `${eol}${indentation}${entry}` : ` ${entry};` };
}

function withoutEntries(lines: Lines, table: HeaderTable, doomed: readonly HashEntry[]): TextEdit[] {
  const { text, variable, entries, parameter } = table;
  if (variable !== undefined && doomed.length > 0 && doomed.length === entries.length) {
    return [{ range: rangeOf({ words: [parameter.value], before: parameter.before }), newText: variable }];
  }
  return doomed.map(({ start, end }) => {
    const range = placed(table, start, end);
    const before = lines.line(range.startLine).slice(0, range.startCharacter);
    const after = lines.line(range.endLine).slice(range.endCharacter);
    if (/^\s*$/.test(before) && /^\s*;?\s*$/.test(after)) {
      const { startLine, endLine } = range;
      return { range: { startLine, startCharacter: 0, endLine: endLine + 1, endCharacter: 0 }, newText: '' };
    }
    let gap = 0;
    while (/[ \t]/.test(text.charAt(start - gap - 1))) gap++;
    const separator = /^[ \t]*;/.exec(text.slice(end))?.[0].length ?? 0;
    // The last entry takes the separator before it along.
    const isLast = separator === 0 && text.charAt(start - gap - 1) === ';';
    return { range: placed(table, start - gap - (isLast ? 1 : 0), end + separator), newText: '' };
  });
}

/** A stretch of a table's text as a range of the document. */
function placed({ parameter, script, offset }: HeaderTable, start: number, end: number): TextEdit['range'] {
  const { startLine, startCharacter } = parameter.value;
  const place = (character: number): readonly [number, number] => {
    const { line, character: onLine } = script.placeOf(offset + character);
    return [startLine + line, line === 0 ? startCharacter + onLine : onLine];
  };
  const [startOfLine, from] = place(start);
  const [endOfLine, to] = place(end);
  return { startLine: startOfLine, startCharacter: from, endLine: endOfLine, endCharacter: to };
}
