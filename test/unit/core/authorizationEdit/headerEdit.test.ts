import assert from 'node:assert/strict';
import {
  type HeaderEditOptions,
  planAuthorizationHeader,
} from '../../../../src/core/authorizationEdit/headerEdit';
import { linesOf } from '../../../../src/core/common/lines';
import { applied, withCursors } from '../../../support/textEdits';
import { value } from './headerEditCases/case';
import { groups } from './headerEditCases/index';

const defaults: HeaderEditOptions = { dialect: 'http', value, eol: '\n' };

for (const [group, cases] of Object.entries(groups)) {
  describe(`planAuthorizationHeader: ${group}`, () => {
    for (const { name, before, after, plan: expected, sent: _sent, ...rest } of cases) {
      const options: HeaderEditOptions = { ...defaults, ...rest };
      const { text, cursors } = withCursors(before);
      const wanted = after ?? text;

      it(name, () => {
        const plan = planAuthorizationHeader(linesOf(text), cursors, options);
        assert.equal(applied(text, plan.edits), wanted);
        assert.deepEqual({ ...plan, ...expected }, plan);
        if (expected?.changed === undefined) assert.equal(plan.changed > 0, wanted !== text);
      });

      it(`${name}: twice is once`, () => {
        // The header is below the request line, so the lines of the cursors can have moved: take every line.
        const every = linesOf(wanted);
        const right = { ...options, replaceOtherSchemes: true };
        const once = applied(wanted, planAuthorizationHeader(every, allLines(wanted), right).edits);
        assert.deepEqual(planAuthorizationHeader(linesOf(once), allLines(once), right).edits, []);
        const again = planAuthorizationHeader(linesOf(wanted), movedCursors(text, cursors, options), options);
        assert.deepEqual(again.edits, []);
      });
    }
  });
}

/** The cursors after the edits, as an editor moves them: down by the lines that came above them. */
function movedCursors(text: string, cursors: readonly number[], options: HeaderEditOptions): number[] {
  const { edits } = planAuthorizationHeader(linesOf(text), cursors, options);
  return cursors.map(cursor => {
    const above = edits.filter(({ range }) => range.endLine <= cursor && range.startLine < cursor + 1);
    const moved = above.reduce((sum, { range, newText }) => {
      return sum + newText.split('\n').length - 1 - (range.endLine - range.startLine);
    }, cursor);
    return Math.max(0, moved);
  });
}

function allLines(text: string): number[] {
  return Array.from({ length: linesOf(text).lineCount }, (_, line) => line);
}

describe('planAuthorizationHeader: any input', () => {
  it('takes cursors that no document has', () => {
    const lines = linesOf('GET /a\n\n###\nGET /b');
    const odd = [-1, 1e9, Number.NaN, Infinity, -Infinity, 0.5];
    const plan = planAuthorizationHeader(lines, odd, defaults);
    assert.equal(plan.requests, 2);
    assert.deepEqual(
      planAuthorizationHeader({ lineCount: 0, line: () => assert.fail() }, odd, defaults).edits,
      [],
    );
  });

  it('takes binary-like text and very long lines', () => {
    const bytes = Array.from({ length: 50_000 }, (_, index) =>
      String.fromCharCode((index * 7919) % 65536),
    ).join('');
    const long = 'x'.repeat(1_000_000);
    const blanks = ' '.repeat(1_000_000);
    const inputs = [
      bytes,
      long,
      `GET ${blanks}x`,
      `GET /x${blanks}y`,
      `${blanks}###`,
      `curl ${'"\\'.repeat(100_000)}`,
    ];
    inputs.push(`GET /x\nAuthorization${blanks}x: y`, `GET /x\nAuthorization: ${'Bearer '.repeat(100_000)}`);
    inputs.push(
      `${'`'.repeat(500_000)}\u2028`,
      `curl ${'{{'.repeat(200_000)}`,
      `{{${long}`,
      `curl ${'\\ '.repeat(200_000)}`,
    );
    inputs.push(`curl -${'k'.repeat(500_000)}`);
    for (const text of inputs) {
      for (const dialect of ['http', 'markdown'] as const) {
        const { edits } = planAuthorizationHeader(linesOf(text), [0], { ...defaults, dialect });
        applied(text, edits);
      }
    }
  });
});
