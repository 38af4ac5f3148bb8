import { saysHostedLogin } from './hostedLoginSigns';
import type { Lines } from './httpLines';
import { isUserScope, parseScopeList } from './scopeForm';
import { scopeRegions, type ScopeLanguage } from './scopeRegions';
import type { ScopeString } from './scopeString';
import {
  isInCurlCommand,
  scopeStringInPart,
  scopeStringsInCurl,
  scopeStringsInForm,
} from './scopeStringsInForms';
import { scopeStringsInJson } from './scopeStringsInJson';

export type { ScopeLanguage } from './scopeRegions';
export { type ScopeString, type ScopeStringKind } from './scopeString';

/** Lines around the cursor that are read to know where it is, and the longest line that is read at all. */
const linesAbove = 100;
const linesBelow = 30;
const longestLine = 20_000;

/** As far from a scope list as a text is read that tells whether it is ours. */
const signLines = 30;

/** Every scope string of a document, top to bottom. Reads the whole document. */
export function findScopeStrings(lines: Lines, language: ScopeLanguage): ScopeString[] {
  return stringsBetween(withoutGiants(lines), language, 0, lines.lineCount);
}

/**
 * The scope string at a place, or undefined. Reads some hundred lines around at most, so that it costs the same in
 * documents of every size. Both ends of the string count as inside.
 */
export function scopeStringAtPosition(
  lines: Lines,
  language: ScopeLanguage,
  line: number,
  character: number,
): ScopeString | undefined {
  const bounded = withoutGiants(lines);
  // A quick no for most places. Below a blank line may stand the value of a part of a multipart body.
  if (!/scope|"/i.test(bounded.line(line)) && bounded.line(line - 1).trim() !== '') return undefined;
  const from = Math.max(0, line - linesAbove);
  const to = Math.min(lines.lineCount, line + 1 + linesBelow);
  return stringsBetween(bounded, language, from, to).find(
    string => string.line === line && string.start <= character && character <= string.end,
  );
}

/**
 * Whether completion has something to offer in a string: it is ours, or may become ours in a text about Hosted Login.
 * `lines`: of the document around it.
 */
export function mayBecomeOurScopes(string: ScopeString, lines: Lines): boolean {
  const { text, isOurs, line } = string;
  if (isOurs) return true;
  if (!/^\s*(?:(?:[.*](?!\w)|:).*)?$|^\w*$/.test(text)) return false;
  if (parseScopeList(text).some(item => isUserScope(item.text))) return false;
  const bounded = withoutGiants(lines);
  for (let at = line - signLines; at <= line + signLines; at++) {
    if (saysHostedLogin(bounded.line(at))) return true;
  }
  return false;
}

/** Makes those ours that may be, where a line near them tells that the text is about Hosted Login. */
function judgedBySigns(found: readonly ScopeString[], lines: Lines, from: number, to: number): ScopeString[] {
  const isOpen = ({ isOurs, mayBeOurs }: ScopeString) => mayBeOurs && !isOurs;
  if (!found.some(isOpen)) return [...found];
  const signs: number[] = [];
  for (let line = from; line < to; line++) if (saysHostedLogin(lines.line(line))) signs.push(line);
  let next = 0;
  return found.map(string => {
    while ((signs[next] ?? Infinity) < string.line - signLines) next++;
    const isNear = (signs[next] ?? Infinity) <= string.line + signLines;
    return isOpen(string) && isNear ? { ...string, isOurs: true } : string;
  });
}

function stringsBetween(lines: Lines, language: ScopeLanguage, from: number, to: number): ScopeString[] {
  if (language === 'json') return judgedBySigns(scopeStringsInJson(lines, from, to), lines, from, to);
  const found: ScopeString[] = [];
  for (const region of scopeRegions(lines, language, from, to)) {
    for (let line = region.from; line < region.to && region.language !== 'json'; line++) {
      const text = lines.line(line);
      if (!/scope/i.test(text)) continue;
      if (isInCurlCommand(lines, line)) found.push(...scopeStringsInCurl(lines, line));
      else if (region.language === 'http') {
        found.push(...scopeStringsInForm(line, text), ...scopeStringInPart(lines, line, region.to));
      }
    }
    found.push(...scopeStringsInJson(lines, region.from, region.to));
  }
  return judgedBySigns(
    found.sort((a, b) => a.line - b.line || a.start - b.start),
    lines,
    from,
    to,
  );
}

/** Lines too long for a person are read as empty: nobody edits a scope there, and time stays bounded. */
function withoutGiants(lines: Lines): Lines {
  return {
    lineCount: lines.lineCount,
    line: index => {
      const text = lines.line(index);
      return text.length > longestLine ? '' : text;
    },
  };
}
