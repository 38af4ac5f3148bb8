import assert from 'node:assert/strict';
import { csvText } from '../../../../../src/core/migration/report/csv';
import { parseCsv } from '../../../../support/migration/csv';

describe('csvText', () => {
  const cells = [
    'plain',
    '',
    'a,b',
    'say "x"',
    'two\nlines',
    'two\r\nlines',
    ' blank ',
    'ü 日本',
    ';',
    "it's",
  ];

  it('writes what a reader of RFC 4180 gets back', () => {
    const [row] = parseCsv(csvText([cells.map((_, index) => `c${index}`), cells]));
    assert.deepEqual([...(row?.values() ?? [])], cells);
  });

  it('defuses what a spreadsheet would execute', () => {
    for (const formula of ['=HYPERLINK("x")', '+1', '-1', '@SUM(A1)', '＝1+1']) {
      const [row] = parseCsv(csvText([['c'], [formula]]));
      assert.equal(row?.get('c'), `'${formula}`);
    }
  });

  it('defuses what begins a cell where the separator is another one', () => {
    const calls = [
      "x;=cmd|' /C calc'!A0",
      'x;"=1',
      'x; ＋1',
      'x\t=1',
      '\t=1',
      '\r=1',
      'two\n-1',
      ' =1',
      'a,b;@x',
    ];
    const text = csvText(calls.map(call => [call]));
    for (const cell of text.split(/[;\t\r\n]/)) assert.doesNotMatch(cell, /^["\s]*[=+\-@＝＋－＠]/u);
  });

  it('marks its encoding for spreadsheets', () => {
    assert.ok(csvText([['c']]).startsWith('\ufeff'));
  });
});
