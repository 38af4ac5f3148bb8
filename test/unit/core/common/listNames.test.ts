import assert from 'node:assert/strict';
import { listNames } from '../../../../src/core/common/listNames';

describe('listNames', () => {
  const names = Array.from({ length: 300 }, (_, index) => `n${index}`);

  it('names all of a few', () => {
    assert.equal(listNames(names.slice(0, 3)), 'n0, n1, n2');
    assert.equal(listNames(names.slice(0, 20)), names.slice(0, 20).join(', '));
  });

  it('names as many as a question can hold, and says how many more there are', () => {
    assert.equal(listNames(names), `${names.slice(0, 20).join(', ')} and 280 more`);
    assert.equal(listNames(names, 2), 'n0, n1 and 298 more');
  });

  it('shows each on one line and cut, so that none hides another', () => {
    assert.equal(listNames([`a\n\u202eb${'x'.repeat(300)}`, 'c']), `a b${'x'.repeat(196)}…, c`);
  });
});
