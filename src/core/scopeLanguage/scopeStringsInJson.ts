import type { Lines } from '../common/lines';
import { jsonString, scopeStringAt, type ScopeString } from './scopeString';

/** As far as an array that is not closed yet is followed. */
const maxArrayLines = 200;

/**
 * The scope strings of the JSON between two lines (the last one excluded): `"scope"` (`"Scope"` in the environments of
 * JetBrains' client), the strings of `"allowedScopes"`, and the presets in our own setting. Reads line by line without
 * a parser, since JSON that is being typed is broken, and the JSON of a request's body or of a script is a part of
 * something else.
 */
export function scopeStringsInJson(lines: Lines, from: number, to: number): ScopeString[] {
  const found: ScopeString[] = [];
  let settingEnd = -1;
  /** Up to where a list was read: what it holds is not read again. */
  let read = { line: -1, character: 0 };
  for (let line = from; line < to; line++) {
    const text = lines.line(line);
    if (!/scope/i.test(text) || /^\s*\/\//.test(text)) continue;
    const isSetting = line > settingEnd && text.includes('"hostedLogin.scopePresets"');
    if (isSetting) settingEnd = arrayEnd(lines, line, to);
    for (const { 0: key, 1: name, index } of text.matchAll(/"(scope|Scope|allowedScopes)"\s*:\s*/g)) {
      const at = index + key.length;
      if (line < read.line || (line === read.line && at < read.character)) continue;
      if (name !== 'allowedScopes' && text[at] === '"') {
        found.push(stringAt(line <= settingEnd ? 'setting' : 'json', line, text, at + 1));
      } else if (name === 'allowedScopes' && text[at] === '[') {
        const { strings, end } = stringsOfArray(lines, line, at + 1, to);
        for (const string of classifyArray(strings)) found.push(string);
        read = end;
      }
    }
  }
  return found;
}

function stringAt(
  kind: 'json' | 'allowedScopes' | 'setting',
  line: number,
  text: string,
  start: number,
): ScopeString {
  const end = endOf(/[^"\\]*(?:\\.[^"\\]*)*/y, text, start);
  return scopeStringAt(kind, jsonString, line, text, start, end);
}

/** The strings of one array: one of ours makes all of them ours, but words, which are scopes of users who sign in. */
function classifyArray(strings: readonly ScopeString[]): ScopeString[] {
  const areHostedLogin = strings.some(({ isHostedLogin }) => isHostedLogin);
  const mayBeHostedLogin = strings.some(string => string.mayBeHostedLogin);
  return strings.map(string => {
    const isWord = !/[^\w.-]/.test(string.text);
    return {
      ...string,
      isHostedLogin: areHostedLogin && !isWord,
      mayBeHostedLogin: mayBeHostedLogin && !isWord,
    };
  });
}

/** The strings from a place behind `[` to the `]`, or to the first thing that a list of strings has not. */
function stringsOfArray(
  lines: Lines,
  first: number,
  character: number,
  to: number,
): { strings: ScopeString[]; end: { line: number; character: number } } {
  const strings: ScopeString[] = [];
  const last = Math.min(to, first + maxArrayLines);
  for (let line = first; line < last; line++) {
    const text = lines.line(line);
    let at = line === first ? character : 0;
    for (;;) {
      at = endOf(/(?:[\s,]|\/\/.*)*/y, text, at);
      if (text[at] !== '"') break;
      const string = stringAt('allowedScopes', line, text, at + 1);
      // A member's name: the bracket is not closed yet.
      if (text[endOf(/\s*/y, text, string.end + 1)] === ':') return { strings, end: { line, character: at } };
      at = string.end + 1;
      strings.push(string);
    }
    if (at < text.length) return { strings, end: { line, character: at } };
  }
  return { strings, end: { line: last, character: 0 } };
}

/** Where a sticky expression ends that begins at a place. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** The line on which the first array from this line on ends. */
function arrayEnd(lines: Lines, first: number, to: number): number {
  const last = Math.min(to, first + maxArrayLines);
  let depth = 0;
  for (let line = first; line < last; line++) {
    for (const [token] of lines.line(line).matchAll(/"(?:[^"\\]|\\.)*"?|[[\]]/g)) {
      if (token === '[') depth++;
      else if (token === ']' && --depth === 0) return line;
    }
  }
  return last;
}
