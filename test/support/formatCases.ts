import assert from 'node:assert/strict';
import type { HeaderEditPlan } from '../../src/core/authorizationEdit/editPlan';
import { linesOf } from '../../src/core/common/lines';
import type { AuthorizationEdit, RequestFormat } from '../../src/core/formats/requestFormat';
import { applied, withCursors } from './textEdits';

/** A text with `$$CURSOR$$` marks, the text after inserting, and the one after removing again. */
export interface FormatCase {
  readonly name: string;
  readonly before: string;
  /** Left out: nothing is inserted. */
  readonly after?: string;
  /** The reference where left out. */
  readonly token?: string;
  readonly replaceOtherSchemes?: boolean;
  readonly plan?: Partial<HeaderEditPlan>;
  /** The text after removing. Left out: the original text, which had no authorization. */
  readonly removed?: string;
}

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

/** Runs each case: inserts, inserts again (which changes nothing), and removes. */
export function testFormat(format: RequestFormat, cases: readonly FormatCase[]): void {
  for (const { name, before, after, plan, removed, ...edit } of cases) {
    const { text, cursors } = withCursors(before);
    const wanted = after ?? text;
    it(name, () => {
      const inserted = edited(format, text, cursors, edit);
      assert.equal(inserted.text, wanted);
      assert.deepEqual({ ...inserted.plan, ...plan }, inserted.plan);
      if (plan?.changed === undefined) assert.equal(inserted.plan.changed > 0, wanted !== text);
    });
    it(`${name}: twice is once`, () => {
      const once = edited(format, wanted, everyLine(wanted), { ...edit, replaceOtherSchemes: true }).text;
      assert.equal(edited(format, once, everyLine(once), { ...edit, replaceOtherSchemes: true }).text, once);
    });
    if (wanted === text && removed === undefined) continue;
    it(`${name}: removed again`, () => {
      // The inserted text is within the request, so its first line stays.
      const first = cursors.map(cursor => firstLineOf(format, text, cursor));
      const gone = edited(format, wanted, first, { token: undefined, replaceOtherSchemes: true });
      assert.equal(gone.text, removed ?? text);
      assert.equal(edited(format, gone.text, first, { token: undefined }).plan.changed, 0);
    });
  }
}

/** The first line of the request at a cursor. No line above it changes. */
function firstLineOf(format: RequestFormat, text: string, cursor: number): number {
  const { plan } = edited(format, text, [cursor], { replaceOtherSchemes: true });
  const line = plan.edits[0]?.range.startLine ?? cursor;
  return Math.min(line, cursor);
}
