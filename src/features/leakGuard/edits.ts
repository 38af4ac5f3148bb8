import * as vscode from 'vscode';
import { referenceEdit } from '../../core/leakReference';
import type { Leak } from '../../core/leakSearch';
import { documentLines } from '../../ui/httpFiles';
import { tokenVariable } from '../../ui/ids';
import type { Known } from './knownValues';

/** What takes a value out of a document. */
export interface LeakEdit {
  readonly range: vscode.Range;
  readonly newText: string;
  /** `placeholder`: the file has no way known to us to name the token. */
  readonly puts: 'reference' | 'placeholder' | 'nothing';
}

/** A reference in the place of a token, nothing in the place of a client secret. */
export function leakEdit(document: vscode.TextDocument, { start, end, about }: Leak<Known>): LeakEdit {
  const from = document.positionAt(start);
  const range = new vscode.Range(from, document.positionAt(end));
  if (about.kind === 'secret' || !range.isSingleLine) return { range, newText: '', puts: 'nothing' };
  const { line, character } = from;
  const place = { line, start: character, end: range.end.character };
  const { languageId, uri } = document;
  const edit = referenceEdit(
    { lines: documentLines(document), languageId, path: uri.path },
    place,
    tokenVariable,
  );
  return {
    range: new vscode.Range(line, edit.start, line, edit.end),
    newText: edit.newText,
    puts: edit.isReference ? 'reference' : 'placeholder',
  };
}

/** The edits for several, without such as would overlap one before: two in one string, whose quotes change. */
export function leakEdits(document: vscode.TextDocument, leaks: readonly Leak<Known>[]): vscode.TextEdit[] {
  const edits: vscode.TextEdit[] = [];
  for (const leak of leaks) {
    const { range, newText } = leakEdit(document, leak);
    if (edits.at(-1)?.range.end.isAfter(range.start)) continue;
    edits.push(vscode.TextEdit.replace(range, newText));
  }
  return edits;
}
