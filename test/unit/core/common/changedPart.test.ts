import assert from 'node:assert/strict';
import { changedPart } from '../../../../src/core/common/changedPart';
import { randomSource } from '../../../support/mutations';

describe('changedPart', () => {
  const cases: readonly (readonly [before: string, after: string, changed: string, text: string])[] = [
    ['{"title": "Shop"}', '{"title": "Store"}', 'hop', 'tore'],
    ['abc', 'abcabc', '', 'abc'],
    ['', 'new', '', 'new'],
    // The halves of these are the same: \ud83d, and \ude42 of two different characters.
    ['🙂 Shop', '🙃 Shop', '🙂', '🙃'],
    ['\u{1f642}', '\u{1fa42}', '🙂', '\u{1fa42}'],
    ['🙂🙂', '🙂', '🙂', ''],
    ['a\r\nb', 'a\nb', '\r\n', '\n'],
    ['a\nb', 'a\r\nb', '\n', '\r\n'],
  ];

  for (const [before, after, changed, text] of cases) {
    it(`of ${JSON.stringify(before)} for ${JSON.stringify(after)} is ${JSON.stringify(changed)}`, () => {
      const part = changedPart(before, after) ?? assert.fail('They differ.');
      assert.deepEqual([before.slice(part.start, part.end), part.text], [changed, text]);
    });
  }

  it('is none of texts that are the same', () => {
    assert.equal(changedPart('🙂\r\n', '🙂\r\n'), undefined);
  });

  it('makes one text the other, and divides no character and no line break', () => {
    const random = randomSource(11);
    const pieces = ['a', 'b', '\r\n', '\n', '🙂', '🙃', '\u{1fa42}'];
    const text = () => Array.from({ length: random(6) }, () => pieces[random(pieces.length)]).join('');
    const isDivided = (all: string, at: number) =>
      /^(?:\r\n|[\ud800-\udbff][\udc00-\udfff])$/.test(all.slice(at - 1, at + 1));
    for (let count = 0; count < 5_000; count++) {
      const [before, after] = [text(), text()];
      const { start, end, text: changed } = changedPart(before, after) ?? { start: 0, end: 0, text: '' };
      const context = JSON.stringify([before, after]);
      assert.equal(before.slice(0, start) + changed + before.slice(end), after, context);
      for (const at of [start, end]) assert.ok(!isDivided(before, at), context);
    }
  });
});
