import assert from 'node:assert/strict';
import { replaceInJson } from '../../../../src/core/leaks/replaceInJson';

const value = 'se+cr/et"ä';

const find = (text: string) =>
  [...text.matchAll(/se\+cr\/et"ä/g)].map(({ index }) => ({
    start: index,
    end: index + value.length,
    secret: 'R"\\',
  }));

const clean = (text: string) => replaceInJson(text, find, secret => secret);

describe('replaceInJson', () => {
  const written: readonly [name: string, raw: string][] = [
    ['as JSON.stringify writes it', JSON.stringify(value).slice(1, -1)],
    ['with escapes that need not be', 'se\\u002bcr\\/et\\u0022\\u00E4'],
  ];
  for (const [name, raw] of written) {
    it(`takes out a value ${name}, and escapes what it puts there`, () => {
      const text = `\ufeff{ "a\\n":"x ${raw}\\t${raw}", "${raw}":1.50e+1,\r\n"b":["\\\\", "\\"" , "\\\\${raw}"] }\n`;
      const cleaned = clean(text);
      assert.equal(cleaned.replaced, 4);
      assert.equal(cleaned.text, text.replaceAll(raw, 'R\\"\\\\'));
      JSON.parse(cleaned.text.slice(1));
    });
  }

  it('leaves a text without the value as it is', () => {
    const text = '[ "\\u0041", 1.0, {"a" : "b\\/"} ]\r\n';
    assert.deepEqual(clean(text), { text, replaced: 0 });
  });

  it('ends on unclosed strings', () => {
    for (const text of ['"', '"\\', '"\\u00', `["a", "${JSON.stringify(value).slice(1, -1)}`]) clean(text);
  });

  it('changes nothing but the values', () => {
    const pieces = [value, '\\', '"', '\n', 'x', '\u{1f600}', '{', ']', ','];
    for (let round = 0; round < 500; round++) {
      const string = () =>
        Array.from({ length: 6 }, () => pieces[Math.floor(Math.random() * pieces.length)]).join('');
      const data = [string(), { [string()]: string() }, 1, null];
      const { text } = clean(JSON.stringify(data, null, round % 3));
      const expected = JSON.stringify(data).replaceAll(JSON.stringify(value).slice(1, -1), 'R\\"\\\\');
      assert.equal(JSON.stringify(JSON.parse(text)), expected);
    }
  });
});
