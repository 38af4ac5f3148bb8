import assert from 'node:assert/strict';
import type { ResourceEntry } from '../../../../src/core/resources/resource';
import {
  sortByTitle,
  groupEntries,
  filterEntries,
  maxUngrouped,
} from '../../../../src/core/resources/resourceLists';

const entry = (title: string, id = `id of ${title}`): ResourceEntry => ({ kind: 'clients', id, title });
const titles = (entries: readonly ResourceEntry[]) => entries.map(({ title, id }) => title || id);

describe('sortByTitle', () => {
  const orders: readonly [string, readonly string[], readonly string[]][] = [
    ['is that of a dictionary, not of bytes', ['b', 'Ä', 'a', 'B'], ['a', 'Ä', 'b', 'B']],
    ['counts', ['App 10', 'App 9', 'App 1'], ['App 1', 'App 9', 'App 10']],
    ['is the same whatever order the service names them in', ['é', 'e\u0301', 'é'], ['e\u0301', 'é', 'é']],
  ];
  for (const [what, given, expected] of orders) {
    it(what, () => {
      assert.deepEqual(titles(sortByTitle(given.map(title => entry(title)))), expected);
      assert.deepEqual(titles(sortByTitle(given.toReversed().map(title => entry(title)))), expected);
    });
  }

  it('sorts equal titles by ID, and resources without a title by their ID', () => {
    const given = [entry('x', '2'), entry('', 'm'), entry('x', '1'), entry('a', '9')];
    assert.deepEqual(
      sortByTitle(given).map(({ id }) => id),
      ['9', 'm', '1', '2'],
    );
  });
});

describe('filterEntries', () => {
  const all = [entry('Nordhaven Storefront', 'a-1'), entry('Café ☕', 'b-2'), entry('', 'C-3')];
  const filters: readonly [string, readonly string[]][] = [
    ['', ['Nordhaven Storefront', 'Café ☕', 'C-3']],
    ['  ', ['Nordhaven Storefront', 'Café ☕', 'C-3']],
    ['store', ['Nordhaven Storefront']],
    [' STORE ', ['Nordhaven Storefront']],
    ['cafe\u0301', ['Café ☕']],
    ['b-', ['Café ☕']],
    ['c-3', ['C-3']],
    ['☕', ['Café ☕']],
    ['.*', []],
  ];
  for (const [filter, expected] of filters) {
    it(`“${filter}” leaves ${expected.length}`, () => {
      assert.deepEqual(titles(filterEntries(all, filter)), expected);
    });
  }
});

describe('groupEntries', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => entry(`App ${index}`));

  it('returns one group for a short list', () => {
    for (const count of [0, 1, maxUngrouped]) {
      assert.deepEqual(
        groupEntries(many(count)).map(group => group.length),
        [count],
      );
    }
  });

  for (const count of [maxUngrouped + 1, 1_000, 10_000, 10_007]) {
    it(`hold each of ${count} once, in order, none of them much smaller than the others`, () => {
      const found = groupEntries(many(count));
      assert.deepEqual(found.flat(), many(count));
      const sizes = found.map(group => group.length);
      assert.ok(Math.max(...sizes) <= 150 && Math.min(...sizes) >= 75, sizes.join());
    });
  }
});
