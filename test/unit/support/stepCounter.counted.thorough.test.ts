import assert from 'node:assert/strict';
import { growthOfSteps } from '../../support/stepCounter';

describe('growthOfSteps', () => {
  const places = (text: string) => Array.from(text, (_, index) => index);
  const cases: readonly [what: string, read: (text: string) => unknown, growth: number][] = [
    ['a loop', text => places(text).map(at => text[at]), 2],
    ['a loop in a loop', text => places(text).map(() => places(text).filter(at => at > 0)), 4],
    ['a search from each place', text => places(text).map(at => text.indexOf('b', at)), 4],
    ['an expression from each place', text => places(text).map(at => /b/.exec(text.slice(at))), 4],
    ['a copy at each place', text => places(text).map(at => text.slice(at)), 4],
    [
      'a list that is copied at each place',
      text => {
        let list: readonly number[] = [];
        for (const at of places(text)) list = [...list, at];
        return list;
      },
      4,
    ],
  ];
  for (const [what, read, growth] of cases) {
    it(`is ${growth} for ${what}`, () => {
      const found = growthOfSteps(read, size => 'a'.repeat(size), 800);
      assert.ok(Math.abs(found - growth) < 0.2, `${found}`);
    });
  }
});
