import assert from 'node:assert/strict';
import { randomSource } from '../../../support/mutations';
import { checkRandomCustomer } from '../../../support/planProperties';

describe('createPlan, for ten thousand random customers', () => {
  // In parts, so that a part that hangs is seen.
  for (let part = 0; part < 20; part++) {
    it(`says that all is the same after a pull, and after it was applied (${part + 1} of 20)`, function () {
      this.timeout(300_000);
      const random = randomSource(1000 + part);
      let [applied, refused] = [0, 0];
      for (let round = 0; round < 500; round++) {
        const outcome = checkRandomCustomer(random);
        applied += outcome.applied;
        refused += outcome.refused;
      }
      assert.ok(applied > 200 && refused > 50, `${applied} applied, ${refused} refused`);
    });
  }
});
