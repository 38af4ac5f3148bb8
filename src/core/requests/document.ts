import { firstIndexWhere } from '../common/collections';
import { clampLine, type LineRange, type Lines } from '../common/lines';
import { blockAt, blocksOf, type HttpDialect, regionsOf } from './blocks';
import { type HttpBlock, type HttpRequest, readBlock } from './request';

export type { Authorization } from './authorization';
export type { HttpDialect } from './blocks';
export { isLoginEndpoint } from './host';
export { linesOf, type LineRange, type Lines } from '../common/lines';
export type { HttpHeader, HttpRequest } from './request';

/** Why there is nothing to send at a line: `line` is the saved response's status line, or the line asked about. */
export interface NoRequest {
  readonly kind: 'response' | 'noRequest';
  readonly line: number;
}

/** A stretch of lines with the requests in it; `request` answers which of them a line belongs to. */
export interface HttpSection {
  /** The last line this section answers for. */
  readonly lastLine: number;
  request(line: number): HttpRequest | NoRequest;
}

/**
 * The request at a line: of the block around it, or below it for a `###` line. In a block with several requests the
 * last one that begins at or above the line. Never throws; a line outside the document counts as the nearest one.
 * In dialect `http` it reads only the block around the line.
 */
export function requestAt(lines: Lines, line: number, dialect: HttpDialect): HttpRequest | NoRequest {
  const nearest = clampLine(lines, line);
  return sectionAt(lines, nearest, regionsOf(lines, dialect)).request(nearest);
}

/** Every request of the document, top to bottom, in linear time. */
export function listRequests(lines: Lines, dialect: HttpDialect): HttpRequest[] {
  return blocksOf(lines, regionsOf(lines, dialect)).flatMap(block => readBlock(lines, block).requests);
}

/** The section around a line; `regions` as `regionsOf` gives them. For callers with many lines to ask about. */
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
  // Above the block stands its separator, which means the block below it.
  const index = line < block.first ? 0 : firstIndexWhere(requests, each => each.firstLine > line) - 1;
  const found = requests[index];
  return found ?? { kind: 'noRequest', line };
}
