import type { Lines } from '../common/lines';
import { linesOfStep, type Steps } from '../common/steps';
import { jsonString, scopeListAt, type ScopeList } from './scopeList';

/** How far an unclosed array is read. */
const maxArrayLines = 200;

/**
 * The scope lists of JSON: `"scope"` (`"Scope"` in environments of JetBrains' client), the
 * entries of `"allowedScopes"`, and the presets of our setting. Reads line by line without a parser: JSON is incomplete while
 * it is typed, and in request bodies and scripts it is embedded in other text.
 */
export function* scopeListsInJson(lines: Lines): Steps<ScopeList[]> {
  const found: ScopeList[] = [];
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
        const list = listAt(line <= settingEnd ? 'setting' : 'json', valueLine, value, start + 1);
        // While the value is missing, the next member follows.
        if (!isBelow || value[endOf(/\s*/y, value, list.end + 1)] !== ':') found.push(list);
      } else if (name === 'allowedScopes' && value[start] === '[') {
        const { lists, end } = listsOfArray(lines, valueLine, start + 1);
        for (const list of classifyArray(lists)) found.push(list);
        read = end;
      }
    }
  }
  return found;
}

function listAt(
  kind: 'json' | 'allowedScopes' | 'setting',
  line: number,
  text: string,
  start: number,
): ScopeList {
  const end = endOf(/[^"\\]*(?:\\.[^"\\]*)*/y, text, start);
  return scopeListAt(kind, jsonString, line, text, start, end);
}

/** If one string of an array is Hosted Login's, all are, except words, which are scopes of users who sign in. */
function classifyArray(lists: readonly ScopeList[]): ScopeList[] {
  const areHostedLogin = lists.some(({ isHostedLogin }) => isHostedLogin);
  const mayBeHostedLogin = lists.some(list => list.mayBeHostedLogin);
  return lists.map(list => {
    const isWord = !/[^\w.-]/.test(list.text);
    return {
      ...list,
      isHostedLogin: areHostedLogin && !isWord,
      mayBeHostedLogin: mayBeHostedLogin && !isWord,
    };
  });
}

/** The strings after `[`, up to anything that is not part of a list of strings. */
function listsOfArray(
  lines: Lines,
  first: number,
  character: number,
): { lists: ScopeList[]; end: { line: number; character: number } } {
  const lists: ScopeList[] = [];
  const last = Math.min(lines.lineCount, first + maxArrayLines);
  for (let line = first; line < last; line++) {
    const text = lines.line(line);
    let at = line === first ? character : 0;
    for (;;) {
      at = endOf(/(?:[\s,]|\/\/.*)*/y, text, at);
      if (text[at] !== '"') break;
      const list = listAt('allowedScopes', line, text, at + 1);
      // The string is the name of a member, so the array was not closed.
      if (text[endOf(/\s*/y, text, list.end + 1)] === ':') return { lists, end: { line, character: at } };
      at = list.end + 1;
      lists.push(list);
    }
    if (at < text.length) return { lists, end: { line, character: at } };
  }
  return { lists, end: { line: last, character: 0 } };
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
