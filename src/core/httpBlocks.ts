import type { LineRange, Lines } from './httpLines';
import { isSeparator } from './httpSyntax';

/** `http`: the whole document; `markdown`: only inside its ```` ```http ```` and ```` ```rest ```` fences. */
export type HttpDialect = 'http' | 'markdown';

/**
 * The block that a line belongs to, without its separators; undefined outside a Markdown fence.
 * A separator line means the block below it: that is where its title belongs.
 * Reads only the block itself (in Markdown also everything above, because only the text above tells what a fence is).
 */
export function blockAt(lines: Lines, line: number, regions: readonly LineRange[]): LineRange | undefined {
  const region = regionAt(regions, line);
  if (!region || line >= lines.lineCount) return undefined;
  let first = Math.max(line, region.first);
  if (first <= region.last && isSeparator(lines.line(first))) {
    while (first <= region.last && isSeparator(lines.line(first))) first++;
  } else {
    while (first > region.first && !isSeparator(lines.line(first - 1))) first--;
  }
  let last = Math.max(line, first) - 1;
  while (last < region.last && !isSeparator(lines.line(last + 1))) last++;
  return { first, last };
}

/** Every block of the document that is not empty, top to bottom. */
export function blocksOf(lines: Lines, regions: readonly LineRange[]): LineRange[] {
  const blocks: LineRange[] = [];
  for (const region of regions) {
    let first = region.first;
    for (let line = region.first; line <= region.last + 1; line++) {
      if (line <= region.last && !isSeparator(lines.line(line))) continue;
      if (first < line) blocks.push({ first, last: line - 1 });
      first = line + 1;
    }
  }
  return blocks;
}

/** Where requests can stand, top to bottom. */
export function regionsOf(lines: Lines, dialect: HttpDialect): LineRange[] {
  if (dialect === 'http') return [{ first: 0, last: lines.lineCount - 1 }];
  return fencesOf(lines)
    .filter(({ info }) => isRequestFence(info))
    .map(({ content }) => content);
}

/** A fence of a Markdown document, with the lines of its marks. */
export interface Fence extends LineRange {
  /** What stands behind the marks that open it: the language, and perhaps more. */
  readonly info: string;
  /** Without a closing line it goes on to the end of the document. */
  readonly isClosed: boolean;
  /** The lines between the marks. */
  readonly content: LineRange;
}

/** The fences of a Markdown document, top to bottom, in linear time. */
export function fencesOf(lines: Lines): Fence[] {
  const fences: Fence[] = [];
  let open: { marks: string; info: string; first: number } | undefined;
  for (let line = 0; line < lines.lineCount; line++) {
    const fence = fenceIn(lines.line(line));
    if (!open) {
      if (fence) open = { ...fence, first: line };
    } else if (fence?.info === '' && fence.marks.startsWith(open.marks)) {
      const { first, info } = open;
      fences.push({ first, last: line, info, isClosed: true, content: { first: first + 1, last: line - 1 } });
      open = undefined;
    }
  }
  if (open) {
    const { first, info } = open;
    const last = lines.lineCount - 1;
    fences.push({ first, last, info, isClosed: false, content: { first: first + 1, last } });
  }
  return fences;
}

/** What stands behind the marks of the Markdown fence that a line is inside of; undefined outside of any. */
export function fenceAround(lines: Lines, line: number): string | undefined {
  return fencesOf(lines).find(({ first, last }) => first < line && line <= last)?.info;
}

/** A fence as CommonMark has it, in lists at any depth: it closes with at least as many of the same marks. */
function fenceIn(text: string): { marks: string; info: string } | undefined {
  const [, marks, rest = ''] = /^[ \t]*(`{3,}|~{3,})(.*)$/s.exec(text) ?? [];
  if (marks === undefined || (marks.startsWith('`') && rest.includes('`'))) return undefined;
  return { marks, info: rest.trim() };
}

/** Whether a fence holds the requests of a REST client. */
export function isRequestFence(info: string): boolean {
  return /^(?:http|rest)(?![\w-])/i.test(info);
}

/** The region around a line, found by halving; the line that opens a fence counts as inside. */
function regionAt(regions: readonly LineRange[], line: number): LineRange | undefined {
  let low = 0;
  let high = regions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((regions[middle]?.last ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  const region = regions[low];
  return region && line >= region.first - 1 ? region : undefined;
}
