import assert from 'node:assert/strict';
import { isProblem, Problem } from '../../../../src/core/common/problem';
import { parseJson } from '../../../../src/core/json/json';
import { readRecord } from '../../../../src/core/json/readRecord';

describe('readRecord', () => {
  const names = { strings: ['a', 'b'], numbers: ['n'] } as const;
  const good = { a: '', b: 'x', n: 1.5 };

  it('reads only the named members', () => {
    assert.deepEqual(readRecord({ ...good, more: 1 }, names), good);
    assert.deepEqual(readRecord({ a: '1' }, { strings: ['a'] }), { a: '1' });
  });

  const bad: readonly unknown[] = [
    ...[undefined, null, 'text', 7, [], {}],
    ...[
      { ...good, a: undefined },
      { ...good, b: 1 },
      { ...good, n: '1' },
      { ...good, n: NaN },
    ],
    ...[
      { ...good, n: Infinity },
      { ...good, n: null },
      { ...good, a: ['x'] },
    ],
  ];
  for (const value of bad) {
    it(`takes nothing of ${JSON.stringify(value)}`, () => {
      assert.equal(readRecord(value, names), undefined);
    });
  }
});

describe('parseJson', () => {
  it('returns the value or undefined', () => {
    assert.deepEqual(['{"a":[1]}', 'null', '"x"', '', '{', 'undefined', 'NaN'].map(parseJson), [
      { a: [1] },
      null,
      'x',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('isProblem', () => {
  it('recognizes a problem of another bundle, and nothing else', () => {
    class Problem2 extends Error {
      override readonly name = 'Problem';
      readonly kind = 'dns';
    }
    const problem = new Problem('dns', 'message', 'next', 'detail');
    assert.deepEqual(
      [problem, new Problem2(), new Error('x'), { name: 'Problem', kind: 'dns' }, undefined].map(isProblem),
      [true, true, false, false, false],
    );
    assert.deepEqual([problem.message, problem.nextStep, problem.detail], ['message', 'next', 'detail']);
  });
});
