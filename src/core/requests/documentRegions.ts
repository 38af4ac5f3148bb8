import { type LineRange, type Lines, readOnceInSteps } from '../common/lines';
import type { Steps } from '../common/steps';
import type { ScriptLanguage } from '../shells/scriptLanguages';
import { type Fence, fenceAt, fenceLanguage, fencesInSteps, linesWithin } from './markdownFences';

/** The documents in which scopes are found; in Markdown, in the fences of these languages. */
export type DocumentLanguage = 'http' | 'shell' | 'json' | 'markdown';

/** A part of a document in one language. */
export interface DocumentRegion {
  readonly language: 'http' | 'json' | ScriptLanguage;
  /** Without the prefixes of lists and block quotes. */
  readonly lines: Lines;
  /** Its first line in the document. */
  readonly first: number;
  /** The length of the prefix that is left out of a line of the document. */
  readonly startOf: (line: number) => number;
}

/** Lines around a place that are read as its context. */
const linesAbove = 100;
const linesBelow = 30;
/** More in scripts, where quotes and here-documents may be long. */
const scriptLinesAbove = 2_000;

/** The parts of a document with one language: the whole document, or the contents of Markdown fences. */
export function documentRegionsInSteps(
  lines: Lines,
  language: DocumentLanguage,
): Steps<readonly DocumentRegion[]> {
  return readOnceInSteps(lines, `regions ${language}`, function* () {
    if (language !== 'markdown') return [wholeOf(lines, language)];
    const found: DocumentRegion[] = [];
    for (const fence of yield* fencesInSteps(lines)) {
      const region = regionOf(lines, fence);
      if (region) found.push(region);
      yield;
    }
    return found;
  });
}

/** The part of a document around a line, of limited size. */
export function documentRegionAt(
  lines: Lines,
  language: DocumentLanguage,
  line: number,
): DocumentRegion | undefined {
  const fence = language === 'markdown' ? fenceAt(lines, line, linesBelow) : undefined;
  const region = language === 'markdown' ? fence && regionOf(lines, fence) : wholeOf(lines, language);
  if (!region) return undefined;
  const isData = region.language === 'http' || region.language === 'json';
  const at = line - region.first;
  let first = Math.max(0, at - (isData ? linesAbove : scriptLinesAbove));
  // In the middle of a script, begin at a blank line.
  if (first > 0 && !isData) while (first < at && region.lines.line(first).trim() !== '') first++;
  return part(region, { first, last: Math.min(region.lines.lineCount - 1, at + linesBelow) });
}

function wholeOf(lines: Lines, language: Exclude<DocumentLanguage, 'markdown'>): DocumentRegion {
  return { language, lines, first: 0, startOf: () => 0 };
}

function regionOf(lines: Lines, fence: Fence): DocumentRegion | undefined {
  const language = fenceLanguage(fence.info);
  if (language === undefined || language === 'bruno' || language === 'hurl') return undefined;
  const within = linesWithin(lines, fence);
  const { first } = fence.content;
  return { language, lines: within, first, startOf: line => within.taken(line - first).length };
}

function part({ language, lines, first, startOf }: DocumentRegion, range: LineRange): DocumentRegion {
  const own: Lines = {
    lineCount: range.last - range.first + 1,
    line: index => lines.line(range.first + index),
  };
  return { language, lines: own, first: first + range.first, startOf };
}
