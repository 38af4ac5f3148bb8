import type { Lines } from './httpLines';
import { jsonString, scopeStringAt, type ScopeString } from './scopeString';

/** As far as an array that is not closed yet is followed. */
const maxArrayLines = 200;

/** As far around a string as the object is read in which it stands. */
const objectLines = 30;

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
        const string = stringAt(line <= settingEnd ? 'setting' : 'json', line, text, at + 1);
        const isOurs = string.isOurs || (lacksAction(string) && isOfTokenRequest(lines, string, from, to));
        found.push({ ...string, isOurs });
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

/** `:config/x`: no other world has such a scope, so it is one of ours without its action. */
function lacksAction({ text }: ScopeString): boolean {
  return /(?:^|\s):/.test(text);
}

/** The strings of one array: one of ours makes all of them ours, but words, which are scopes of users who sign in. */
function judgedTogether(strings: readonly ScopeString[]): ScopeString[] {
  const areOurs = strings.some(string => string.isOurs || lacksAction(string));
  return strings.map(string => ({ ...string, isOurs: areOurs && /[^\w.-]/.test(string.text) }));
}

/** Whether the object around a string has the grant type of a token request. */
function isOfTokenRequest(
  lines: Lines,
  { line, start, end }: ScopeString,
  from: number,
  to: number,
): boolean {
  const text = (first: number, last: number) =>
    Array.from({ length: Math.max(0, last - first) }, (_, index) => lines.line(first + index)).join('\n');
  const above = `${text(Math.max(from, line - objectLines), line)}\n${lines.line(line).slice(0, start)}`;
  const below = `${lines.line(line).slice(end)}\n${text(line + 1, Math.min(to, line + objectLines))}`;
  const object = above.slice(outermost(above, above.length - 1, -1)) + below.slice(0, outermost(below, 0, 1));
  return /\bgrant_type\b|\bclient_credentials\b/.test(object);
}

/** Where the object ends that is open at a place, to the left (-1) or to the right (1), or the text. */
function outermost(text: string, from: number, step: -1 | 1): number {
  const [opening, closing] = step === 1 ? '{}' : '}{';
  let depth = 0;
  let at = from;
  for (; at >= 0 && at < text.length; at += step) {
    if (text[at] === opening) depth++;
    else if (text[at] === closing && --depth < 0) break;
  }
  return Math.max(0, at);
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
