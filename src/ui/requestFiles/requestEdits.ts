// Edits the requests of the document in an editor, and says why there is nothing to edit or to send.
import * as vscode from 'vscode';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import type { TextEdit } from '../../core/common/textEdit';
import { displayPath } from '../documents/fileAccess';
import { requestFileKind } from './requestFileKind';

export function toRange({
  startLine,
  startCharacter,
  endLine,
  endCharacter,
}: TextEdit['range']): vscode.Range {
  return new vscode.Range(startLine, startCharacter, endLine, endCharacter);
}

/**
 * Applies edits as one undo step. Resolves with false, and changes nothing, if the editor was closed, or the document has
 * changed or is read-only.
 */
export async function applyEdits(editor: vscode.TextEditor, edits: readonly TextEdit[]): Promise<boolean> {
  const edit = editor.edit(builder => {
    for (const { range, newText } of edits) builder.replace(toRange(range), newText);
  });
  return Promise.resolve(edit).catch(() => false);
}

export function notEditableProblem(): Problem {
  return new Problem(
    'internal',
    t('The file cannot be edited.'),
    t('Make sure that it is open and writable, then try again.'),
  );
}

/** The problem of a document whose language is of another kind than its extension; undefined for others. */
export function otherLanguageProblem(document: vscode.TextDocument): Problem | undefined {
  if (requestFileKind(document) !== 'conflict') return undefined;
  return new Problem(
    'notARequest',
    t(
      'The language of this file, {0}, does not fit its name, {1}.',
      ...[document.languageId, displayPath(document.uri)],
    ),
    t('Choose the language that fits the file extension with Change Language Mode, or rename the file.'),
  );
}

export function noRequestProblem(isResponse: boolean): Problem {
  return new Problem(
    'notARequest',
    isResponse ? t('This is a saved response, not a request.') : t('There is no request at the cursor.'),
    t('Put the cursor into a request.'),
  );
}
