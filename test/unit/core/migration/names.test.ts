import assert from 'node:assert/strict';
import { secretVariable, UniqueNames } from '../../../../src/core/migration/names';

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
    assert.equal(secretVariable('sud-west-2'), 'HOSTED_LOGIN_SECRET_SUD_WEST_2');
  });
});
