import assert from 'node:assert/strict';
import { hostileReading, type Reader, readToTheEnd } from '../../support/readers';
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
