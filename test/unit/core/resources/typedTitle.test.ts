import assert from 'node:assert/strict';
import { isTyped, textToType } from '../../../../src/core/resources/typedTitle';

describe('isTyped', () => {
  const long = 'Nordhaven '.repeat(500).trim();
  const titles: readonly (readonly [title: string, typed: string, expected: boolean])[] = [
    ['Winter Sale', 'Winter Sale', true],
    ['Winter Sale', '  Winter   Sale ', true],
    ['Winter Sale', 'winter sale', false],
    ['Winter Sale', 'id-1', true],
    ['Winter Sale', '', false],
    ['Cafe\u0301', 'Caf\u00e9', true],
    ['a\u202eb\nc', 'ab c', true],
    ['Ki\u200eosk app', 'Kiosk app', true],
    // The question shows it in quotes, which it cannot end.
    ['Policy “Prod”', 'Policy "Prod"', true],
    ['Policy “Prod”', 'Policy “Prod”', true],
    ['„Kunde“', '"Kunde"', true],
    [long, long, true],
    [long, 'Nordhaven', false],
    ['', '', false],
    ['', 'id-1', true],
  ];
  for (const [title, typed, expected] of titles) {
    const shown = JSON.stringify([title, typed]).slice(0, 40);
    it(`${expected ? 'accepts' : 'does not accept'} ${shown}`, () => {
      assert.equal(isTyped(typed, { id: 'id-1', title }), expected);
    });
  }

  it('accepts what textToType asks for, whatever the title is', () => {
    for (const title of ['Winter Sale', 'a\u202eb\nc', long, 'x'.repeat(5000), '', ' ', '\ud800']) {
      const named = { id: 'id-1', title };
      assert.ok(isTyped(textToType(named), named), title.slice(0, 20));
      assert.ok(textToType(named).length <= 100);
    }
  });
});
