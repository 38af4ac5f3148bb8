import assert from 'node:assert/strict';
import { stringAt } from '../../../../src/core/resources/jsonLocation';

describe('stringAt', () => {
  const cases: readonly [
    marked: string,
    path: readonly (string | number)[],
    replaced: string,
    typed: string,
  ][] = [
    ['{ "a": "x$y" }', ['a'], '"xy"', 'x'],
    ['{ "a": $"xy" }', ['a'], '"xy"', ''],
    ['{ "a": "$" }', ['a'], '""', ''],
    ['{ "a": $ }', ['a'], '', ''],
    ['{ "a": $', ['a'], '', ''],
    ['{ "a": "x$', ['a'], '"x', 'x'],
    ['{ "a": "x$\n  "b": 1 }', ['a'], '"x', 'x'],
    ['{ "a": ["p", "q$"] }', ['a', 1], '"q"', 'q'],
    ['{ "o": { "a": "x$" } }', ['o', 'a'], '"x"', 'x'],
  ];
  for (const [marked, path, replaced, typed] of cases) {
    it(JSON.stringify(marked), () => {
      const offset = marked.indexOf('$');
      const text = marked.replace('$', '');
      const place = stringAt(text, offset);
      assert.ok(place);
      assert.deepEqual(
        [place.path, text.slice(place.start, place.end), place.typed],
        [path, replaced, typed],
      );
    });
  }
  for (const marked of ['{ "a$": "x" }', '{ "a": 1$2 }', '$', '{ $ }']) {
    it(`none in ${marked}`, () => {
      assert.equal(stringAt(marked.replace('$', ''), marked.indexOf('$')), undefined);
    });
  }
});

it('stringAt returns undefined in JSON that is nested too deep', () => {
  assert.equal(stringAt(`${'['.repeat(100_000)}"`, 100_001), undefined);
});
