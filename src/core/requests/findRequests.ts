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

/** A block with what it contains. */
type ReadBlock = LineRange & HttpBlock;

/** The name by which the blocks of a document are remembered. */
const blocksOfDialect = (dialect: HttpDialect) => `blocks ${dialect}`;

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
 * As `requestAt` for each of some lines (ascending). Reads every block once, and none if the document was read before: some
 * callers ask for each of its requests. The lines of a block without a request have the same `NoRequest`.
 */
export function requestsAt(
  lines: Lines,
  asked: readonly number[],
  dialect: HttpDialect,
): (WrittenRequest | NoRequest)[] {
  const regions = regionsOf(lines, dialect);
  const read = (lines.known?.get(blocksOfDialect(dialect)) ?? []) as readonly ReadBlock[];
  let known: (LineRange & HttpBlock & { readonly none: NoRequest }) | undefined;
  return asked.map(line => {
    if (!known || line > known.last) {
      const block = around(read, line) ?? readBlockAt(lines, line, regions);
      const response = block?.responseLine;
      known = {
        ...{ first: block?.first ?? line, last: Math.max(line, block?.last ?? line) },
        requests: block?.requests ?? [],
        none: response === undefined ? { kind: 'noRequest', line } : { kind: 'response', line: response },
      };
    }
    const { first, requests, none } = known;
    // A line above the block is its separator.
    return requests[line < first ? 0 : firstIndexWhere(requests, each => each.firstLine > line) - 1] ?? none;
  });
}

/** The block that a line is in. */
function around(blocks: readonly ReadBlock[], line: number): ReadBlock | undefined {
  const block = blocks[firstIndexWhere(blocks, ({ last }) => last >= line)];
  return block && block.first <= line ? block : undefined;
}

function readBlockAt(lines: Lines, line: number, regions: readonly LineRange[]): ReadBlock | undefined {
  const block = blockAt(lines, line, regions);
  return block && { ...block, ...readBlock(lines, block) };
}

/** All requests of the document, top to bottom, in linear time. */
export function listRequests(lines: Lines, dialect: HttpDialect): readonly WrittenRequest[] {
  return finish(listRequestsInSteps(lines, dialect));
}

export function* listRequestsInSteps(lines: Lines, dialect: HttpDialect): Steps<readonly WrittenRequest[]> {
  return (yield* readBlocksInSteps(lines, dialect)).flatMap(({ requests }) => requests);
}

/** All blocks of a document with what they contain, top to bottom, in linear time. */
export function readBlocksInSteps(lines: Lines, dialect: HttpDialect): Steps<readonly ReadBlock[]> {
  return readOnceInSteps(lines, blocksOfDialect(dialect), function* () {
    // Remembered for `regionsOf`.
    if (dialect === 'markdown') yield* fencesInSteps(lines);
    const found: ReadBlock[] = [];
    for (const block of blocksOf(lines, regionsOf(lines, dialect))) {
      const { first, last } = block;
      found.push({ first, last, ...readBlock(lines, block) });
      yield;
    }
    return found;
  });
}
