import assert from 'node:assert/strict';
import { normalized, textComparer } from '../../../../src/core/common/normalized';

/** V8 takes minutes to normalize or to compare a million characters of this kind. */
const marks = '\u0315\u0300'.repeat(500_000);

describe('normalized', () => {
  it('makes texts equal that look the same', () => {
    assert.equal(normalized('Cafe\u0301'), 'Café');
  });

  it('leaves long texts as they are', () => {
    assert.equal(normalized(`A${marks}`), `A${marks}`);
  });
});

describe('textComparer', () => {
  it('compares in the order of a language, and equal texts by code units', () => {
    const titles = ['b', 'Émile', 'a10', 'F', 'a9', 'Cafe\u0301', 'Café'];
    assert.deepEqual(titles.sort(textComparer({ numeric: true })), [
      'a9',
      'a10',
      'b',
      'Cafe\u0301',
      'Café',
      'Émile',
      'F',
    ]);
  });

  it('compares the beginnings of long texts', () => {
    const compare = textComparer();
    assert.ok(compare(`A${marks}1`, `A${marks}2`) < 0);
    assert.ok(compare(`B${marks}`, `A${marks}`) > 0);
    assert.equal(compare(marks, marks), 0);
  });
});
