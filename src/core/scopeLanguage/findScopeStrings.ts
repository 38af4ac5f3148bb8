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
import { type ScopeString, withoutLongLines } from './scopeString';
import { scopeStringsInCurl, shiftScopeString, type WrittenCommand } from './scopeStringsInCurl';
import { scopeStringInPart, scopeStringsInForm } from './scopeStringsInForms';
import { scopeStringsInJson } from './scopeStringsInJson';

/** How many lines around a scope list may mention Hosted Login. */
const contextLines = 30;

/** All scope strings of a document, top to bottom. */
export function* findScopeStringsInSteps(
  lines: Lines,
  language: DocumentLanguage,
): Steps<readonly ScopeString[]> {
  const found: ScopeString[] = [];
  for (const region of yield* documentRegionsInSteps(lines, language)) {
    for (const string of yield* stringsIn(region)) found.push(string);
    yield;
  }
  return yield* classifyByContext(found, lines, { first: 0, last: lines.lineCount - 1 });
}

/**
 * The scope string at a position, or undefined. Both ends count as inside. Reads at most a few hundred lines around it, so
 * the time does not depend on the document's size.
 */
export function scopeStringAtPosition(
  lines: Lines,
  language: DocumentLanguage,
  line: number,
  character: number,
): ScopeString | undefined {
  // Most positions end here. The value of a multipart body's part follows a blank line.
  const text = lines.line(line);
  if (withoutLongLines(lines).line(line) !== text) return undefined;
  if (!/scope|"/i.test(text) && lines.line(line - 1).trim() !== '') return undefined;
  const region = documentRegionAt(lines, language, line);
  const found = (region ? finish(stringsIn(region, line)) : []).filter(
    string => string.line === line && string.start <= character && character <= string.end,
  );
  return finish(
    classifyByContext(found, lines, { first: line - contextLines, last: line + contextLines }),
  )[0];
}

/**
 * Whether to offer completion in a string: it holds Hosted Login's scopes, or may, in a text that mentions Hosted Login.
 * @param lines the document
 */
export function mayBecomeHostedLoginScopes(string: ScopeString, lines: Lines): boolean {
  const { text, isHostedLogin, line } = string;
  if (isHostedLogin) return true;
  if (!/^\s*(?:(?:[.*](?!\w)|:).*)?$|^\w*$/.test(text)) return false;
  if (parseScopeList(text).some(item => isUserScope(item.text))) return false;
  const bounded = withoutLongLines(lines);
  const around = Array.from({ length: 2 * contextLines + 1 }, (_, index) =>
    bounded.line(line - contextLines + index),
  );
  return mayBeHostedLogin(around);
}

/** Marks strings as Hosted Login's that may be, if a line near them mentions Hosted Login. */
function* classifyByContext(
  found: readonly ScopeString[],
  lines: Lines,
  { first, last }: LineRange,
): Steps<readonly ScopeString[]> {
  const isOpen = ({ isHostedLogin, mayBeHostedLogin }: ScopeString) => mayBeHostedLogin && !isHostedLogin;
  if (!found.some(isOpen)) return found;
  const bounded = withoutLongLines(lines);
  const mentions: number[] = [];
  for (let line = first; line <= last; line++) {
    if (line % linesOfStep === 0) yield;
    if (mentionsHostedLogin(bounded.line(line))) mentions.push(line);
  }
  let next = 0;
  return found.map(string => {
    while ((mentions[next] ?? Infinity) < string.line - contextLines) next++;
    const isNear = (mentions[next] ?? Infinity) <= string.line + contextLines;
    return isOpen(string) && isNear ? { ...string, isHostedLogin: true } : string;
  });
}

/** The strings of a region, in document positions. With `line`, at least those on that line. */
function* stringsIn(
  { language, lines, first, startOf }: DocumentRegion,
  line?: number,
): Steps<ScopeString[]> {
  const readable = withoutLongLines(lines);
  const isScript = language !== 'http' && language !== 'json';
  const commands =
    language === 'json'
      ? []
      : language === 'http'
        ? yield* curlsOfRequestFile(lines)
        : yield* curlCommandsInSteps(lines, language, line === undefined ? undefined : line - first);
  const isOutside = outsideOf(commands);
  const inText = [
    ...(language === 'http' ? yield* stringsInForms(readable) : []),
    // In a script, the shell expands `$…`.
    ...(yield* scopeStringsInJson(readable)).filter(({ text }) => !isScript || !/[$`]/.test(text)),
  ].filter(isOutside);
  const found: ScopeString[] = [];
  const add = (string: ScopeString) => {
    if (readable.line(string.line) !== lines.line(string.line)) return;
    const [line, by] = [string.line + first, startOf(string.line + first)];
    found.push(first === 0 && by === 0 ? string : shiftScopeString(string, line, by));
  };
  for (const [index, string] of inText.entries()) {
    add(string);
    if (index % linesOfStep === 0) yield;
  }
  for (const command of commands) {
    scopeStringsInCurl(command).forEach(add);
    yield;
  }
  return found.sort((a, b) => a.line - b.line || a.start - b.start);
}

function* stringsInForms(lines: Lines): Steps<ScopeString[]> {
  const found: ScopeString[] = [];
  for (let line = 0; line < lines.lineCount; line++) {
    if (line % linesOfStep === 0) yield;
    const text = lines.line(line);
    if (!/scope/i.test(text)) continue;
    found.push(...scopeStringsInForm(line, text), ...scopeStringInPart(lines, line));
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

/** Tests whether a string is outside of the commands, which have their own rules. Commands and calls go top to bottom. */
function outsideOf(commands: readonly WrittenCommand[]): (string: ScopeString) => boolean {
  const areas: { start: number; end: number }[] = [];
  for (const { script, words } of commands) {
    const start = words[0]?.start ?? 0;
    const last = words.at(-1);
    // An unclosed quote may have taken text that is not part of the command.
    const lineEnd = script.text.indexOf('\n', last?.start);
    const end = !last?.isOpen ? (last?.end ?? 0) : lineEnd < 0 ? script.text.length : lineEnd;
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
