import * as vscode from 'vscode';
import { t } from '../../../core/common/l10n';
import { Problem } from '../../../core/common/problem';
import { askQuestion, showProblem } from '../../../ui/notifications';

/**
 * Whether a person saved a document. VS Code does not say why where it skips formatting, nor to us in a window that was
 * loaded just now; then it is one where nothing is saved by itself.
 */
export function isManualSave(uri: vscode.Uri, reason: vscode.TextDocumentSaveReason | undefined): boolean {
  return reason === undefined
    ? vscode.workspace.getConfiguration('files', uri).get('autoSave') === 'off'
    : reason === vscode.TextDocumentSaveReason.Manual;
}

let isOffered = false;

/**
 * Offers, once in a window, what ends it that VS Code tries to save a document of ours by itself and says each time that
 * it could not: no setting is for our documents alone, but they are JSON outside of the workspace.
 */
export async function offerToDisableAutoSave(): Promise<void> {
  if (isOffered) return;
  isOffered = true;
  const leaveToUser = t('Leave Other JSON to Me');
  const chosen = await askQuestion(
    t(
      'VS Code saves by itself here (files.autoSave), but a change goes to the service only when you save it. VS Code can leave JSON that is no file of the workspace to you.',
    ),
    [leaveToUser],
  );
  if (chosen !== leaveToUser) return;
  try {
    await vscode.workspace
      .getConfiguration('files', { languageId: 'json' })
      .update('autoSaveWorkspaceFilesOnly', true, vscode.ConfigurationTarget.Global, true);
  } catch {
    isOffered = false;
    void showProblem(
      new Problem(
        'storage',
        t('The settings could not be changed.'),
        t('Save or mend settings.json, then try again; or set files.autoSaveWorkspaceFilesOnly there.'),
      ),
    );
  }
}
