import assert from 'node:assert/strict';
import { mergeChanges } from '../../../../src/core/resourceRules/mergeChanges';

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
      base.replace('"life"', '"more": [1],\n  "life"'),
      base.replace('"T",', '"T",\n  "more": [1],').replace('60', '70'),
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

  it('is undefined for what is not a JSON object', () => {
    assert.equal(mergeChanges(base, '[]', base), undefined);
    assert.equal(mergeChanges(base, '{', base), undefined);
  });
});
