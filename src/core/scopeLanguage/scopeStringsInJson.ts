import type { Lines } from '../common/lines';
import { linesOfStep, type Steps } from '../common/steps';
import { jsonString, scopeStringAt, type ScopeString } from './scopeString';

/** How far an unclosed array is read. */
const maxArrayLines = 200;

/**
 * The scope strings of JSON: `"scope"` (`"Scope"` in environments of JetBrains' client), the
 * strings of `"allowedScopes"`, and the presets of our setting. Reads line by line without a parser: JSON is incomplete while
 * it is typed, and in request bodies and scripts it is embedded in other text.
 */
export function* scopeStringsInJson(lines: Lines): Steps<ScopeString[]> {
  const found: ScopeString[] = [];
  let settingEnd = -1;
  // Where the last array ended, so that nothing is read twice.
  let read = { line: -1, character: 0 };
  for (let line = 0; line < lines.lineCount; line++) {
    if (line % linesOfStep === 0) yield;
    const text = lines.line(line);
    if (!/scope/i.test(text) || /^\s*\/\//.test(text)) continue;
    const isSetting = line > settingEnd && text.includes('"hostedLogin.scopePresets"');
    if (isSetting) settingEnd = arrayEnd(lines, line);
    for (const { 0: key, 1: name, index } of text.matchAll(/"(scope|Scope|allowedScopes)"\s*:\s*/g)) {
      const at = index + key.length;
      if (line < read.line || (line === read.line && at < read.character)) continue;
      // The value may be on the next line.
      const isBelow = at === text.length && line + 1 < lines.lineCount;
      const [valueLine, value] = isBelow ? [line + 1, lines.line(line + 1)] : [line, text];
      const start = isBelow ? endOf(/\s*/y, value, 0) : at;
      if (name !== 'allowedScopes' && value[start] === '"') {
        const string = stringAt(line <= settingEnd ? 'setting' : 'json', valueLine, value, start + 1);
        // While the value is missing, the next member follows.
        if (!isBelow || value[endOf(/\s*/y, value, string.end + 1)] !== ':') found.push(string);
      } else if (name === 'allowedScopes' && value[start] === '[') {
        const { strings, end } = stringsOfArray(lines, valueLine, start + 1);
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

/** If one string of an array is Hosted Login's, all are, except words, which are scopes of users who sign in. */
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

/** The strings after `[`, up to anything that is not part of a list of strings. */
function stringsOfArray(
  lines: Lines,
  first: number,
  character: number,
): { strings: ScopeString[]; end: { line: number; character: number } } {
  const strings: ScopeString[] = [];
  const last = Math.min(lines.lineCount, first + maxArrayLines);
  for (let line = first; line < last; line++) {
    const text = lines.line(line);
    let at = line === first ? character : 0;
    for (;;) {
      at = endOf(/(?:[\s,]|\/\/.*)*/y, text, at);
      if (text[at] !== '"') break;
      const string = stringAt('allowedScopes', line, text, at + 1);
      // The string is the name of a member, so the array was not closed.
      if (text[endOf(/\s*/y, text, string.end + 1)] === ':') return { strings, end: { line, character: at } };
      at = string.end + 1;
      strings.push(string);
    }
    if (at < text.length) return { strings, end: { line, character: at } };
  }
  return { strings, end: { line: last, character: 0 } };
}

/** Where the match of a sticky expression at a place ends. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** The line where the first array after the beginning of a line ends. */
function arrayEnd(lines: Lines, first: number): number {
  const last = Math.min(lines.lineCount, first + maxArrayLines);
  let depth = 0;
  for (let line = first; line < last; line++) {
    for (const [token] of lines.line(line).matchAll(/"(?:[^"\\]|\\.)*"?|[[\]]/g)) {
      if (token === '[') depth++;
      else if (token === ']' && --depth === 0) return line;
    }
  }
  return last;
}
