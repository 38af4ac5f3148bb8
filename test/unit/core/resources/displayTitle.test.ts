import assert from 'node:assert/strict';
import { displayRange, displayTitle, displayTitleEnds } from '../../../../src/core/resources/displayTitle';

describe('displayTitle', () => {
  const cases: readonly [string, string, string][] = [
    ['as it is', 'Nordhaven/Storefront .. 🛒', 'Nordhaven/Storefront .. 🛒'],
    ['the id where there is none', '', 'the-id'],
    ['the id where there is nothing to see', ' \n\t', 'the-id'],
    ['on one line', 'a\r\nb\u2028c\u0000d', 'a b c d'],
    ['without what turns the direction of the rest', 'a\u202eb', 'ab'],
    ['with the parts of an emoji together', '👩‍👩‍👧', '👩‍👩‍👧'],
    ['without half a character', 'a\ud83db', 'a b'],
  ];
  for (const [what, title, expected] of cases) {
    it(what, () => {
      assert.equal(displayTitle({ id: 'the-id', title }), expected);
    });
  }

  it('is cut, but never inside of a character', () => {
    assert.equal(displayTitle({ id: '1', title: 'x'.repeat(5_000) }).length, 200);
    assert.equal(displayTitle({ id: '1', title: '🛒'.repeat(10) }, 6), '🛒🛒…');
  });
});

describe('displayTitleEnds', () => {
  it('keeps a title that fits, and the ID when there is no title', () => {
    const fits = 'x'.repeat(60);
    assert.equal(displayTitleEnds({ id: '1', title: fits }), fits);
    assert.equal(displayTitleEnds({ id: 'the-id', title: ' ' }), 'the-id');
  });

  it('tells titles apart that differ at their ends', () => {
    const long = 'Nordhaven Storefront for the Nordic countries and the Baltic states';
    assert.equal(
      displayTitleEnds({ id: '1', title: `${long}, stage 2` }),
      'Nordhaven Storefront for the Nordic cou…ltic states, stage 2',
    );
  });

  it('never cuts inside of a character', () => {
    assert.equal(displayTitleEnds({ id: '1', title: '🛒'.repeat(10) }, 8), '🛒🛒…🛒');
  });
});

describe('displayRange', () => {
  const range = (first: string, last: string) =>
    displayRange({ kind: 'clients', id: '1', title: first }, { kind: 'clients', id: '2', title: last });

  it('is the first and last title', () => {
    assert.equal(range('Aardvark', 'Bison'), 'Aardvark … Bison');
  });

  it('shows the ends of titles that begin alike', () => {
    const long = 'the very same beginning of both '.repeat(3);
    assert.match(range(`${long}1`, `${long}2`), /^….{37,39}1 … ….{37,39}2$/);
  });
});
