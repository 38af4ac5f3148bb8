import assert from 'node:assert/strict';
import { secretVariable, slugOf, UniqueNames } from '../../../../src/core/migration/names';

describe('slugOf', () => {
  const cases: readonly (readonly [title: string, slug: string])[] = [
    ['Nordhaven Storefront', 'nordhaven-storefront'],
    ['Café Süd (retired)', 'cafe-sud-retired'],
    ['../../etc/passwd', 'etc-passwd'],
    ['日本語', 'untitled'],
    ['', 'untitled'],
    ['CON', 'con-'],
    ['nul', 'nul-'],
    ['a'.repeat(200), 'a'.repeat(60)],
    [`${'a'.repeat(59)} b`, 'a'.repeat(59)],
  ];
  for (const [title, slug] of cases) {
    it(`makes ${slug.slice(0, 20)} of ${JSON.stringify(title.slice(0, 20))}`, () => {
      assert.equal(slugOf(title), slug);
    });
  }
});

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
    assert.equal(secretVariable(slugOf('Süd-West 2')), 'HOSTED_LOGIN_SECRET_SUD_WEST_2');
  });
});
