import assert from 'node:assert/strict';
import { planAuthorizationHeader } from '../../../../src/core/authorizationEdit/headerEdit';
import { type Lines, linesOf } from '../../../../src/core/common/lines';
import type { HttpDialect } from '../../../../src/core/requests/blocks';
import { listRequests, requestAt } from '../../../../src/core/requests/findRequests';
import { value } from './headerEditCases/case';

/** Counts the lines that are read: a measure that a busy machine does not change. Stops what is not linear. */
function counted(lines: Lines): Lines & { reads: number } {
  const counting = {
    lineCount: lines.lineCount,
    reads: 0,
    line(index: number): string {
      counting.reads++;
      assert.ok(counting.reads <= lines.lineCount * 14, `more than ${lines.lineCount * 14} lines read`);
      return lines.line(index);
    },
  };
  return counting;
}

function plan(lines: Lines, cursors: readonly number[], dialect: HttpDialect = 'http') {
  return planAuthorizationHeader(lines, cursors, { dialect, value, eol: '\n', replaceOtherSchemes: true });
}

const block = [
  '### one',
  '# @name one',
  'GET http://hosted.example/',
  'Accept: */*',
  '',
  '{ "a": 1 }',
  '',
  '',
];
const document = (lines: number) =>
  linesOf(Array.from({ length: lines / 8 }, () => block.join('\n')).join('\n'));
const everyLine = (count: number) => Array.from({ length: count }, (_, line) => line);

describe('the cost of finding requests', () => {
  it('is the same in 2,000 and in 20,000 lines', () => {
    const cost = (total: number) => {
      const lines = counted(document(total));
      requestAt(lines, total / 2 + 4, 'http');
      plan(lines, [total / 2 + 4]);
      return lines.reads;
    };
    assert.equal(cost(20_000), cost(2_000));
    assert.ok(cost(2_000) < 200, `${cost(2_000)} lines`);
  });

  it('is linear for the whole document', () => {
    const lines = counted(document(20_000));
    assert.equal(listRequests(lines, 'http').length, 2_500);
  });

  const big: Record<string, string[]> = {
    'one body': ['POST http://hosted.example/', '', ...everyLine(20_000).map(line => `line ${line}`)],
    'blank lines': ['POST http://hosted.example/', ...everyLine(20_000).map(() => '')],
    headers: ['GET http://hosted.example/', ...everyLine(20_000).map(line => `X-${line}: 1`)],
    'authorization headers': [
      'GET http://hosted.example/',
      ...everyLine(20_000).map(() => 'Authorization: Bearer x'),
    ],
    'every other authorization': [
      'GET /x',
      ...everyLine(10_000).flatMap(() => ['Authorization: Bearer x', 'A: b']),
    ],
    folds: ['GET http://hosted.example/', 'Authorization: Bearer', ...everyLine(20_000).map(() => '  abc')],
    'requests without separator': everyLine(10_000).flatMap(line => [
      `GET http://hosted.example/${line}`,
      '',
    ]),
    separators: [...everyLine(20_000).map(() => '###'), 'GET http://hosted.example/'],
    'comments that never end': ['GET /x', '', ...everyLine(10_000).flatMap(() => ['/*', '{{', '> {%', ''])],
    'comments under URLs': everyLine(5_000).flatMap(() => ['GET http://hosted.example/', '# c', '# d', '']),
    curl: [
      'curl http://hosted.example/ \\',
      ...everyLine(20_000).map(() => '  -H "Authorization: Bearer x" \\'),
      '-k',
    ],
    'open quote': ["curl http://hosted.example/ -d '", ...everyLine(20_000).map(() => 'x')],
  };
  for (const [name, texts] of Object.entries(big)) {
    it(`is linear with a thousand cursors in a block of: ${name}`, () => {
      const lines = counted(linesOf(texts.join('\n')));
      plan(
        lines,
        everyLine(1_000).map(index => (index * 7919) % lines.lineCount),
      );
    });
  }

  it('is linear with a thousand cursors in a thousand fences', () => {
    const texts = everyLine(1_000).flatMap(() => ['```http', 'GET http://hosted.example/', '```']);
    const lines = counted(linesOf(texts.join('\n')));
    assert.equal(plan(lines, everyLine(3_000), 'markdown').changed, 1_000);
  });
});
