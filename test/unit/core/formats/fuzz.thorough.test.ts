import assert from 'node:assert/strict';
import type { HeaderEditPlan } from '../../../../src/core/authorizationEdit/editPlan';
import { linesOf } from '../../../../src/core/common/lines';
import { mutated, pick, randomSource, type Random } from '../../../support/mutations';
import { applied } from '../../../support/textEdits';
import { type FuzzedFormat, fuzzedFormats } from './fuzzedFormats';
import { documentsEach } from './fuzzedScripts';

/** VS Code opens it as a line break. A parser may not, but with an inserted `\n` it is one. */
const loneReturn = /\r(?!\n)/;
const anywhere = [
  '"',
  "'",
  '{',
  '}',
  '{{',
  '}}',
  '\r',
  '\r\n',
  '\t',
  '',
  ' ',
  ':',
  '\0',
  '\u2028',
  '\uFEFF',
  'é👩‍💻',
];

describe('every format: mutated documents', () => {
  const each = documentsEach;
  fuzzedFormats.forEach((fuzzed, index) => {
    it(`${fuzzed.name}: no throw, no edit outside the request, twice is once, and removing gives it back`, () => {
      let edited = 0;
      let restored = 0;
      for (let seed = 1 + index * each; seed <= (index + 1) * each; seed++) {
        const found = check(fuzzed, seed);
        if (found.isEdited) edited++;
        if (found.isRestored) restored++;
      }
      assert.ok(edited > each / 10, `only ${edited} of ${each} documents were edited`);
      if (fuzzed.whole) assert.ok(restored > each / 25, `only ${restored} documents were restored`);
    });
  });
});

function check(fuzzed: FuzzedFormat, seed: number): { isEdited: boolean; isRestored: boolean } {
  const { format } = fuzzed;
  const random = randomSource(seed);
  const text = documentOf(random, fuzzed);
  const lines = linesOf(text);
  const cursor = random(lines.lineCount + 2) - 1;
  const eol = pick(random, ['\n', '\r\n'] as const);
  const edit = { token: format.reference, eol, replaceOtherSchemes: random(3) > 0 };
  const label = `${fuzzed.name}, seed ${seed}, line ${cursor}, ${JSON.stringify(edit)}:\n${JSON.stringify(text)}`;
  const plan = labelled(label, () => format.plan(lines, [cursor], edit));
  const after = labelled(label, () => applied(text, plan.edits));
  assert.equal(plan.changed, plan.edits.length > 0 ? 1 : 0, label);
  assert.ok(plan.requests === 0 || plan.refused.length === 0, label);

  const nearest = Math.max(0, Math.min(cursor, lines.lineCount - 1));
  const request = fuzzed.requestAt
    ? fuzzed.requestAt(lines, nearest)
    : { first: 0, last: lines.lineCount - 1, requestLine: 0 };
  for (const { range } of plan.edits) {
    const end = range.endLine - (range.endLine > range.startLine && range.endCharacter === 0 ? 1 : 0);
    // An insertion below the request's last line is at the beginning of the next one.
    const isInside = request && range.startLine >= request.first && end <= request.last + 1;
    assert.ok(isInside && (end <= request.last || range.startLine === range.endLine), `outside; ${label}`);
    if (fuzzed.own && range.startLine !== range.endLine) {
      for (
        let line = range.startLine + (range.startCharacter < lines.line(range.startLine).length ? 0 : 1);
        line <= end;
        line++
      ) {
        assert.match(lines.line(line), fuzzed.own, label);
      }
    }
  }

  const where = fuzzed.requestAt ? (request?.requestLine ?? nearest) : nearest;
  const again = format.plan(linesOf(after), [where], edit);
  assert.deepEqual(again.edits, [], `a second time edits; ${label}`);
  assert.deepEqual(again.otherSchemes, plan.otherSchemes, label);

  const isEdited = plan.edits.length > 0;
  const { proof } = fuzzed;
  if (proof && isEdited && seed % proof.every === 0 && !loneReturn.test(text) && proof.isReadable(text)) {
    labelled(label, () => {
      proof.assertOnlyAuthorized(text, after, [format.reference]);
    });
  }
  const isRestored = isEdited && isWhole(fuzzed, text, plan);
  if (isRestored) {
    const removing = format.plan(linesOf(after), [where], { ...edit, token: undefined });
    const back = applied(after, removing.edits);
    const left = [...back.matchAll(fuzzed.whole?.left ?? /(?!)/g)];
    const isBack = [{ index: 0, 0: '' }, ...left].some(
      ({ index, 0: match }) => back.slice(0, index) + back.slice(index + match.length) === text,
    );
    assert.ok(isBack, `not given back, but ${JSON.stringify(back)}; ${label}`);
  }
  const removing = labelled(label, () => format.plan(lines, [cursor], { ...edit, token: undefined }));
  labelled(label, () => applied(text, removing.edits));
  return { isEdited, isRestored };
}

/** One document, or some below each other, with mixed line breaks. */
function documentOf(random: Random, { seeds, pieces }: FuzzedFormat): string {
  const count = random(4) === 0 ? 1 + random(3) : 1;
  const text = Array.from({ length: count }, () => pick(random, seeds)).join(
    pick(random, ['\n', '\r\n\r\n', '']),
  );
  return mutated(random, text, random(2) ? pieces : anywhere);
}

/** Whether the request had no authorization before, so that all of it was inserted. */
function isWhole({ whole }: FuzzedFormat, text: string, { edits }: HeaderEditPlan): boolean {
  if (edits.length !== whole?.edits || loneReturn.test(text)) return false;
  const lines = linesOf(text);
  return edits.every(({ range, newText }) => {
    const isInsertion = range.startLine === range.endLine && range.startCharacter === range.endCharacter;
    if (isInsertion) return whole.inserted.test(newText);
    const replaced = lines.line(range.startLine).slice(range.startCharacter, range.endCharacter);
    return range.startLine === range.endLine && replaced === whole.replaced;
  });
}

function labelled<T>(label: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Error(`${String(error)}; ${label}`, { cause: error });
  }
}
