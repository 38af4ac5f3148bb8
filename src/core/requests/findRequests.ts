// Finds the requests of a document, and the one at a line.
import { firstIndexWhere } from '../common/collections';
import { clampLine, type LineRange, type Lines, readOnceInSteps } from '../common/lines';
import { finish, type Steps } from '../common/steps';
import { blockAt, blocksOf, type HttpDialect, regionsOf } from './blocks';
import { fencesInSteps } from './markdownFences';
import { type HttpBlock, type HttpRequest, readBlock } from './request';

/** Why a line has no request. `line` is the status line of the saved response, or the requested line. */
export interface NoRequest {
  readonly kind: 'response' | 'noRequest';
  readonly line: number;
}

/** A range of lines with its requests. */
export interface HttpSection {
  readonly lastLine: number;
  /** The request that a line belongs to. */
  request(line: number): HttpRequest | NoRequest;
}

/**
 * The request at a line: in the block around it, or in the block below a `###` line. Of several in a block, the last one
 * that begins at or above the line. Never throws; a line outside of the document counts as the nearest one.
 * In dialect `http` it reads only that block.
 */
export function requestAt(lines: Lines, line: number, dialect: HttpDialect): HttpRequest | NoRequest {
  const nearest = clampLine(lines, line);
  return sectionAt(lines, nearest, regionsOf(lines, dialect)).request(nearest);
}

/** All requests of the document, top to bottom, in linear time. */
export function listRequests(lines: Lines, dialect: HttpDialect): readonly HttpRequest[] {
  return finish(listRequestsInSteps(lines, dialect));
}

export function* listRequestsInSteps(lines: Lines, dialect: HttpDialect): Steps<readonly HttpRequest[]> {
  return (yield* readBlocksInSteps(lines, dialect)).flatMap(({ requests }) => requests);
}

/** All blocks of a document with what they contain, top to bottom, in linear time. */
export function readBlocksInSteps(
  lines: Lines,
  dialect: HttpDialect,
): Steps<readonly (LineRange & HttpBlock)[]> {
  return readOnceInSteps(lines, `blocks ${dialect}`, function* () {
    // Remembered for `regionsOf`.
    if (dialect === 'markdown') yield* fencesInSteps(lines);
    const found: (LineRange & HttpBlock)[] = [];
    for (const block of blocksOf(lines, regionsOf(lines, dialect))) {
      const { first, last } = block;
      found.push({ first, last, ...readBlock(lines, block) });
      yield;
    }
    return found;
  });
}

/** The section around a line, for callers that ask about many lines. `regions` is the result of `regionsOf`. */
export function sectionAt(lines: Lines, line: number, regions: readonly LineRange[]): HttpSection {
  const block = blockAt(lines, line, regions);
  if (!block) return { lastLine: line, request: asked => ({ kind: 'noRequest', line: asked }) };
  const content = readBlock(lines, block);
  return { lastLine: Math.max(line, block.last), request: asked => requestOf(content, block, asked) };
}

function requestOf(
  { requests, responseLine }: HttpBlock,
  block: LineRange,
  line: number,
): HttpRequest | NoRequest {
  if (responseLine !== undefined) return { kind: 'response', line: responseLine };
  // A line above the block is its separator.
  const index = line < block.first ? 0 : firstIndexWhere(requests, each => each.firstLine > line) - 1;
  const found = requests[index];
  return found ?? { kind: 'noRequest', line };
}
