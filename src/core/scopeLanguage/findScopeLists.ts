// Finds the scope lists in a document.
import type { LineRange, Lines } from '../common/lines';
import { finish, linesOfStep, type Steps } from '../common/steps';
import { curlCommandsInSteps } from '../requests/curl/curlScripts';
import {
  documentRegionAt,
  documentRegionsInSteps,
  type DocumentLanguage,
  type DocumentRegion,
} from '../requests/documentRegions';
import { mayBeHostedLogin, mentionsHostedLogin } from '../requests/hostedLoginMentions';
import { isCurlLine, isSeparator } from '../requests/lineSyntax';
import { isUserScope, parseScopeList } from '../scopes/parseScope';
import { requestFileWords } from '../shells/posixWords';
import { Script } from '../shells/shellCommand';
import { type ScopeList, withoutLongLines } from './scopeList';
import { scopeListsInCurl, shiftScopeList, type WrittenCommand } from './scopeListsInCurl';
import { scopeListInPart, scopeListsInForm } from './scopeListsInForms';
import { scopeListsInJson } from './scopeListsInJson';

/** How many lines around a scope list may mention Hosted Login. */
const contextLines = 30;

/** All scope lists of a document, top to bottom. */
export function* findScopeListsInSteps(
  lines: Lines,
  language: DocumentLanguage,
): Steps<readonly ScopeList[]> {
  const found: ScopeList[] = [];
  for (const region of yield* documentRegionsInSteps(lines, language)) {
    for (const list of yield* listsIn(region)) found.push(list);
    yield;
  }
  return yield* classifyByContext(found, lines, { first: 0, last: lines.lineCount - 1 });
}

/**
 * The scope list at a position, or undefined. Both ends count as inside. Reads at most a few hundred lines around it, so
 * the time does not depend on the document's size.
 */
