import assert from 'node:assert/strict';
import type { HostileTexts } from '../../support/hostileTexts';
import { hostileReading, type Reader, readToTheEnd } from '../../support/readers';
import { countingSteps } from '../../support/stepCounter';

/** Twice the text takes twice the steps; what is sorted, and what is looked up, a little more. */
const maxGrowth = 2.4;

describe('Hostile texts are read in steps that grow with their length alone:', () => {
  const counter = countingSteps();

  function reads(reader: Reader, texts: HostileTexts) {
    it(reader.name, function () {
      // Not optimized, and each count asks V8 for all there is.
      this.timeout(30_000);
      for (const [name, text] of Object.entries(texts)) {
        const growthAt = (size: number) =>
          counter.growthOf(
            each => {
              readToTheEnd(reader, each);
            },
            text,
            size,
          );
        let growth = growthAt(800);
        // What is made at the first time is there the second time.
        if (growth > maxGrowth) growth = growthAt(800);
        // A window of lines around the cursor, or a handful of hits, may only seem to grow.
        if (growth > maxGrowth) growth = growthAt(6400);
        assert.ok(growth <= maxGrowth, `${name}: ${growth.toFixed(2)} times the steps for twice the text`);
      }
    });
  }

  for (const { readers, texts } of hostileReading) for (const reader of readers) reads(reader, texts);
});
