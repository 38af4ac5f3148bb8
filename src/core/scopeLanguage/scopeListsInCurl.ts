// Finds the scope lists in options of curl.
import { finish } from '../common/steps';
import { curlArguments, type CurlOption } from '../requests/curl/curlOptions';
import { escapedIn, type Quoting, WordPlaces } from '../shells/quoting';
import type { Script, ShellWord } from '../shells/shellCommand';
import {
  maxLineLength,
  plain,
  placed,
  type Notation,
  scopeListAt,
  type ScopeList,
  urlEncoded,
  withoutLongLines,
} from './scopeList';
import { scopeListsInForm } from './scopeListsInForms';
import { scopeListsInJson } from './scopeListsInJson';

/** A curl command and its place in a script. */
export interface WrittenCommand {
  readonly script: Script;
  readonly quoting: Quoting;
  readonly words: readonly ShellWord[];
  /** Includes its here-documents. */
  readonly end?: number;
}

/** A value in double quotes, which `curl -F` removes (curl(1), `--form`). */
const formQuoted: Notation = {
  token: /\\["\\]|[^\\]+|\\/g,
  decode: token => (token.length === 2 && token.startsWith('\\') ? token.charAt(1) : token),
  encode: text => text.replace(/["\\]/g, '\\$&'),
};

/** A value within the argument of an option. */
interface FoundValue {
  readonly start: number;
  readonly end: number;
  readonly notation: Notation;
}

/**
 * The scope lists in the data and the queries that a curl command sends.
 * @param from where the commands above it end, with their here-documents: one on its line has its own before those of this one
 */
export function scopeListsInCurl(command: WrittenCommand, from = 0): ScopeList[] {
  const { quoting, words } = command;
  const { options, others } = curlArguments(words);
  const written = (word: ShellWord, from: number, values: readonly FoundValue[], isJson = false) => {
    if (!/scope/i.test(word.text)) return [];
    const places = new WordPlaces(word);
    const lists = values.map(({ start, end, notation }) =>
      scopeListAt('curl', notation, 0, word.text, from + start, from + end),
    );
    return [...lists, ...(isJson ? jsonIn(word.text, from) : [])].flatMap(
      list => writtenAs(list, places, command) ?? [],
    );
  };
  const readsInput = options.some(
    ({ name, value }) =>
      (name === 'config' && value === '-') || (/^data(?:-ascii|-binary)?$/.test(name) && value === '@-'),
  );
  return [
    ...options.flatMap(option => {
      // Only REST clients accept `--data=…`. curl does not.
      const isOption = quoting === 'requestFile' || !option.spelling.endsWith('=');
      // A word of short options may have thousands without a value.
      const word = option.value === '' ? undefined : option.words.at(-1);
      return isOption && word ? written(word, option.valueStart, valuesOf(option), sendsJson(option)) : [];
    }),
    ...others.flatMap(word => written(word, 0, queryFields(word.text))),
    ...(readsInput ? scopeListsInInput(command, from) : []),
  ];
}

/** The scope lists of a form, or of curl's options, in a here-document; none that the shell expands. */
function scopeListsInInput({ script, words, end = 0 }: WrittenCommand, from: number): ScopeList[] {
  const last = words.at(-1);
  if (!last || end <= last.end || !script.text.slice(last.end, end).includes('<<')) return [];
  const found: ScopeList[] = [];
  // The last line is the delimiter.
  const lastLine = script.lineAt(end);
  for (let line = script.lineAt(Math.max(last.end, from)) + 1; line < lastLine; line++) {
    const start = script.startOf(line) ?? 0;
    const text = script.text.slice(start, script.text.indexOf('\n', start));
    if (!/scope/i.test(text) || text.length > maxLineLength) continue;
    found.push(...scopeListsInForm(line, text).filter(list => !/[$`]/.test(list.text)));
  }
  return found;
}

/** The scope values in the query of a URL. */
function queryFields(url: string): FoundValue[] {
  const query = url.indexOf('?');
  if (query < 0) return [];
  return [...url.matchAll(/[?&]scope=((?:\{\{[^{}]*\}\}|[^&#\s])*)/g)]
    .filter(({ index }) => index >= query)
    .map(({ 0: field, 1: value = '', index }) => {
      const end = index + field.length;
      return { start: end - value.length, end, notation: urlEncoded };
    });
}

function sendsJson({ name, value }: CurlOption<ShellWord>): boolean {
  return /^(?:json|data(?:-(?:raw|ascii|binary))?)$/.test(name) && /^\s*[[{]/.test(value);
}

/** The scope values that an option sends as a form. */
function valuesOf({ name, value }: CurlOption<ShellWord>): FoundValue[] {
  if (name === 'url') return queryFields(value);
  if (name === 'data-raw' || (/^data(?:-ascii|-binary)?$/.test(name) && !value.startsWith('@')))
    return encodedFields(value);
  if (!value.startsWith('scope=')) return [];
  if (name === 'form') return formField(value, 6);
  // curl encodes what follows the name, so `&` is part of the value.
  const isField = /^(?:data-urlencode|url-query|form-string)$/.test(name);
  return isField ? [upToLineEnd(value, 6, value.length, plain)] : [];
}

function encodedFields(value: string): FoundValue[] {
  return [...value.matchAll(/(?:^|&)\s*scope=/g)].map(({ 0: name, index }) => {
    const start = index + name.length;
    const end = value.indexOf('&', start);
    return upToLineEnd(value, start, end < 0 ? value.length : end, urlEncoded);
  });
}

/** The content of a part: in double quotes, or up to `;`. None for a file (`@`, `<`) or a list (`(`). */
function formField(value: string, start: number): FoundValue[] {
  const content = /\s*/y;
  content.lastIndex = start;
  const from = start + (content.exec(value)?.[0].length ?? 0);
  if (/^[@<(]/.test(value.charAt(from))) return [];
  const quoted = /"((?:[^"\\]|\\[^])*)"/y;
  quoted.lastIndex = from;
  const inQuotes = quoted.exec(value)?.[1];
  if (inQuotes !== undefined) return [upToLineEnd(value, from + 1, from + 1 + inQuotes.length, formQuoted)];
  const semicolon = value.indexOf(';', from);
  return [upToLineEnd(value, start, semicolon < 0 ? value.length : semicolon, plain)];
}

/** Ends a value at the line end: what follows belongs to an unclosed quote. */
function upToLineEnd(value: string, start: number, end: number, notation: Notation): FoundValue {
  const length = value.slice(start, end).indexOf('\n');
  return { start, end: length < 0 ? end : start + length, notation };
}

/** The scope lists of the JSON that begins at `from`, in offsets of the text. */
function jsonIn(text: string, from: number): ScopeList[] {
  const all = text.slice(from).split('\n');
  const starts: number[] = [];
  let start = from;
  for (const line of all) {
    starts.push(start);
    start += line.length + 1;
  }
  const lines = withoutLongLines({ lineCount: all.length, line: index => all[index] ?? '' });
  return finish(scopeListsInJson(lines)).map(list => shiftScopeList(list, 0, starts[list.line] ?? 0));
}

/** Moves a scope list to another line, by a number of characters. */
export function shiftScopeList(list: ScopeList, line: number, by: number): ScopeList {
  return placed(
    list,
    line,
    list.characters.map(character => character + by),
  );
}

/**
 * Maps a scope list of a word's text to the script. Undefined if it is not in one piece on one line, or if the shell expands it.
 */
function writtenAs(
  list: ScopeList,
  places: WordPlaces,
  { script, quoting }: WrittenCommand,
): ScopeList | undefined {
  const piece = places.piece(list.start, list.end);
  if (!piece || (quoting === 'cmd' && /%|![^!\s]+!/.test(list.text))) return undefined;
  const offsets = list.characters.map(offset => piece.placeOf(offset));
  const line = script.lineAt(offsets[0] ?? 0);
  if (script.lineAt(offsets.at(-1) ?? 0) !== line) return undefined;
  const encode = (text: string) => escapedIn(quoting, piece.quote, list.encode(text));
  const lineStart = script.startOf(line) ?? 0;
  return placed(
    { ...list, encode },
    line,
    offsets.map(offset => offset - lineStart),
  );
}
