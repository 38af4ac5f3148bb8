// Edits documents, again if they change meanwhile.
import * as vscode from 'vscode';
import { changedPart } from '../../core/common/changedPart';
import { t } from '../../core/common/l10n';
import { listNames } from '../../core/common/listNames';
import { Problem } from '../../core/common/problem';
import { withoutByteOrderMark } from '../../core/configurationFiles/text/fileJson';
import { displayPath } from './fileAccess';
import { rangeOf } from './rangeOf';

/** How often an edit is tried. */
const maxAttempts = 5;

/** A document and its new text. */
export interface DocumentText {
  readonly document: vscode.TextDocument;
  readonly text: string;
}

export interface NewFile {
  readonly uri: vscode.Uri;
  readonly text: string;
}

/** As `applyTexts`, and saves the documents that had no unsaved changes. Also rejects with `storage` if one cannot be saved. */
export async function editDocuments(
  changed: readonly DocumentText[],
  created: readonly NewFile[] = [],
): Promise<void> {
  const toSave = changed.flatMap(({ document }) => (document.isDirty ? [] : [document]));
  await applyTexts(changed, created);
  const unsaved: string[] = [];
  for (const document of toSave) {
    if (!(await saveDocument(document))) unsaved.push(displayPath(document.uri));
  }
  if (unsaved.length === 0) return;
  throw new Problem(
    'storage',
    t('The editor has the new text, but these could not be saved: {0}.', listNames(unsaved)),
    t('Check that they are not read-only, save them, then run the command again.'),
  );
}

/** Saves a document. Resolves with whether it is saved: VS Code says no as well if auto save came first. */
export async function saveDocument(
  document: Pick<vscode.TextDocument, 'save' | 'isClosed' | 'isDirty'>,
): Promise<boolean> {
  const isSaved = async () => (await document.save()) || document.isClosed || !document.isDirty;
  // VS Code ignores a save while auto save prepares one, which takes longer on a busy machine.
  for (const ms of [50, 500]) {
    if (await isSaved()) return true;
    await new Promise(resolve => setTimeout(resolve, ms));
  }
  return isSaved();
}

/** Changes texts and creates files by one edit. Rejects with a `Problem` of kind `storage` if VS Code refuses it. */
export async function applyTexts(
  changed: readonly DocumentText[],
  created: readonly NewFile[] = [],
): Promise<void> {
  const texts = changed.map(({ document }) => document.getText());
  for (let attempt = 1; ; attempt++) {
    const edit = new vscode.WorkspaceEdit();
    for (const { document, text } of changed) replaceText(edit, document, text);
    // VS Code reports an empty edit as a failure.
    if (edit.size + created.length === 0) return;
    // After the texts: nothing is created if one of them cannot be changed.
    for (const { uri, text } of created) {
      edit.createFile(uri, { contents: new TextEncoder().encode(text) });
    }
    if (await vscode.workspace.applyEdit(edit)) return;
    // VS Code refuses an edit of a document that it has just read again, even if the text is the same.
    const isSame = changed.every(({ document }, index) => document.getText() === texts[index]);
    if (isSame && attempt < maxAttempts) continue;
    throw new Problem(
      'storage',
      t('VS Code could not change the files. Nothing was written.'),
      t('Check that they are not read-only, then try again.'),
    );
  }
}

/** Replaces only what differs, so that cursors and folded parts stay. The text may begin with a byte order mark. */
export function replaceText(edit: vscode.WorkspaceEdit, document: vscode.TextDocument, text: string): void {
  const part = changedPart(document.getText(), withoutByteOrderMark(text));
  if (!part) return;
  // With metadata, VS Code takes it as it is. Without, it compares the texts itself in the active editor, and divides characters.
  edit.replace(document.uri, rangeOf(document, part), part.text, {
    label: 'Hosted Login',
    needsConfirmation: false,
  });
}
