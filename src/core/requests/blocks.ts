// The blocks of a request file: what is between `###` lines.
import { firstIndexWhere } from '../common/collections';
import { type LineRange, type Lines, readOnce } from '../common/lines';
import { isSeparator } from './lineSyntax';
import { fenceLanguage, fencesOf } from './markdownFences';

/** `http`: the whole document; `markdown`: only in its ```` ```http ```` and ```` ```rest ```` fences. */
export type HttpDialect = 'http' | 'markdown';

/**
 * The block of a line, without its separators; undefined outside of a Markdown fence. A separator belongs to the block
 * below it, whose title it holds. Reads only the block itself.
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

/** The blocks of the document that are not empty, top to bottom. */
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

/** The lines that can hold requests, top to bottom. No client finds requests in block quotes or after a list mark. */
export function regionsOf(lines: Lines, dialect: HttpDialect): readonly LineRange[] {
  if (dialect === 'http') return [{ first: 0, last: lines.lineCount - 1 }];
  return readOnce(lines, 'regions of requests', () =>
    fencesOf(lines)
      .filter(({ info, isAlone }) => isAlone && fenceLanguage(info) === 'http')
      .map(({ content }) => content),
  );
}

/** The region around a line. The line that opens a fence counts as inside. */
function regionAt(regions: readonly LineRange[], line: number): LineRange | undefined {
  const region = regions[firstIndexWhere(regions, ({ last }) => last >= line)];
  return region && line >= region.first - 1 ? region : undefined;
}
