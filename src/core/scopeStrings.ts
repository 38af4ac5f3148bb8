import type { Lines } from './httpLines';
import { isUserScope, parseScopeList } from './scopeForm';
import type { ScopeString } from './scopeString';
import { isInCurlCommand, scopeStringsInCurl, scopeStringsInForm } from './scopeStringsInForms';
import { scopeStringsInJson } from './scopeStringsInJson';

export type { ScopeString, ScopeStringKind } from './scopeString';

/** The kinds of documents in which scopes are found. Markdown: in its fences, each by the language it names. */
export type ScopeLanguage = 'http' | 'shell' | 'json' | 'markdown';

type FenceLanguage = Exclude<ScopeLanguage, 'markdown'> | undefined;

/** Lines above the cursor that are read to know where it is, and the longest line that is read at all. */
const linesAbove = 100;
const fenceLinesAbove = 400;
const longestLine = 20_000;

/** Every scope string of a document, top to bottom. Reads the whole document. */
export function findScopeStrings(lines: Lines, language: ScopeLanguage): ScopeString[] {
  return stringsBetween(withoutGiants(lines), language, 0, lines.lineCount);
}

/**
 * The scope string at a place, or undefined. Reads some hundred lines above at most, so that it costs the same in
 * documents of every size. Both ends of the string count as inside.
 */
export function scopeStringAtPosition(
  lines: Lines,
  language: ScopeLanguage,
  line: number,
  character: number,
): ScopeString | undefined {
  const bounded = withoutGiants(lines);
  if (!/scope|"/i.test(bounded.line(line))) return undefined;
  const from = Math.max(0, line - linesAbove);
  return stringsBetween(bounded, language, from, line + 1).find(
    string => string.line === line && string.start <= character && character <= string.end,
  );
}

/** Whether a text is a list of our scopes, or meant to be one. Other worlds have a `scope` too: they are left alone. */
export function looksLikeOurScopes(text: string): boolean {
  return /(?:^|[\s,"'])[.*]:|\bconfig\/(?:\*\*|(?:token|login)Polic|clients\b)|:\/?config\//i.test(text);
}

/**
 * Whether completion has something to offer in a string: it is ours, or may become ours. `nearby` gives the text around,
 * where a JSON member `"scope"` does not tell by itself.
 */
export function mayBecomeOurScopes(string: ScopeString, nearby: () => string): boolean {
  const { kind, text } = string;
  if (kind === 'setting' || looksLikeOurScopes(text)) return true;
  if (parseScopeList(text).some(item => isUserScope(item.text))) return false;
  if (/^\s*(?:[.*].*)?$/.test(text)) return kind !== 'json' || !/^[.*]\w/.test(text);
  return (
    /^\w*$/.test(text) && (kind !== 'json' || /grant_type|client_credentials|allowedScopes/.test(nearby()))
  );
}

function stringsBetween(lines: Lines, language: ScopeLanguage, from: number, to: number): ScopeString[] {
  if (language === 'json') return scopeStringsInJson(lines, from, to);
  const found: ScopeString[] = [];
  for (const region of regionsBetween(lines, language, from, to)) {
    for (let line = region.from; line < region.to && region.language !== 'json'; line++) {
      const text = lines.line(line);
      if (!/scopes?\s*=/i.test(text)) continue;
      if (isInCurlCommand(lines, line)) found.push(...scopeStringsInCurl(lines, line));
      else if (region.language === 'http') found.push(...scopeStringsInForm(line, text));
    }
    found.push(...scopeStringsInJson(lines, region.from, region.to));
  }
  return found.sort((a, b) => a.line - b.line || a.start - b.start);
}

interface Region {
  readonly language: Exclude<ScopeLanguage, 'markdown'>;
  readonly from: number;
  readonly to: number;
}

/** The parts of one language: the whole range, or the insides of Markdown fences. */
function regionsBetween(lines: Lines, language: ScopeLanguage, from: number, to: number): Region[] {
  if (language !== 'markdown') return [{ language, from, to }];
  const regions: Region[] = [];
  let open = openFenceAbove(lines, from);
  for (let line = from; line <= to; line++) {
    const info = line < to ? fenceInfo(lines.line(line)) : '';
    if (info === undefined) continue;
    if (!open) {
      open = { language: languageOfFence(info), from: line + 1 };
    } else if (info === '') {
      if (open.language) regions.push({ language: open.language, from: open.from, to: line });
      open = undefined;
    }
  }
  return regions;
}

/** What stands behind the marks of a fence; undefined where a line is none. */
function fenceInfo(text: string): string | undefined {
  return /^\s*(?:`{3,}|~{3,})([^`]*)$/.exec(text)?.[1]?.trim();
}

/** A fence with a language opens; those without one below it close and open in turn. */
function openFenceAbove(lines: Lines, line: number): { language: FenceLanguage; from: number } | undefined {
  let plainFences = 0;
  const top = Math.max(0, line - fenceLinesAbove);
  for (let at = line - 1; at >= top; at--) {
    const info = fenceInfo(lines.line(at));
    if (info === '') plainFences++;
    else if (info !== undefined) {
      if (plainFences % 2 === 1) return undefined;
      return { language: plainFences === 0 ? languageOfFence(info) : 'shell', from: line };
    }
  }
  return top === 0 && plainFences % 2 === 1 ? { language: 'shell', from: line } : undefined;
}

function languageOfFence(info: string): FenceLanguage {
  const [name = ''] = info.toLowerCase().split(/[\s{,:]/);
  if (name === 'http' || name === 'rest') return 'http';
  if (/^(?:|sh|bash|zsh|shell|shellscript|console|curl|text)$/.test(name)) return 'shell';
  return /^(?:json[c5]?)$/.test(name) ? 'json' : undefined;
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
