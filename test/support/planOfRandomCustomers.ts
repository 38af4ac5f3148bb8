import assert from 'node:assert/strict';
import { checkRandomCustomers } from './planProperties';

/**
 * Tests that plan and apply for random customers, in parts of 500, so that a part that hangs is seen. Several test files
 * share the parts, because files run side by side.
 * @param first 1 to `last`
 * @param last included
 */
export function testRandomCustomers(first: number, last: number): void {
  describe(`createPlan, for random customers, parts ${first} to ${last}`, () => {
    for (let part = first; part <= last; part++) {
      it(`says that all is the same after a pull, and after it was applied (${part})`, () => {
        const { applied, refused } = checkRandomCustomers(999 + part, 500);
        assert.ok(applied > 200 && refused > 50, `${applied} applied, ${refused} refused`);
      });
    }
  });
}
