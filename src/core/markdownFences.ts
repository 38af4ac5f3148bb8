import type { LineRange, Lines } from './httpLines';

/** A fence of a Markdown document, with the lines of its marks. */
export interface Fence extends LineRange {
  /** What stands behind the marks that open it: the language, and perhaps more. */
  readonly info: string;
  /** Without a closing line it goes on to the end of the document, or of the block quote. */
  readonly isClosed: boolean;
  /** The lines between the marks. */
  readonly content: LineRange;
  /** In how many block quotes it stands, each of which begins its lines with a `>`. */
  readonly quotes: number;
}

interface OpenFence extends Pick<Fence, 'info' | 'first' | 'quotes'> {
  readonly marks: string;
}

/** The fences of a Markdown document, top to bottom, in linear time. */
export function fencesOf(lines: Lines): Fence[] {
  const fences: Fence[] = [];
  let open: OpenFence | undefined;
  for (let line = 0; line < lines.lineCount; line++) {
    const text = lines.line(line);
    const start = open && startBehindQuotes(text, open.quotes);
    if (open && start !== undefined) {
      const fence = fenceIn(text.slice(start));
      if (fence?.info !== '' || !fence.marks.startsWith(open.marks)) continue;
      fences.push(closed(open, line, true));
      open = undefined;
      continue;
    }
    // A block quote ends with what is in it.
    if (open) fences.push(closed(open, line - 1, false));
    const [quoted = ''] = /^(?:[ \t]*>)*/.exec(text) ?? [];
    const fence = fenceIn(text.slice(quoted.length));
    open = fence && { ...fence, first: line, quotes: quoted.replace(/[ \t]/g, '').length };
  }
  if (open) fences.push(closed(open, lines.lineCount - 1, false));
  return fences;
}

function closed({ first, info, quotes }: OpenFence, last: number, isClosed: boolean): Fence {
  const content = { first: first + 1, last: isClosed ? last - 1 : last };
  return { first, last, info, isClosed, content, quotes };
}

/** What stands behind the marks of the Markdown fence that a line is inside of; undefined outside of any. */
export function fenceAround(lines: Lines, line: number): string | undefined {
  return fencesOf(lines).find(({ first, last }) => first < line && line <= last)?.info;
}

/** The language that opens an info, also in the braces of Pandoc and R: `sh title="x"`, `{.sh #id}`, `{sh, echo=F}`. */
export function languageOf(info: string): string {
  const [, inBraces, bare] = /^\{(?:[^}.]*\.([\w-]+)|\s*([\w-]+))/.exec(info) ?? [];
  return inBraces ?? bare ?? info;
}

/** Where a line goes on behind so many marks of block quotes; undefined where it has fewer. */
export function startBehindQuotes(text: string, quotes: number): number | undefined {
  let start = 0;
  for (let count = 0; count < quotes; count++) {
    const mark = /[ \t]*>/y;
    mark.lastIndex = start;
    if (!mark.test(text)) return undefined;
    start = mark.lastIndex;
  }
  // The blank behind a mark belongs to it.
  return quotes > 0 && text.charAt(start) === ' ' ? start + 1 : start;
}

/** A fence as CommonMark has it, in lists at any depth: it closes with at least as many of the same marks. */
function fenceIn(text: string): { marks: string; info: string } | undefined {
  const [, marks, rest = ''] = /^[ \t]*(`{3,}|~{3,})(.*)$/s.exec(text) ?? [];
  if (marks === undefined || (marks.startsWith('`') && rest.includes('`'))) return undefined;
  return { marks, info: rest.trim() };
}
