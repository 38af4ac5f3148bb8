import assert from 'node:assert/strict';
import { checkRandomCustomers } from '../../../../support/planProperties';

describe('createPlan, for random customers', () => {
  it('says that all is the same after a pull, and after it was applied', () => {
    const { applied, refused } = checkRandomCustomers(3, 50);
    assert.ok(applied > 12 && refused > 2, `${applied} applied, ${refused} refused`);
  });
});
