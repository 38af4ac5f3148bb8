import assert from 'node:assert/strict';
import { hostileJson, type HostileTexts } from '../../support/hostileTexts';
import { type Reader, readToTheEnd, resourceReaders } from '../../support/readers';
import { countingSteps } from '../../support/steps';

/** Twice the text takes twice the steps; what is sorted, and what is looked up, a little more. */
const mostGrowth = 2.4;

describe('Hostile texts are read in steps that grow with their length alone:', () => {
  const counter = countingSteps();

  function reads(reader: Reader, texts: HostileTexts) {
    it(reader.name, function () {
      // Not optimized, and each count asks V8 for all there is.
      this.timeout(30_000);
      for (const [name, text] of Object.entries(texts)) {
        const growth = counter.growthOf(
          each => {
            readToTheEnd(reader, each);
          },
          text,
          800,
        );
        assert.ok(growth <= mostGrowth, `${name}: ${growth.toFixed(2)} times the steps for twice the text`);
      }
    });
  }

  for (const reader of resourceReaders) reads(reader, hostileJson);
});
