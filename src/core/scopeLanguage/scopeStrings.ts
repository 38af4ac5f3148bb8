import type { LineRange, Lines } from '../common/lines';
import { curlCommands } from '../requests/curlScripts';
import {
  documentRegionAt,
  documentRegions,
  type DocumentLanguage,
  type DocumentRegion,
} from '../requests/documentRegions';
import { mayBeHostedLogin, mentionsHostedLogin } from '../requests/hostedLoginMentions';
import { isCurlLine, isSeparator } from '../requests/syntax';
import { isUserScope, parseScopeList } from '../scopes/parseScope';
import { requestFileWords } from '../shells/requestFileWords';
import { Script } from '../shells/shellCommand';
import { ShellText } from '../shells/shellText';
import { type ScopeString, withoutLongLines } from './scopeString';
import { scopeStringsInCurl, shiftScopeString, type WrittenCommand } from './scopeStringsInCurl';
import { scopeStringInPart, scopeStringsInForm } from './scopeStringsInForms';
import { scopeStringsInJson } from './scopeStringsInJson';

export type { DocumentLanguage } from '../requests/documentRegions';
export { type ScopeString, type ScopeStringKind } from './scopeString';

/** As far from a scope list as a text is read that tells whether it is ours. */
const signLines = 30;

/** Every scope string of a document, top to bottom. Reads the whole document. */
export function findScopeStrings(lines: Lines, language: DocumentLanguage): readonly ScopeString[] {
  const found = documentRegions(lines, language).flatMap(region => stringsIn(region));
  return classifyByContext(found, lines, { first: 0, last: lines.lineCount - 1 });
}

/**
 * The scope string at a place, or undefined. Reads some hundred lines around at most, so that it costs the same in
 * documents of every size. Both ends of the string count as inside.
 */
export function scopeStringAtPosition(
  lines: Lines,
  language: DocumentLanguage,
  line: number,
  character: number,
): ScopeString | undefined {
  // A quick no for most places. Below a blank line may stand the value of a part of a multipart body.
  const text = lines.line(line);
  if (withoutLongLines(lines).line(line) !== text) return undefined;
  if (!/scope|"/i.test(text) && lines.line(line - 1).trim() !== '') return undefined;
  const region = documentRegionAt(lines, language, line);
  const found = (region ? stringsIn(region, line) : []).filter(
    string => string.line === line && string.start <= character && character <= string.end,
  );
  return classifyByContext(found, lines, { first: line - signLines, last: line + signLines })[0];
}

/**
 * Whether completion has something to offer in a string: it is ours, or may become ours in a text about Hosted Login.
 * `lines`: of the document around it.
 */
export function mayBecomeHostedLoginScopes(string: ScopeString, lines: Lines): boolean {
  const { text, isHostedLogin, line } = string;
  if (isHostedLogin) return true;
  if (!/^\s*(?:(?:[.*](?!\w)|:).*)?$|^\w*$/.test(text)) return false;
  if (parseScopeList(text).some(item => isUserScope(item.text))) return false;
  const bounded = withoutLongLines(lines);
  const around = Array.from({ length: 2 * signLines + 1 }, (_, index) =>
    bounded.line(line - signLines + index),
  );
  return mayBeHostedLogin(around);
}

/** Makes those ours that may be, where a line near them tells that the text is about Hosted Login. */
function classifyByContext(
  found: readonly ScopeString[],
  lines: Lines,
  { first, last }: LineRange,
): readonly ScopeString[] {
  const isOpen = ({ isHostedLogin, mayBeHostedLogin }: ScopeString) => mayBeHostedLogin && !isHostedLogin;
  if (!found.some(isOpen)) return found;
  const bounded = withoutLongLines(lines);
  const signs: number[] = [];
  for (let line = first; line <= last; line++) if (mentionsHostedLogin(bounded.line(line))) signs.push(line);
  let next = 0;
  return found.map(string => {
    while ((signs[next] ?? Infinity) < string.line - signLines) next++;
    const isNear = (signs[next] ?? Infinity) <= string.line + signLines;
    return isOpen(string) && isNear ? { ...string, isHostedLogin: true } : string;
  });
}

/** The strings of a region, as strings of the document; with `line` all that stand there, perhaps others too. */
function stringsIn({ language, lines, first, startOf }: DocumentRegion, line?: number): ScopeString[] {
  const readable = withoutLongLines(lines);
  const isScript = language !== 'http' && language !== 'json';
  const commands =
    language === 'json'
      ? []
      : language === 'http'
        ? curlsOfRequestFile(lines)
        : curlCommands(lines, language, line === undefined ? undefined : line - first);
  const isOutside = outsideOf(commands);
  const inText = [
    ...(language === 'http' ? stringsInForms(readable) : []),
    // In a script, what the shell puts in is not known.
    ...scopeStringsInJson(readable, 0, lines.lineCount).filter(({ text }) => !isScript || !/[$`]/.test(text)),
  ].filter(isOutside);
  return [...inText, ...commands.flatMap(scopeStringsInCurl)]
    .filter(string => readable.line(string.line) === lines.line(string.line))
    .map(string => shiftScopeString(string, string.line + first, startOf(string.line + first)))
    .sort((a, b) => a.line - b.line || a.start - b.start);
}

function stringsInForms(lines: Lines): ScopeString[] {
  const found: ScopeString[] = [];
  for (let line = 0; line < lines.lineCount; line++) {
    const text = lines.line(line);
    if (!/scope/i.test(text)) continue;
    found.push(...scopeStringsInForm(line, text), ...scopeStringInPart(lines, line, lines.lineCount));
  }
  return found;
}

/** The curl commands of a request file. */
function curlsOfRequestFile(lines: Lines): WrittenCommand[] {
  const found: WrittenCommand[] = [];
  const script = new Script(lines);
  let lastOfBlock = -1;
  for (let line = 0; line < lines.lineCount; line++) {
    if (line > lastOfBlock) {
      lastOfBlock = line;
      while (lastOfBlock + 1 < lines.lineCount && !isSeparator(lines.line(lastOfBlock + 1))) lastOfBlock++;
    }
    if (!isCurlLine(lines.line(line))) continue;
    const end = (script.startOf(lastOfBlock) ?? 0) + lines.line(lastOfBlock).length;
    const text = new ShellText(script.text.slice(0, end));
    text.at = script.startOf(line) ?? 0;
    found.push({ script, quoting: 'requestFile', words: requestFileWords(text) });
    line = script.lineAt(text.at);
  }
  return found;
}

/** Tells what stands in none of the commands (top to bottom): what is in them is read by their own rules. */
function outsideOf(commands: readonly WrittenCommand[]): (string: ScopeString) => boolean {
  const areas: { start: number; end: number }[] = [];
  for (const { script, words } of commands) {
    const start = words[0]?.start ?? 0;
    const last = words.at(-1);
    // A quote that never ends took what may be no part of the command.
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
