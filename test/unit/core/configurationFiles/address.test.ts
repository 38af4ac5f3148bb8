import assert from 'node:assert/strict';
import {
  assignAddresses,
  nameIssue,
  parseAddress,
  slugOf,
} from '../../../../src/core/configurationFiles/address';

describe('slugOf', () => {
  const cases: readonly [title: string, slug: string][] = [
    ['Nordhaven Storefront', 'nordhaven-storefront'],
    ['Café “Größe”', 'cafe-gro-e'],
    ['ﬁne Ⅳ', 'fine-iv'],
    ['../../etc/passwd', 'etc-passwd'],
    ['__proto__', 'proto'],
    ['', 'untitled'],
    ['日本語', 'untitled'],
    ['\u202eRTL\u202c', 'rtl'],
    ['CON', 'con-'],
    ['lpt1', 'lpt1-'],
    ['console', 'console'],
    [`${'a'.repeat(59)} b`, 'a'.repeat(59)],
    ['x'.repeat(5000), 'x'.repeat(60)],
  ];
  for (const [title, slug] of cases) {
    it(`writes ${JSON.stringify(title.slice(0, 30))} as ${slug.slice(0, 20)}`, () => {
      assert.equal(slugOf(title), slug);
      assert.equal(nameIssue(slug), undefined);
    });
  }
});

describe('nameIssue', () => {
  for (const name of [
    '',
    '.',
    '..',
    '.hidden',
    'a/b',
    'a\\b',
    'größe',
    'a b',
    '__proto__',
    'nul',
    'Con.prod',
  ]) {
    it(`refuses ${JSON.stringify(name)}`, () => {
      assert.notEqual(nameIssue(name), undefined);
      assert.equal(parseAddress(`clients/${name}`), undefined);
    });
  }
});

describe('assignAddresses', () => {
  const entry = (id: string, title: string) => ({ kind: 'clients', id, title }) as const;

  it('numbers names that are taken in the order of the IDs, also when only the case differs', () => {
    const entries = [entry('b', 'Shop'), entry('a', 'SHOP'), entry('c', 'Other')];
    assert.deepEqual(
      [...assignAddresses(entries, ['clients/Other'])],
      [
        ['clients/a', 'clients/shop'],
        ['clients/b', 'clients/shop-2'],
        ['clients/c', 'clients/other-2'],
      ],
    );
    assert.deepEqual(
      assignAddresses([...entries].reverse(), ['clients/Other']),
      assignAddresses(entries, ['clients/Other']),
    );
  });

  it('names ten thousand resources of one title, none twice and none longer than others', () => {
    const entries = Array.from({ length: 10_000 }, (_, index) => entry(String(index), 'x'.repeat(5000)));
    const addresses = [...assignAddresses(entries, []).values()];
    assert.equal(new Set(addresses).size, 10_000);
    assert.equal(Math.max(...addresses.map(({ length }) => length)), 'clients/'.length + 60);
  });
});
