import assert from 'node:assert/strict';
import { randomSource } from '../../../../support/mutations';
import { checkRandomCustomer } from '../../../../support/planProperties';

describe('createPlan, for random customers', () => {
  it('says that all is the same after a pull, and after it was applied', function () {
    this.timeout(60_000);
    const random = randomSource(3);
    let [applied, refused] = [0, 0];
    for (let round = 0; round < 200; round++) {
      const outcome = checkRandomCustomer(random);
      applied += outcome.applied;
      refused += outcome.refused;
    }
    assert.ok(applied > 50 && refused > 10, `${applied} applied, ${refused} refused`);
  });
});
