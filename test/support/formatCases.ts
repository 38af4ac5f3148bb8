import assert from 'node:assert/strict';
import type { HeaderEditPlan } from '../../src/core/authorizationEdit/editPlan';
import { linesOf } from '../../src/core/common/lines';
import type { AuthorizationEdit, RequestFormat } from '../../src/core/formats/requestFormat';
import { applied, withCursors } from './textEdits';

/** A text with `$$CURSOR$$` marks, the text after inserting (or with `remove`, removing), and after removing again. */
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
  /** The text after removing what was inserted. Left out: the original text, which had no authorization. */
  readonly removed?: string;
}

/** A text of these lines. */
export const text = (...lines: readonly string[]): string => lines.join('\n');

/** The text after the edits of a plan. */
export function edited(
  format: RequestFormat,
  text: string,
  cursors: readonly number[],
  edit: Partial<AuthorizationEdit> = {},
): { text: string; plan: HeaderEditPlan } {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const plan = format.plan(linesOf(text), cursors, { token: format.reference, eol, ...edit });
  return { text: applied(text, plan.edits), plan };
}

/** All lines of a text. */
export function everyLine(text: string): number[] {
  return Array.from({ length: linesOf(text).lineCount }, (_, line) => line);
}

/** What a case does to its text. @param eol given: all line breaks become such */
export function outcomeOf(
  format: RequestFormat,
  each: FormatCase,
  eol?: '\n' | '\r\n',
): { before: string; after: string; cursors: number[]; plan: HeaderEditPlan } {
  const { text, cursors } = withCursors(each.before);
  const before = eol === undefined ? text : text.replaceAll(/\r?\n/g, eol);
  const edit = editOf(format, each);
  // A text without a line break does not show which kind it has.
  const { text: after, plan } = edited(format, before, cursors, eol === undefined ? edit : { ...edit, eol });
  return { before, after, cursors, plan };
}

/**
 * Tests each case, with LF and CRLF: edits, edits again (which changes nothing), and removes what was inserted.
 * @param withRemoval false if removing leaves something (`auth: none`), which cases with `remove` test
 */
export function testFormat(
  format: RequestFormat,
  cases: readonly FormatCase[],
  { withRemoval = true }: { readonly withRemoval?: boolean } = {},
): void {
  for (const each of cases) {
    const { name, before, after, plan: wantedPlan, removed } = each;
    const { text } = withCursors(before);
    const wanted = after ?? text;
    it(name, () => {
      const { plan, after: found } = outcomeOf(format, each);
      assert.equal(found, wanted);
      assert.deepEqual({ ...plan, ...wantedPlan }, plan);
      if (wantedPlan?.changed === undefined) assert.equal(plan.changed > 0, wanted !== text);
      assert.equal(outcomeOf(format, each, '\r\n').after, wanted.replaceAll(/\r?\n/g, '\r\n'));
    });
    it(`${name}: twice is once`, () => {
      const { cursors, plan } = outcomeOf(format, each);
      const edit = editOf(format, each);
      assert.deepEqual(edited(format, wanted, movedCursors(cursors, plan), edit).plan.edits, []);
      const everywhere = { ...edit, replaceOtherSchemes: true };
      const once = edited(format, wanted, everyLine(wanted), everywhere).text;
      assert.equal(edited(format, once, everyLine(once), everywhere).text, once);
    });
    if (!withRemoval || each.remove || (wanted === text && removed === undefined)) continue;
    it(`${name}: removed again`, () => {
      const { cursors, plan } = outcomeOf(format, each);
      const edit = { token: undefined, replaceOtherSchemes: true };
      const moved = movedCursors(cursors, plan);
      const gone = edited(format, wanted, moved, edit);
      assert.equal(gone.text, removed ?? text);
      assert.equal(edited(format, gone.text, movedCursors(moved, gone.plan), edit).plan.changed, 0);
    });
  }
}

function editOf(
  format: RequestFormat,
  { token = format.reference, remove = false, replaceOtherSchemes = false }: FormatCase,
): Partial<AuthorizationEdit> {
  return { token: remove ? undefined : token, replaceOtherSchemes };
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
