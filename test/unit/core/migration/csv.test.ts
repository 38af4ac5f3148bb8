import assert from 'node:assert/strict';
import { csvText } from '../../../../src/core/migration/csv';
import { parseCsv } from '../../../support/migration/csv';

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
    for (const formula of ['=HYPERLINK("x")', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1']) {
      const [row] = parseCsv(csvText([['c'], [formula]]));
      assert.equal(row?.get('c'), `'${formula}`);
    }
  });

  it('marks its encoding for spreadsheets', () => {
    assert.ok(csvText([['c']]).startsWith('\ufeff'));
  });
});
