import assert from 'node:assert/strict';
import { mergeChanges } from '../../../../src/core/resourceRules/mergeChanges';
import { randomSource } from '../../../support/mutations';

describe('mergeChanges', () => {
  const base = '{\n  "title": "T",\n  "life": 60,\n  "note": "n"\n}\n';

  const cases: [
    what: string,
    own: string,
    other: string,
    text: string,
    taken: string[],
    conflicting: string[],
  ][] = [
    [
      'what only they changed',
      base.replace('60', '70'),
      base.replace('"T"', '"Theirs"'),
      base.replace('60', '70').replace('"T"', '"Theirs"'),
      ['title'],
      [],
    ],
    [
      'nothing where both changed a member, which it names',
      base.replace('60', '70'),
      base.replace('60', '80'),
      base.replace('60', '70'),
      [],
      ['life'],
    ],
    [
      'nothing where both made the same change',
      base.replace('60', '70'),
      base.replace('60', '7e1'),
      base.replace('60', '70'),
      [],
      [],
    ],
    [
      'a member that they added',
      base.replace('60', '70'),
      base.replace('"life"', '"more": [\n    1\n  ],\n  "life"'),
      base.replace('"T",', '"T",\n  "more": [\n    1\n  ],').replace('60', '70'),
      ['more'],
      [],
    ],
    [
      'the removal of a member',
      base.replace('60', '70'),
      base.replace('  "note": "n"\n', '').replace('60,', '60'),
      base.replace('60,', '70').replace('  "note": "n"\n', ''),
      ['note'],
      [],
    ],
    [
      'nothing where a member that we removed was changed',
      base.replace('  "life": 60,\n', ''),
      base.replace('60', '80'),
      base.replace('  "life": 60,\n', ''),
      [],
      ['life'],
    ],
  ];
  for (const [what, own, other, text, taken, conflicting] of cases) {
    it(`takes ${what}`, () => {
      assert.deepEqual(mergeChanges(base, own, other), { text, taken, conflicting });
    });
  }

  it('takes whatever members they removed, added and changed', () => {
    const random = randomSource(3);
    for (let round = 0; round < 300; round++) {
      const names = Array.from({ length: random(7) }, (_, index) => `m${index}`);
      const before = Object.fromEntries(names.map(name => [name, 0]));
      const after: Record<string, number> = {};
      for (const name of [...names, 'new']) if (random(2) === 0) after[name] = random(2);
      const text = (value: object) => JSON.stringify(value, undefined, random(2) === 0 ? 2 : 0);
      const own = text(before);
      assert.deepEqual(JSON.parse(mergeChanges(own, own, text(after))?.text ?? ''), after, own);
    }
  });

  it('keeps our own layout where it takes what they changed', () => {
    const own = '{ "title": "T",\n  "life": 70, "note": "n" }';
    const merged = mergeChanges(base, own, base.replace('"n"', '"theirs"'));
    assert.equal(merged?.text, own.replace('"n"', '"theirs"'));
  });

  it('is undefined for what is not a JSON object', () => {
    assert.equal(mergeChanges(base, '[]', base), undefined);
    assert.equal(mergeChanges(base, '{', base), undefined);
  });
});
