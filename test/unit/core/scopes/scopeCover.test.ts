import assert from 'node:assert/strict';
import { covers, missingScopes, redundantScopes } from '../../../../src/core/scopes/compareScopes';
import { parseScopeList, type ScopeListItem } from '../../../../src/core/scopes/parseScope';

/** The same numbers in each run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const number = numbers(7);
const parts = ['a', 'b', 'a/b', 'a/b/c', 'ab', 'b/a', ''];
const ends = ['', '**', '/**', ',x'];

function randomList(): string {
  const scopes = Array.from({ length: 1 + number(8) }, () => {
    const action = ['.:', '*:', ''][number(3)] ?? '';
    return `${action}${parts[number(parts.length)] ?? ''}${ends[number(ends.length)] ?? ''}`;
  });
  return scopes.join(' ');
}

function itemCovers(wider: ScopeListItem, narrower: ScopeListItem): boolean {
  if (wider.text === narrower.text) return true;
  return wider.scope !== undefined && narrower.scope !== undefined && covers(wider.scope, narrower.scope);
}

describe('ScopeCover finds the same as comparing all pairs:', () => {
  it('scopes that another one covers', () => {
    let count = 0;
    for (let round = 0; round < 2000; round++) {
      const list = randomList();
      const items = parseScopeList(list);
      const expected = items.flatMap((item, index) => {
        const coveredBy = items.find((other, position) => {
          const isEqual = itemCovers(other, item) && itemCovers(item, other);
          return isEqual ? position < index : itemCovers(other, item);
        });
        return coveredBy ? [{ item, index, coveredBy }] : [];
      });
      count += expected.length;
      assert.deepEqual(redundantScopes(items), expected, list);
    }
    assert.ok(count > 1000, 'the lists are of no use');
  });

  it('scopes that no granted one covers', () => {
    for (let round = 0; round < 2000; round++) {
      const [requested, granted] = [randomList(), randomList()];
      const held = parseScopeList(granted);
      const expected = parseScopeList(requested)
        .filter(item => !held.some(other => itemCovers(other, item)))
        .map(({ text }) => text);
      assert.deepEqual(missingScopes(requested, granted), expected, `${requested} of ${granted}`);
    }
  });
});
