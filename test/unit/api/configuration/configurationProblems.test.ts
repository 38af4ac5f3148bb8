import assert from 'node:assert/strict';
import { refusalProblem } from '../../../../src/api/configuration/configurationProblems';

describe('refusalProblem', () => {
  it('masks only as many IDs of clients as a message shows', () => {
    const read = (count: number) => {
      let masked = 0;
      const ids = Array.from({ length: count }, (_, index) => `client-${index}`);
      const problem = refusalProblem(
        {
          ...{
            method: 'DELETE',
            url: 'https://x.example/config/tokenPolicies/a',
            scope: '*:config/tokenPolicies/a',
          },
          resource: { kind: 'tokenPolicies', id: 'a' },
        },
        {
          ...{ status: 400, header: () => null },
          body: JSON.stringify({ errors: ids.map(id => `/clients/${id}`).join() }),
          mask: text => {
            masked += text.length;
            return text;
          },
        },
      );
      assert.match(problem.message, new RegExp(`^${count} clients use it: client-0, client-1, .*…\\.$`));
      assert.equal(problem.facts.usedBy?.length, count);
      return masked;
    };
    assert.ok(read(20_000) < 1.1 * read(2_000));
  });
});
