import assert from 'node:assert/strict';
import { fileReaders, hostileReading, type Reader, readToTheEnd } from '../../support/readers';
import { growthOfSteps } from '../../support/stepCounter';

/** Twice the text takes twice the steps; sorting and looking up take a little more. */
const maxGrowth = 2.4;

describe('Hostile texts are read in steps that grow with their length alone:', () => {
  for (const { readers, texts } of hostileReading) {
    for (const reader of readers) {
      it(reader.name, () => {
        const steep = Object.entries(texts).flatMap(([name, text]) => {
          const growth = growthOf(reader, text);
          return growth <= maxGrowth
            ? []
            : [`${name}: ${growth.toFixed(2)} times the steps for twice the text`];
        });
        assert.deepEqual(steep, []);
      });
    }
  }
});

describe('Lists within lists are read in steps that do not grow with their depth:', () => {
  const entries = Array.from({ length: 100 }, (_, n) => `{"n": ${n}, "secret": {"$secret": "keep"}}`).join();
  const nested = (depth: number) => `{"x": ${'['.repeat(depth)}${entries}${']'.repeat(depth)}}`;
  for (const reader of fileReaders) {
    it(reader.name, () => {
      const growth = growthOfSteps(
        text => {
          readToTheEnd(reader, text);
        },
        nested,
        12,
      );
      assert.ok(growth < 1.2, `${growth.toFixed(2)} times the steps for twice the depth`);
    });
  }
});

function growthOf(reader: Reader, text: (size: number) => string): number {
  const growthAt = (size: number) =>
    growthOfSteps(
      each => {
        readToTheEnd(reader, each);
      },
      text,
      size,
    );
  let growth = growthAt(800);
  // What is created the first time exists the second time.
  if (growth > maxGrowth) growth = growthAt(800);
  // With few lines around the cursor, or few matches, the steps may only seem to grow.
  if (growth > maxGrowth) growth = growthAt(6400);
  return growth;
}
