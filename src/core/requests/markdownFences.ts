import { type LineRange, type Lines, readOnceInSteps } from '../common/lines';
import { finish, linesOfStep, type Steps } from '../common/steps';
import type { ScriptLanguage } from '../shells/scriptLanguages';

/** A fenced code block of a Markdown document, with its marks. */
export interface Fence extends LineRange {
  /** The info string: the language, and perhaps more. */
  readonly info: string;
  /** If not, it continues to the end of the document or of the block quote. */
  readonly isClosed: boolean;
  /** The lines between the marks. */
  readonly content: LineRange;
  /** The number of block quotes around it. */
  readonly quotes: number;
  /** The indentation of its lines, after the marks of block quotes. */
  readonly indentation: number;
  /** Whether only spaces precede its marks. Clients find requests only in such fences. */
  readonly isAlone: boolean;
}

/** `marks` open it. */
type OpenFence = Omit<Fence, 'last' | 'isClosed' | 'content'> & { readonly marks: string };

/** Lines above a place that are read to find an open fence. */
const maxLinesAbove = 4_000;

/** The fences of a Markdown document, top to bottom, in linear time. */
export function fencesOf(lines: Lines): readonly Fence[] {
  return finish(fencesInSteps(lines));
}

export function fencesInSteps(lines: Lines): Steps<readonly Fence[]> {
  return readOnceInSteps(lines, 'fences', () =>
    fencesBetween(lines, { first: 0, last: lines.lineCount - 1 }),
  );
}

/** The fence around a line, cut off at `linesBelow` so that the cost does not depend on the document's size. */
export function fenceAt(lines: Lines, line: number, linesBelow = 0): Fence | undefined {
  const last = Math.min(lines.lineCount - 1, line + linesBelow);
  const fences = finish(fencesBetween(lines, { first: startOfReading(lines, line), last }));
  return fences.find(({ content }) => content.first <= line && line <= content.last);
}

/** In the middle of a document, only marks with a language certainly open a fence. */
function startOfReading(lines: Lines, line: number): number {
  const top = line - maxLinesAbove;
  if (top <= 0) return 0;
  for (let at = top; at < line; at++) {
    if (openingAt(lines.line(at), at)?.info) return at;
  }
  return top;
}

function* fencesBetween(lines: Lines, range: LineRange): Steps<Fence[]> {
  const fences: Fence[] = [];
  let open: OpenFence | undefined;
  for (let line = range.first; line <= range.last; line++) {
    if (line % linesOfStep === 0) yield;
    const text = lines.line(line);
    const start = open && startAfterQuotes(text, open.quotes);
    if (open && start !== undefined) {
      const fence = fenceIn(text.slice(start));
      if (fence?.info !== '' || !fence.marks.startsWith(open.marks)) continue;
      fences.push(closed(open, line, true));
      open = undefined;
      continue;
    }
    // The end of a block quote also ends its fence.
    if (open) fences.push(closed(open, line - 1, false));
    open = openingAt(text, line);
  }
  if (open) fences.push(closed(open, range.last, false));
  return fences;
}

/** The fence that begins on a line, in block quotes and lists at any depth. */
function openingAt(text: string, first: number): OpenFence | undefined {
  if (!/`{3}|~{3}/.test(text)) return undefined;
  const [before = ''] = /^(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t])))*[ \t]*/.exec(text) ?? [];
  const fence = fenceIn(text.slice(before.length));
  if (!fence) return undefined;
  const quotes = before.replace(/[^>]/g, '').length;
  const indentation = before.slice(before.lastIndexOf('>') + 1).replace(quotes > 0 ? /^ / : '', '').length;
  return { ...fence, first, quotes, indentation, isAlone: before.trim() === '' };
}

function closed({ marks: _, ...fence }: OpenFence, last: number, isClosed: boolean): Fence {
  return { ...fence, last, isClosed, content: { first: fence.first + 1, last: isClosed ? last - 1 : last } };
}

/** The language of a fence. `http`: requests of a REST client. */
export type FenceLanguage = 'http' | ScriptLanguage | 'json' | 'bruno' | 'hurl';

/**
 * Their names in lower case. A fence without a name counts as commands. Marked pure, so that bundles that do not use them
 * leave them out.
 */
const languages = /* @__PURE__ */ (() => {
  const names: readonly (readonly [FenceLanguage, string])[] = [
    ['shell', ' sh bash zsh shell shellscript curl text'],
    ['console', 'console terminal shellsession shell-session sh-session'],
    ['powershell', 'powershell pwsh ps ps1 psm1'],
    ['cmd', 'cmd bat batch dosbatch'],
    ['json', 'json jsonc json5'],
    ['bruno', 'bruno bru'],
    ['hurl', 'hurl'],
  ];
  return new Map(names.flatMap(([language, all]) => all.split(' ').map(name => [name, language])));
})();

/**
 * The language of a fence by its info string, also in the braces of Pandoc and R: `sh title="x"`, `{.sh #id}`,
 * `{sh, echo=F}`. Undefined for other languages.
 */
export function fenceLanguage(info: string): FenceLanguage | undefined {
  // REST clients do not know braces.
  if (/^(?:http|rest)(?![\w-])/i.test(info)) return 'http';
  const [, className, first] = /^\{(?:[^}.]*\.([\w-]+)|\s*([\w-]+))/.exec(info) ?? [];
  const name = className ?? first ?? (info === '' ? '' : /^[\w-]+/.exec(info)?.[0]);
  return name === undefined ? undefined : languages.get(name.toLowerCase());
}

/** The lines of a fence without the prefixes of lists and block quotes. `taken` is the prefix of a line. */
export function linesWithin(
  lines: Lines,
  { content, quotes, indentation }: Fence,
): Lines & { readonly taken: (line: number) => string } {
  const text = (index: number) => lines.line(content.first + index);
  const taken = (index: number) => {
    const blanks = /[ \t]*/y;
    const quoted = startAfterQuotes(text(index), quotes) ?? 0;
    blanks.lastIndex = quoted;
    const { length } = blanks.exec(text(index))?.[0] ?? '';
    return text(index).slice(0, quoted + Math.min(indentation, length));
  };
  const lineCount = Math.max(0, content.last - content.first + 1);
  const within = Array.from({ length: lineCount }, (_, index) => text(index).slice(taken(index).length));
  return { lineCount, line: index => within[index] ?? '', taken };
}

/** The offset after the marks of block quotes; undefined if the line has fewer. */
function startAfterQuotes(text: string, quotes: number): number | undefined {
  let start = 0;
  for (let count = 0; count < quotes; count++) {
    const mark = /[ \t]*>/y;
    mark.lastIndex = start;
    if (!mark.test(text)) return undefined;
    start = mark.lastIndex;
  }
  // The space after a mark belongs to it.
  return quotes > 0 && text.charAt(start) === ' ' ? start + 1 : start;
}

/** The marks of a fence (CommonMark). It closes with at least as many of the same marks. */
function fenceIn(text: string): { marks: string; info: string } | undefined {
  const [, marks, rest = ''] = /^[ \t]*(`{3,}|~{3,})(.*)/s.exec(text) ?? [];
  if (marks === undefined || (marks.startsWith('`') && rest.includes('`'))) return undefined;
  return { marks, info: rest.trim() };
}
