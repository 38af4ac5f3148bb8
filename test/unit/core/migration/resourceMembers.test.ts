import assert from 'node:assert/strict';
import { membersOf } from '../../../../src/core/migration/resourceMembers';

describe('The members of a resource', () => {
  const labelsOf = (members: Readonly<Record<string, unknown>>) =>
    membersOf({ kind: 'clients', id: 'x', title: 'x', body: '', members }).map(({ label }) => label);

  it('are named by their paths', () => {
    assert.deepEqual(labelsOf({ a: { b: 1, c: {} }, d: [{ e: 1 }] }), ['d', 'a.b', 'a.c']);
  });

  it('have short names, whatever is around them', () => {
    const inner = { ['b'.repeat(600)]: 1, c: 1 };
    const labels = labelsOf({ ['a'.repeat(600)]: inner });
    assert.deepEqual(labels, [`${'a'.repeat(250)}….${'b'.repeat(250)}…`, `${'a'.repeat(250)}….c`]);
  });
});
