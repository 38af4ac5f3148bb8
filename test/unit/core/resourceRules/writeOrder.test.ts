import assert from 'node:assert/strict';
import { sortWrites, type WriteStep } from '../../../../src/core/resourceRules/writeOrder';
import type { ResourceKind } from '../../../../src/core/resources/resource';
import { pick, randomSource } from '../../../support/mutations';

interface NamedStep extends WriteStep {
  readonly name: string;
}

const write = (
  action: WriteStep['action'],
  kind: ResourceKind,
  risk: '' | 'access' | 'own' = '',
  name = [action, kind, risk].join(' ').trim(),
): NamedStep => ({ action, key: { kind }, concernsAccess: risk !== '', isOwn: risk === 'own', name });

/** In the expected order. */
const all: readonly NamedStep[] = [
  write('create', 'tokenPolicies'),
  write('create', 'tokenPolicies', 'access'),
  write('create', 'loginPolicies'),
  write('create', 'clients'),
  write('create', 'clients', 'access'),
  write('change', 'tokenPolicies'),
  write('change', 'loginPolicies'),
  write('change', 'clients'),
  write('change', 'tokenPolicies', 'access'),
  write('change', 'clients', 'access'),
  write('change', 'tokenPolicies', 'own'),
  write('change', 'clients', 'own'),
  write('delete', 'clients'),
  write('delete', 'clients', 'access'),
  write('delete', 'clients', 'own'),
  write('delete', 'tokenPolicies'),
  write('delete', 'tokenPolicies', 'access'),
  write('delete', 'tokenPolicies', 'own'),
  write('delete', 'loginPolicies'),
];

const names = (steps: readonly NamedStep[]) => steps.map(({ name }) => name);

describe('sortWrites', () => {
  it('creates before it changes and deletes, and leaves the own access until last', () => {
    assert.deepEqual(names(sortWrites([...all].reverse())), names(all));
  });

  it('sorts any selection the same way', () => {
    const random = randomSource(1);
    for (let round = 0; round < 200; round++) {
      const some = all.filter(() => random(2) === 0);
      const mixed = [...some].sort(() => pick(random, [-1, 1]));
      assert.deepEqual(names(sortWrites(mixed)), names(some));
    }
  });

  it('keeps the order of writes that are alike', () => {
    const alike = ['a', 'b', 'c'].map(name => write('change', 'clients', '', name));
    assert.deepEqual(names(sortWrites([...alike, write('create', 'clients')])), [
      'create clients',
      'a',
      'b',
      'c',
    ]);
  });
});
