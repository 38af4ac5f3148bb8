import * as vscode from 'vscode';
import type { LineSpan } from '../../core/common/lines';
import { referenceEdits, withFurtherReference } from '../../core/leaks/referenceEdit';
import type { Leak } from '../../core/leaks/secretSearch';
import { toLines } from '../../ui/documents/requestFiles';
import { tokenVariable } from '../../ui/ids';
import type { TrackedSecret } from './secretTracker';

/** What takes a value out of a document. */
export interface LeakEdit {
  readonly range: vscode.Range;
  readonly newText: string;
  /** `placeholder`: the file has no way known to us to name the token. */
  readonly replacement: 'reference' | 'placeholder' | 'nothing';
}

/**
 * A reference in the place of each token, nothing in the place of each client secret: an edit for each, which may
 * overlap the one before, as where two stand in one string, whose quotes change. Reads the document once.
 * @param leaks from the first to the last of the document
 */
export function leakEdits(
  document: vscode.TextDocument,
  leaks: readonly Leak<TrackedSecret>[],
): readonly LeakEdit[] {
  const places = new Map<Leak<TrackedSecret>, LineSpan>();
  const rangeOf = ({ start, end }: Leak<TrackedSecret>) =>
    new vscode.Range(document.positionAt(start), document.positionAt(end));
  for (const leak of leaks) {
    const { start, end, isSingleLine } = rangeOf(leak);
    if (leak.secret.kind === 'secret' || !isSingleLine) continue;
    places.set(leak, { line: start.line, start: start.character, end: end.character });
  }
  const { languageId, uri } = document;
  const file = { lines: toLines(document), languageId, path: uri.path };
  const edits = referenceEdits(file, [...places.values()], tokenVariable);
  const references = new Map([...places.keys()].map((leak, index) => [leak, edits[index]]));
  return leaks.map((leak): LeakEdit => {
    const edit = references.get(leak);
    if (!edit) return { range: rangeOf(leak), newText: '', replacement: 'nothing' };
    const { line, start, end, newText, isReference } = edit;
    return {
      range: new vscode.Range(line, start, line, end),
      newText,
      replacement: isReference ? 'reference' : 'placeholder',
    };
  });
}

/** What takes all of them out. Where an edit would overlap the one before, that one takes out its token too. */
export function allLeakEdits(
  document: vscode.TextDocument,
  leaks: readonly Leak<TrackedSecret>[],
): vscode.TextEdit[] {
  const edits: vscode.TextEdit[] = [];
  for (const [index, { range, newText }] of leakEdits(document, leaks).entries()) {
    const last = edits.at(-1);
    const leak = leaks[index];
    if (last?.range.end.isAfter(range.start) && leak) {
      const token = document.getText().slice(leak.start, leak.end);
      last.newText = withFurtherReference(last.newText, token, tokenVariable);
    } else edits.push(vscode.TextEdit.replace(range, newText));
  }
  return edits;
}
