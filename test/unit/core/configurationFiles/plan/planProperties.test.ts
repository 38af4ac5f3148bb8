import assert from 'node:assert/strict';
import { checkRandomCustomers } from '../../../../support/planProperties';

describe('createPlan, for random customers', () => {
  it('says that all is the same after a pull, and after it was applied', () => {
    const { applied, refused } = checkRandomCustomers(3, 200);
    assert.ok(applied > 50 && refused > 10, `${applied} applied, ${refused} refused`);
  });
});
