// Where a script of any shell, or a request file, seems to set a variable. Weaker than `PosixVariables` and `fileVariables`: it
// reads signs, not commands.
import { addToList } from '../common/collections';

/** Characters of a value that are read. */
const maxValue = 2_000;

/** Assignments of a variable that are read. */
const maxReads = 100;

/** Different values of a variable. */
const maxValues = 50;

/** Lines that set nothing; `# @loop` does. */
const comments = /^[ \t]*(?:#|\/\/|@?rem\b|::)(?!.*@loop\b).*$/gim;

/**
 * `NAME=`, `NAME+=`, `NAME[key]=`, `${NAME:=`, `exports.NAME =`, `$name =`, `$env:NAME ??=`, `$a['name'] =`, `set "NAME=`. What
 * is before the name, and whether there are blanks, says how the value is written.
 */
const assignment =
  /(\bset[ \t]+(?:\/[pa][ \t]+)?"?|\b(?:const|let|var)[ \t]+|[$.])?(?<![\w?&@-])(?:(?:env|script|global|local|private):)?(\w+)(?:\[[^\]\n]{0,60}\]|["']\]|\})?([ \t]*)(?:[+:]|\?\?)?=(?![=~>])/gi;

/** `@NAME = value` of request files. */
const fileVariable = /^[ \t]*@(?:global\.)?([^\s=:]+)[ \t:=]*/gm;

/** `client.global.set("NAME",` and `bru.setVar("NAME",` of scripts in request files. */
const setter = /\bset\w{0,20}\(\s*["']([^"'\n]{1,100})["']\s*,/g;

/** `for NAME in`, `foreach ($name in`, `for %%n in`. */
const loop = /\b(?:for(?:each)?|select)[ \t(]{1,20}[$%]{0,2}(\w+)[ \t]+in\b/gi;

/** `# @loop for name of`, and loops of JavaScript. */
const loopOf = /\bfor[ \t(]{1,20}(?:(?:const|let|var)[ \t]+)?(\w+)[ \t]+of\b/g;

/** `name() {`, `function name {`, `function name($a) {`: what a function prints or returns may be a value. */
const definition =
  /(?<![\w-])(?:function[ \t]+([\w-]+)(?:[ \t]*\([^()\n]{0,300}\))?|([\w-]+)[ \t]*\([ \t]*\))\s{0,99}(?=\{)/gi;

/** A block of PowerShell whose `$_` is what is before it. */
const piped = /\|[ \t]*(?:%|foreach(?:-object)?)[ \t]*\{/gi;

/** A value, as it is written. */
export interface Value {
  readonly text: string;
  /** Whether words without quotes are commands or names, as in PowerShell and JavaScript. */
  readonly isCode: boolean;
}

/** The values that are assigned to a variable. */
export type ValuesOf = (name: string) => readonly Value[];

/** Finds the assignments of a file, and reads the values of a variable when it is asked for. */
export function readAssignments(text: string, isScript: boolean): ValuesOf {
  const file = text.replace(comments, '');
  const places = new Map<string, (() => Value)[]>();
  const add = (name: string, read: () => Value) => {
    addToList(places, name.toLowerCase(), read);
  };
  const addAll = (sign: RegExp, isCode: boolean) => {
    for (const { 0: found, 1: name = '', index } of file.matchAll(sign))
      add(name, () => ({ text: valueAt(file, index + found.length, false), isCode }));
  };
  for (const { 0: sign, 1: before = '', 2: name = '', 3: blanks, index } of file.matchAll(assignment)) {
    const isWord = before === '' && blanks === '';
    // `set /p` asks for the value. In a request file, `name=value` is a part of a URL or a body.
    if (/\/p/i.test(before) || (isWord && !isScript)) continue;
    const isCode = !isScript || before === '$' || before === '.';
    add(name, () => ({ text: valueAt(file, index + sign.length, isWord), isCode }));
  }
  if (!isScript) addAll(fileVariable, false);
  addAll(setter, true);
  for (const { 0: sign, 1: name = '', index } of file.matchAll(loop))
    add(name, () => ({ text: listAt(file, index + sign.length), isCode: false }));
  addAll(loopOf, true);
  for (const { 0: sign, 1: word = '', 2: name = word, index } of file.matchAll(definition))
    add(name, () => ({ text: `$(${bracketAt(file, index + sign.length)})`, isCode: false }));
  for (const { index } of file.matchAll(piped))
    add('_', () => ({ text: valueBefore(file, index), isCode: true }));
  const known = new Map<string, readonly Value[]>();
  return name => {
    const values =
      known.get(name) ?? distinct((places.get(name) ?? []).slice(0, maxReads).map(read => read()));
    known.set(name, values);
    return values;
  };
}

function distinct(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map(value => [value.text, value])).values()].slice(0, maxValues);
}

/** A value up to the end of its line or command, outside of brackets; a word also up to a blank, outside of quotes. */
function valueAt(file: string, start: number, isWord: boolean): string {
  let [depth, quote, isInCase, searched] = [0, '', false, start];
  const last = Math.min(file.length, start + maxValue);
  const first = isWord
    ? start
    : start + (/^[ \t]*(?:\r?\n[ \t]*(?=["'`]))?/.exec(file.slice(start, last))?.[0].length ?? 0);
  for (let at = first; at < last; at++) {
    const char = file.charAt(at);
    if (char === '\n' && !isWord) quote = '';
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '#' && at > start && /\s/.test(file.charAt(at - 1))) {
      // A comment may have quotes and brackets.
      while (at + 1 < last && file.charAt(at + 1) !== '\n') at++;
    } else if (/[([{]/.test(char)) depth++;
    else if (/[)\]}]/.test(char)) {
      for (const [word] of file.slice(searched, at).matchAll(/\b(?:case|esac)\b/g))
        isInCase = word === 'case';
      searched = at;
      if (char === ')' && isInCase && endsWithPattern(file.slice(Math.max(start, at - 200), at))) continue;
      if (--depth < 0) return file.slice(start, at);
    } else if (depth === 0 && endsValue(file, at, start, isWord)) return file.slice(start, at);
  }
  return file.slice(start, last);
}

/** Whether a `)` after this text, the end of what is in a `case`, ends a pattern. */
function endsWithPattern(text: string): boolean {
  return /(?:\bin|;;|;&)\s*\(?[^()\s;]{0,100}$/.test(text);
}

function endsValue(file: string, at: number, start: number, isWord: boolean): boolean {
  const char = file.charAt(at);
  // The line goes on.
  if (/\s/.test(char) && /[\\^`,|+][ \t\r]*$/.test(file.slice(Math.max(start, at - 9), at))) return false;
  return /[\n;&|]/.test(char) || (isWord && /\s/.test(char));
}

/** What a loop goes through: the words in a bracket, as in batch files, or a value. */
function listAt(file: string, start: number): string {
  const blanks = /^[ \t]*@?(?=\()/.exec(file.slice(start, start + maxValue))?.[0];
  return blanks === undefined ? valueAt(file, start, false) : bracketAt(file, start + blanks.length);
}

/** A bracket with what is in it. Others in it may not be in pairs: `case` has only closing ones. */
function bracketAt(file: string, start: number): string {
  const text = file.slice(start, start + maxValue);
  const brackets = text.startsWith('(') ? /[()]/g : /[{}]/g;
  let depth = 0;
  for (const { 0: bracket, index } of text.matchAll(brackets)) {
    depth += /[({]/.test(bracket) ? 1 : -1;
    if (depth === 0) return text.slice(0, index + 1);
  }
  return text;
}

/** The line before an offset; the lines since the bracket that is closed there. */
function valueBefore(file: string, end: number): string {
  let depth = 0;
  for (let at = end - 1; at >= Math.max(0, end - maxValue); at--) {
    const char = file.charAt(at);
    if (/[)\]}]/.test(char)) depth++;
    else if (/[([{]/.test(char)) depth--;
    if (depth < 0 || (depth === 0 && /[\n;]/.test(char))) return file.slice(at + 1, end);
  }
  return file.slice(Math.max(0, end - maxValue), end);
}
