import assert from 'node:assert/strict';
import { secretVariable, UniqueNames } from '../../../../src/core/migration/uniqueNames';

describe('UniqueNames', () => {
  it('numbers names that are taken, also by a number', () => {
    const names = new UniqueNames();
    assert.deepEqual(
      ['shop', 'shop-2', 'shop', 'shop', 'shop-2'].map(name => names.take(name)),
      ['shop', 'shop-2', 'shop-3', 'shop-4', 'shop-2-2'],
    );
  });
});

describe('secretVariable', () => {
  it('is a name that each shell takes', () => {
    assert.equal(
      secretVariable({ id: '0f3c9a1b-2d4e-5f60', title: 'Süd-West (2)' }),
      'HOSTED_LOGIN_SECRET_SUD_WEST_2_0F3C9A1B2D4E',
    );
    assert.match(secretVariable({ id: 'clients/“x”', title: '=1' }), /^[A-Z\d_]+$/);
  });
});
