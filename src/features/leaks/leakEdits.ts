import * as vscode from 'vscode';
import type { LineSpan } from '../../core/common/lines';
import type { RequestFileClient } from '../../core/formats/httpFormat';
import { referenceEdits, withFurtherReference } from '../../core/leaks/referenceEdit';
import type { Leak } from '../../core/leaks/secretSearch';
import { rangeOf } from '../../ui/documents/rangeOf';
import { toLines } from '../../ui/requestFiles/requestFiles';
import type { TrackedSecret } from './secretTracker';

/** An edit that removes a leak from a document. */
export interface LeakEdit {
  readonly range: vscode.Range;
  readonly newText: string;
  /** `placeholder`: this kind of file has no reference to the token. */
  readonly replacement: 'reference' | 'placeholder' | 'nothing';
}

/**
 * One edit for each leak: replaces a token by a reference, and deletes a client secret. An edit may overlap the one
 * before, for example if two tokens are in one string whose quotes change. Reads the document once.
 * @param client the one that requests in the document are written for
 * @param leaks top to bottom
 */
export function leakEdits(
  document: vscode.TextDocument,
  client: RequestFileClient,
  leaks: readonly Leak<TrackedSecret>[],
): readonly LeakEdit[] {
  const places = new Map<Leak<TrackedSecret>, LineSpan>();
  for (const leak of leaks) {
    const { start, end, isSingleLine } = rangeOf(document, leak);
    if (leak.secret.kind === 'secret' || !isSingleLine) continue;
    places.set(leak, { line: start.line, start: start.character, end: end.character });
  }
  const { languageId, uri } = document;
  const file = { lines: toLines(document), languageId, path: uri.path, client };
  const edits = referenceEdits(file, [...places.values()]);
  const references = new Map([...places.keys()].map((leak, index) => [leak, edits[index]]));
  return leaks.map((leak): LeakEdit => {
    const edit = references.get(leak);
    if (!edit) return { range: rangeOf(document, leak), newText: '', replacement: 'nothing' };
    const { line, start, end, newText, isReference } = edit;
    return {
      range: new vscode.Range(line, start, line, end),
      newText,
      replacement: isReference ? 'reference' : 'placeholder',
    };
  });
}

/** The edits that remove all leaks. If an edit would overlap the one before, that one removes both tokens. */
export function allLeakEdits(
  document: vscode.TextDocument,
  client: RequestFileClient,
  leaks: readonly Leak<TrackedSecret>[],
): vscode.TextEdit[] {
  const edits: vscode.TextEdit[] = [];
  // VS Code joins all lines each time.
  const text = document.getText();
  for (const [index, { range, newText }] of leakEdits(document, client, leaks).entries()) {
    const last = edits.at(-1);
    const leak = leaks[index];
    if (last?.range.end.isAfter(range.start) && leak) {
      const token = text.slice(leak.start, leak.end);
      last.newText = withFurtherReference(last.newText, token);
    } else edits.push(vscode.TextEdit.replace(range, newText));
  }
  return edits;
}
