import { randomBytes } from 'node:crypto';
import { linesOf } from '../../src/core/common/lines';
import type { Steps } from '../../src/core/common/steps';
import { checkScopesInSteps } from '../../src/core/scopeLanguage/scopeFindings';
import type { LargeJsonFigures } from './figures';
import { searchFor } from './leakSearch';

const rounds = 9;

/** As in `inSlices` (src/ui/documents/documentSnapshot.ts), in ms. */
const sliceLength = 8;

/** What large JSON costs at each pause in typing: the longest slice of the scope findings and of the leak guard. */
export function measureLargeJson(): LargeJsonFigures {
  const search = searchFor([randomBytes(48).toString('base64url')]);
  const [half, five, scopes] = [jsonOf(500_000), jsonOf(5_000_000), scopesOf(900_000)];
  const times = () => [] as number[];
  const figures = { scopesMs: times(), leaksMs: times(), leaksOf5MBMs: times(), manyScopesMs: times() };
  let shown = 0;
  for (let round = 0; round < rounds; round++) {
    figures.scopesMs.push(longestSlice(() => checkScopesInSteps(linesOf(half), 'json')).ms);
    figures.leaksMs.push(longestSlice(() => search.findInSteps(half)).ms);
    figures.leaksOf5MBMs.push(longestSlice(() => search.findInSteps(five)).ms);
    const many = longestSlice(() => checkScopesInSteps(linesOf(scopes), 'json'));
    figures.manyScopesMs.push(many.ms);
    shown = many.result.length;
  }
  return { ...figures, shownFindings: shown };
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

/** Runs a computation in slices, and measures the longest one. */
function longestSlice<T>(begin: () => Steps<T>): { readonly result: T; readonly ms: number } {
  let longest = 0;
  let start = performance.now();
  const steps = begin();
  for (;;) {
    const next = steps.next();
    const ms = performance.now() - start;
    longest = Math.max(longest, ms);
    if (next.done === true) return { result: next.value, ms: longest };
    if (ms >= sliceLength) start = performance.now();
  }
}
