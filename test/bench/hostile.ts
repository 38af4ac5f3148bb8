// How the time of each reader grows with the text that is slowest for it.
import { median, milliseconds, withSpread } from '../../scripts/bench/statistics.mjs';
import type { Row } from '../../scripts/bench/table.mjs';
import { hostileReading, type Reader, readToTheEnd } from '../support/readers';

/** In characters. */
const sizes = [10_000, 100_000, 1_000_000] as const;

/** How often each size is measured. */
const rounds = [7, 5, 3] as const;

/** If the middle size takes longer than this, in ms, the largest one is left out. */
const giveUp = 5_000;

/** For each size, in ms. */
const bounds = [50, 200, 1_000] as const;

/** Linear is 1, quadratic is 2. */
const maxGrowth = 1.2;

/** Measures every reader with the slowest of the hostile texts for it. Prints the rows as JSON. */
function main(): void {
  const rows: Row[] = [];
  for (const { readers, texts } of hostileReading) {
    for (const reader of readers) {
      const tried = Object.entries(texts).map(([name, text]) => ({ name, text, ms: costOf(reader, text) }));
      const [worst] = tried.sort((a, b) => b.ms - a.ms);
      if (!worst) continue;
      const ms: number[][] = [];
      for (const [index, size] of sizes.entries()) {
        if (median(ms.at(-1) ?? [0]) > giveUp) break;
        const text = worst.text(size);
        ms.push(Array.from({ length: rounds[index] ?? 1 }, () => timeOf(reader, text)));
      }
      rows.push(rowOf(`${reader.name}: ${worst.name}`, ms));
    }
  }
  console.log(JSON.stringify(rows));
}

/** @param ms for each size; the last one is left out where the one before took far too long */
function rowOf(what: string, ms: readonly (readonly number[])[]): Row {
  const [small = NaN, middle = NaN, large = Infinity] = ms.map(median);
  // Times of less than a millisecond do not show growth.
  const growth = Math.log10(Math.max(large, 1) / Math.max(small, 1)) / 2;
  const isInTime = bounds.every((bound, index) => median(ms[index] ?? [Infinity]) <= bound);
  return {
    what,
    measured: ms[2] ? withSpread(ms[2]) : 'far too long',
    reference: `10 KB: ${milliseconds(small)}, 100 KB: ${milliseconds(middle)}`,
    bound: `≤ ${bounds.join(', ')} ms; ${growth.toFixed(2)} ≤ ${maxGrowth}`,
    isKept: isInTime && growth <= maxGrowth,
  };
}

/** Once so that V8 compiles it, and twice to find the slowest text. */
function costOf(reader: Reader, text: (size: number) => string): number {
  const written = text(20_000);
  timeOf(reader, text(1_000));
  return Math.min(timeOf(reader, written), timeOf(reader, written));
}

/** The CPU time of this process, in ms. */
function timeOf(reader: Reader, text: string): number {
  const start = process.cpuUsage();
  readToTheEnd(reader, text);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

main();
