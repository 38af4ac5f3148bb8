import type { Lines } from './httpLines';
import { jsonString, scopeStringAt, type ScopeString } from './scopeString';

/** As far as an array that is not closed yet is followed. */
const maxArrayLines = 200;

/**
 * The scope strings of the JSON between two lines (the last one excluded): `"scope"`, the strings of `"allowedScopes"`,
 * and the presets in our own setting. Reads line by line without a parser, since JSON that is being typed is broken,
 * and the JSON of a request's body or of a script is a part of something else.
 */
export function scopeStringsInJson(lines: Lines, from: number, to: number): ScopeString[] {
  const found: ScopeString[] = [];
  let settingEnd = -1;
  for (let line = from; line < to; line++) {
    const text = lines.line(line);
    if (!/scope/i.test(text) || /^\s*\/\//.test(text)) continue;
    if (text.includes('"hostedLogin.scopePresets"')) settingEnd = arrayEnd(lines, line, to);
    for (const { 0: key, 1: name, index } of text.matchAll(/"(scope|allowedScopes)"\s*:\s*/g)) {
      const at = index + key.length;
      if (name === 'scope' && text[at] === '"') {
        found.push(stringAt(line <= settingEnd ? 'setting' : 'json', line, text, at + 1));
      } else if (name === 'allowedScopes' && text[at] === '[') {
        found.push(...judgedTogether(stringsOfArray(lines, line, at + 1, to)));
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
  const inside = /(?:[^"\\]|\\.)*/y;
  inside.lastIndex = start;
  const end = start + (inside.exec(text)?.[0].length ?? 0);
  return scopeStringAt(kind, jsonString, line, text, start, end);
}

/** The strings of one array: one of ours makes all of them ours, but words, which are scopes of users who sign in. */
function judgedTogether(strings: readonly ScopeString[]): ScopeString[] {
  const areOurs = strings.some(({ isOurs }) => isOurs);
  const mayBeOurs = strings.some(string => string.mayBeOurs);
  return strings.map(string => {
    const isWord = !/[^\w.-]/.test(string.text);
    return { ...string, isOurs: areOurs && !isWord, mayBeOurs: mayBeOurs && !isWord };
  });
}

/** The strings from a place behind `[` to the `]`, or to the first thing that a list of strings has not. */
function stringsOfArray(lines: Lines, first: number, character: number, to: number): ScopeString[] {
  const found: ScopeString[] = [];
  const last = Math.min(to, first + maxArrayLines);
  for (let line = first; line < last; line++) {
    const text = lines.line(line);
    let at = line === first ? character : 0;
    for (;;) {
      at += /^(?:[\s,]|\/\/.*)*/.exec(text.slice(at))?.[0].length ?? 0;
      if (text[at] !== '"') break;
      const string = stringAt('allowedScopes', line, text, at + 1);
      at = string.end + 1;
      if (/^\s*:/.test(text.slice(at))) return found; // a member's name: the bracket is not closed yet
      found.push(string);
    }
    if (at < text.length) return found;
  }
  return found;
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
