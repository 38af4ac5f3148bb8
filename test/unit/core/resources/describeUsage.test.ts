import assert from 'node:assert/strict';
import { describeUsage } from '../../../../src/core/resources/describeUsage';
import type { ResourceEntry } from '../../../../src/core/resources/resource';

const clients = (...titles: string[]) =>
  titles.map((title, index): ResourceEntry => ({ kind: 'clients', id: `c${index}`, title }));

describe('describeUsage', () => {
  const cases: readonly [ResourceEntry[], number, string][] = [
    [clients(), 0, 'Not used by any client'],
    [clients('A'), 0, 'Used by A'],
    [clients('A', 'B'), 0, 'Used by A and B'],
    [clients('A', 'B', 'C'), 0, 'Used by A, B and 1 more'],
    [clients('A', '', 'C', 'D'), 0, 'Used by A, c1 and 2 more'],
    [clients('x'.repeat(5000)), 0, `Used by ${'x'.repeat(39)}…`],
    [clients(), 2, '2 clients could not be read'],
    [clients('A'), 2, 'Used by A (2 clients could not be read)'],
  ];
  for (const [users, unread, words] of cases) {
    it(words.slice(0, 60), () => {
      assert.equal(describeUsage(users, unread), words);
    });
  }
});