export function scopeListAtPosition(
  lines: Lines,
  language: DocumentLanguage,
  line: number,
  character: number,
): ScopeList | undefined {
  // Most positions end here. The value of a multipart body's part follows a blank line.
  const text = lines.line(line);
  if (withoutLongLines(lines).line(line) !== text) return undefined;
  if (!/scope|"/i.test(text) && lines.line(line - 1).trim() !== '') return undefined;
  const region = documentRegionAt(lines, language, line);
  const found = (region ? finish(listsIn(region, line)) : []).filter(
    list => list.line === line && list.start <= character && character <= list.end,
  );
  return finish(
    classifyByContext(found, lines, { first: line - contextLines, last: line + contextLines }),
  )[0];
}

/**
 * Whether to offer completion in a scope list: it holds Hosted Login's scopes, or may, in a text that mentions Hosted Login.
 * @param lines the document
 */
export function mayBecomeHostedLoginScopes(list: ScopeList, lines: Lines): boolean {
  const { text, isHostedLogin, line } = list;
  if (isHostedLogin) return true;
  if (!/^\s*(?:(?:[.*](?!\w)|:).*)?$|^\w*$/.test(text)) return false;
  if (parseScopeList(text).some(item => isUserScope(item.text))) return false;
  const bounded = withoutLongLines(lines);
  const around = Array.from({ length: 2 * contextLines + 1 }, (_, index) =>
    bounded.line(line - contextLines + index),
  );
  return mayBeHostedLogin(around);
}

/** Marks scope lists as Hosted Login's that may be, if a line near them mentions Hosted Login. */
function* classifyByContext(
  found: readonly ScopeList[],
  lines: Lines,
  { first, last }: LineRange,
): Steps<readonly ScopeList[]> {
  const isOpen = ({ isHostedLogin, mayBeHostedLogin }: ScopeList) => mayBeHostedLogin && !isHostedLogin;
  if (!found.some(isOpen)) return found;
  const bounded = withoutLongLines(lines);
  const mentions: number[] = [];
  for (let line = first; line <= last; line++) {
    if (line % linesOfStep === 0) yield;
    if (mentionsHostedLogin(bounded.line(line))) mentions.push(line);
  }
  let next = 0;
  return found.map(list => {
    while ((mentions[next] ?? Infinity) < list.line - contextLines) next++;
    const isNear = (mentions[next] ?? Infinity) <= list.line + contextLines;
    return isOpen(list) && isNear ? { ...list, isHostedLogin: true } : list;
  });
}

/** The scope lists of a region, in document positions. With `line`, at least those on that line. */
function* listsIn({ language, lines, first, startOf }: DocumentRegion, line?: number): Steps<ScopeList[]> {
  const readable = withoutLongLines(lines);
  const isScript = language !== 'http' && language !== 'json';
  let commands: readonly WrittenCommand[] = [];
  if (language === 'http') commands = yield* curlsOfRequestFile(lines);
  else if (language !== 'json') {
    commands = yield* curlCommandsInSteps(lines, language, line === undefined ? undefined : line - first);
  }
  const isOutside = outsideOf(commands);
  const inText = [
    ...(language === 'http' ? yield* listsInForms(readable) : []),
    // In a script, the shell expands `$…`.
    ...(yield* scopeListsInJson(readable)).filter(({ text }) => !isScript || !/[$`]/.test(text)),
  ].filter(isOutside);
  const found: ScopeList[] = [];
  const add = (list: ScopeList) => {
    if (readable.line(list.line) !== lines.line(list.line)) return;
    const [line, by] = [list.line + first, startOf(list.line + first)];
    found.push(first === 0 && by === 0 ? list : shiftScopeList(list, line, by));
  };
  for (const [index, list] of inText.entries()) {
    add(list);
    if (index % linesOfStep === 0) yield;
  }
  let from = 0;
  for (const command of commands) {
    scopeListsInCurl(command, from).forEach(add);
    from = Math.max(from, command.end ?? 0);
    yield;
  }
  return found.sort((a, b) => a.line - b.line || a.start - b.start);
}

function* listsInForms(lines: Lines): Steps<ScopeList[]> {
  const found: ScopeList[] = [];
  let endOfHeaders = 0;
  for (let line = 0; line < lines.lineCount; line++) {
    if (line % linesOfStep === 0) yield;
    const text = lines.line(line);
    if (!/scope/i.test(text)) continue;
    found.push(...scopeListsInForm(line, text));
    if (line < endOfHeaders) continue;
    const part = scopeListInPart(lines, line);
    found.push(...part.lists);
    endOfHeaders = part.end;
  }
  return found;
}

/** The curl commands of a request file. */
function* curlsOfRequestFile(lines: Lines): Steps<WrittenCommand[]> {
  const found: WrittenCommand[] = [];
  const script = new Script(lines);
  let lastOfBlock = -1;
  for (let line = 0; line < lines.lineCount; line++) {
    if (line % linesOfStep === 0) yield;
    if (line > lastOfBlock) {
      lastOfBlock = line;
      while (lastOfBlock + 1 < lines.lineCount && !isSeparator(lines.line(lastOfBlock + 1))) lastOfBlock++;
    }
    if (!isCurlLine(lines.line(line))) continue;
    const endOfBlock = (script.startOf(lastOfBlock) ?? 0) + lines.line(lastOfBlock).length;
    const { words, end } = requestFileWords(script.text.slice(0, endOfBlock), script.startOf(line));
    found.push({ script, quoting: 'requestFile', words });
    line = script.lineAt(end);
  }
  return found;
}

/** Tests whether a scope list is outside of the commands, which have their own rules. Commands and calls go top to bottom. */
function outsideOf(commands: readonly WrittenCommand[]): (list: ScopeList) => boolean {
  const areas: { start: number; end: number }[] = [];
  for (const { script, words } of commands) {
    const start = words[0]?.start ?? 0;
    const last = words.at(-1);
    let end = last?.end ?? 0;
    if (last?.isOpen) {
      // The open quote may have taken text that is not part of the command.
      const lineEnd = script.text.indexOf('\n', last.start);
      end = lineEnd < 0 ? script.text.length : lineEnd;
    }
    const before = areas.at(-1);
    if (before && start <= before.end) before.end = Math.max(before.end, end);
    else areas.push({ start, end });
  }
  const script = commands[0]?.script;
  let index = 0;
  return ({ line, start }) => {
    const at = (script?.startOf(line) ?? 0) + start;
    if ((areas[index - 1]?.end ?? -1) > at) index = 0;
    while ((areas[index]?.end ?? Infinity) < at) index++;
    return at < (areas[index]?.start ?? Infinity);
  };
}
