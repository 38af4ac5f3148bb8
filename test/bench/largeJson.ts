import { randomBytes } from 'node:crypto';
import { timeRow } from '../../scripts/bench/statistics.mjs';
import type { Row } from '../../scripts/bench/table.mjs';
import { linesOf } from '../../src/core/common/lines';
import type { Steps } from '../../src/core/common/steps';
import { checkScopesInSteps } from '../../src/core/scopeLanguage/scopeFindings';
import { searchFor } from './leakSearch';

const rounds = 9;

/** As in `inSlices` (src/ui/documents/documentSnapshot.ts), in ms. */
const sliceLength = 8;

/** What large JSON costs at each pause in typing: the longest slice of the scope findings and of the leak guard. */
export function measureLargeJson(): Row[] {
  const search = searchFor([randomBytes(48).toString('base64url')]);
  const [half, five, scopes] = [jsonOf(500_000), jsonOf(5_000_000), scopesOf(900_000)];
  let shown = 0;
  const slices: readonly {
    readonly what: string;
    readonly run: () => Steps<unknown>;
    readonly ms: number[];
  }[] = [
    { what: 'scopes, 0.5 MB', run: () => checkScopesInSteps(linesOf(half), 'json'), ms: [] },
    { what: 'leak guard, 0.5 MB', run: () => search.findInSteps(half), ms: [] },
    { what: 'leak guard, 5 MB', run: () => search.findInSteps(five), ms: [] },
    {
      what: 'scopes, 0.9 MB with one on each line',
      *run() {
        shown = (yield* checkScopesInSteps(linesOf(scopes), 'json')).length;
      },
      ms: [],
    },
  ];
  for (let round = 0; round < rounds; round++) {
    for (const { run, ms } of slices) ms.push(longestSlice(run));
  }
  return [
    ...slices.map(({ what, ms }) => timeRow(what, ms, 15)),
    {
      what: 'findings shown of the last one',
      measured: `${shown}`,
      bound: '≤ 101',
      isKept: shown > 0 && shown <= 101,
    },
  ];
}

/** Data with a scope once in a while. */
function jsonOf(length: number): string {
  const lines = ['{'];
  for (let size = 0; size < length; size += lines.at(-1)?.length ?? 0)
    lines.push(
      lines.length % 1_000 === 0
        ? `  "scope": ".:config/clients/${lines.length}",`
        : `  "name ${lines.length}": { "value": "some text that is long", "at": ${lines.length} },`,
    );
  return [...lines, '  "last": true', '}'].join('\n');
}

/** A scope with a finding on each line. */
function scopesOf(length: number): string {
  const line = '  { "scope": ".:config/clients .:config/**", "about": "a line of a long list of presets" },';
  return ['[', ...Array.from({ length: Math.floor(length / line.length) }, () => line), '  {}', ']'].join(
    '\n',
  );
}

/** Runs a computation in slices. In ms. */
function longestSlice(begin: () => Steps<unknown>): number {
  let longest = 0;
  let start = performance.now();
  const steps = begin();
  for (;;) {
    const next = steps.next();
    const ms = performance.now() - start;
    longest = Math.max(longest, ms);
    if (next.done === true) return longest;
    if (ms >= sliceLength) start = performance.now();
  }
}
