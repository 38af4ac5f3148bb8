// How the time of each reader grows with the text that is slowest for it.
import { hostileReading, type Reader, readToTheEnd } from '../support/readers';
import type { HostileFigures, Times } from './figures';
import { median } from './statistics';

/** In characters. */
const sizes = [10_000, 100_000, 1_000_000] as const;

/** How often each size is measured. */
const rounds = [7, 5, 3] as const;

/** If the middle size takes longer than this, in ms, the largest one is left out. */
const giveUp = 5_000;

/** Measures every reader with the slowest of the hostile texts for it. Prints `HostileFigures[]` as JSON. */
function main(): void {
  const figures: HostileFigures[] = [];
  for (const { readers, texts } of hostileReading) {
    for (const reader of readers) {
      const tried = Object.entries(texts).map(([name, text]) => ({ name, text, ms: costOf(reader, text) }));
      const [worst] = tried.sort((a, b) => b.ms - a.ms);
      if (!worst) continue;
      const ms: Times[] = [];
      for (const [index, size] of sizes.entries()) {
        if (median(ms.at(-1) ?? [0]) > giveUp) break;
        const text = worst.text(size);
        ms.push(Array.from({ length: rounds[index] ?? 1 }, () => timeOf(reader, text)));
      }
      figures.push({ reader: reader.name, text: worst.name, ms });
    }
  }
  console.log(JSON.stringify(figures));
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
