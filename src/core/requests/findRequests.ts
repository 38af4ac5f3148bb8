// Finds the requests of a document, and the one at a line.
import { firstIndexWhere } from '../common/collections';
import { clampLine, type LineRange, type Lines, readOnceInSteps } from '../common/lines';
import { finish, type Steps } from '../common/steps';
import { blockAt, blocksOf, type HttpDialect, regionsOf } from './blocks';
import { fencesInSteps } from './markdownFences';
import { type HttpBlock, type WrittenRequest, readBlock } from './request';

/** Why a line has no request. `line` is the status line of the saved response, or the requested line. */
export interface NoRequest {
  readonly kind: 'response' | 'noRequest';
  readonly line: number;
}

/**
 * The request at a line: in the block around it, or in the block below a `###` line. Of several in a block, the last one
 * that begins at or above the line. Never throws; a line outside of the document counts as the nearest one.
 * In dialect `http` it reads only that block.
 */
export function requestAt(lines: Lines, line: number, dialect: HttpDialect): WrittenRequest | NoRequest {
  const nearest = clampLine(lines, line);
  return requestsAt(lines, [nearest], dialect)[0] ?? { kind: 'noRequest', line: nearest };
}

/**
 * As `requestAt` for each of some lines (ascending). Reads every block once: its lines without a request have the same
 * `NoRequest`.
 */
export function requestsAt(
  lines: Lines,
  asked: readonly number[],
  dialect: HttpDialect,
): (WrittenRequest | NoRequest)[] {
  const regions = regionsOf(lines, dialect);
  let known: (LineRange & HttpBlock & { readonly none: NoRequest }) | undefined;
  return asked.map(line => {
    if (!known || line > known.last) {
      const block = blockAt(lines, line, regions);
      const content: HttpBlock = block ? readBlock(lines, block) : { requests: [] };
      const response = content.responseLine;
      known = {
        ...{ first: block?.first ?? line, last: Math.max(line, block?.last ?? line), ...content },
        none: response === undefined ? { kind: 'noRequest', line } : { kind: 'response', line: response },
      };
    }
    const { first, requests, none } = known;
    // A line above the block is its separator.
    return requests[line < first ? 0 : firstIndexWhere(requests, each => each.firstLine > line) - 1] ?? none;
  });
}

/** All requests of the document, top to bottom, in linear time. */
export function listRequests(lines: Lines, dialect: HttpDialect): readonly WrittenRequest[] {
  return finish(listRequestsInSteps(lines, dialect));
}

export function* listRequestsInSteps(lines: Lines, dialect: HttpDialect): Steps<readonly WrittenRequest[]> {
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
