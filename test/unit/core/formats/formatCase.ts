import assert from 'node:assert/strict';
import type { HeaderEditPlan } from '../../../../src/core/authorizationEdit/editPlan';
import { linesOf } from '../../../../src/core/common/lines';
import type { RequestFormat } from '../../../../src/core/formats/requestFormat';
import { applied, withCursors } from '../../../support/textEdits';

/** A text with `$$CURSOR$$` marks, and the text after inserting, or after removing (`remove`). */
export interface FormatCase {
  readonly name: string;
  readonly before: string;
  /** Left out: the text stays as it is. */
  readonly after?: string;
  /** Default: the format's reference. */
  readonly token?: string;
  readonly remove?: boolean;
  readonly replaceOtherSchemes?: boolean;
  readonly plan?: Partial<HeaderEditPlan>;
}

/** What a case plans for its text, and the text it makes of it. */
export function outcomeOf(
  format: RequestFormat,
  each: FormatCase,
  eol: '\n' | '\r\n' = '\n',
): { text: string; plan: HeaderEditPlan; after: string } {
  const { before, token = format.reference, remove = false, replaceOtherSchemes = false } = each;
  const { text: marked, cursors } = withCursors(before);
  const text = marked.replaceAll('\n', eol);
  const plan = format.plan(linesOf(text), cursors, {
    token: remove ? undefined : token,
    eol,
    replaceOtherSchemes,
  });
  return { text, plan, after: applied(text, plan.edits) };
}

/** A test for each case, with `\n` and with `\r\n`, and that a second time changes nothing. */
export function testCases(format: RequestFormat, cases: readonly FormatCase[]): void {
  for (const each of cases) {
    const wanted = each.after ?? withCursors(each.before).text;
    it(each.name, () => {
      const { text, plan, after } = outcomeOf(format, each);
      assert.equal(after, wanted);
      assert.deepEqual({ ...plan, ...each.plan }, plan);
      if (each.plan?.changed === undefined) assert.equal(plan.changed > 0, wanted !== text);
      const crlf = outcomeOf(format, each, '\r\n');
      assert.equal(crlf.after, wanted.replaceAll('\n', '\r\n'));
    });
    if (each.plan?.requests === 0) continue;
    it(`${each.name}: twice is once`, () => {
      const { after, plan } = outcomeOf(format, each);
      const cursors = movedCursors(withCursors(each.before).cursors, plan);
      const again = format.plan(linesOf(after), cursors, {
        token: each.remove ? undefined : (each.token ?? format.reference),
        eol: '\n',
        replaceOtherSchemes: each.replaceOtherSchemes ?? false,
      });
      assert.deepEqual(again.edits, []);
    });
  }
}

/** The cursors after the edits, as an editor moves them. */
function movedCursors(cursors: readonly number[], { edits }: HeaderEditPlan): number[] {
  return cursors.map(cursor =>
    edits
      .filter(({ range }) => range.endLine <= cursor)
      .reduce(
        (line, { range, newText }) =>
          line + newText.split('\n').length - 1 - (range.endLine - range.startLine),
        cursor,
      ),
  );
}

export const text = (...lines: readonly string[]): string => lines.join('\n');
