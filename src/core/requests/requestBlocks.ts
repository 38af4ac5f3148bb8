import { type LineRange, type Lines, readOnceInSteps } from '../common/lines';
import type { Steps } from '../common/steps';
import { blocksOf, type HttpDialect, regionsOf } from './blocks';
import { fencesInSteps } from './markdownFences';
import { type HttpBlock, readBlock } from './request';

/** A block of a document, with what it contains. */
export interface RequestBlock extends LineRange, HttpBlock {}

/** All blocks of a document, top to bottom, in linear time. */
export function readBlocksInSteps(lines: Lines, dialect: HttpDialect): Steps<readonly RequestBlock[]> {
  return readOnceInSteps(lines, `blocks ${dialect}`, function* () {
    // Remembered for `regionsOf`.
    if (dialect === 'markdown') yield* fencesInSteps(lines);
    const found: RequestBlock[] = [];
    for (const block of blocksOf(lines, regionsOf(lines, dialect))) {
      const { first, last } = block;
      found.push({ first, last, ...readBlock(lines, block) });
      yield;
    }
    return found;
  });
}
