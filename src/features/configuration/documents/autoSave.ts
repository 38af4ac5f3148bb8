import * as vscode from 'vscode';
import { t } from '../../../core/common/l10n';
import { Problem } from '../../../core/common/problem';
import { askQuestion, showProblem } from '../../../ui/notifications';

/**
 * Whether the user saved a document. VS Code gives no reason if it skips formatting, or in a window that was just loaded;
 * then a save counts as manual if auto save is off.
 */
export function isManualSave(uri: vscode.Uri, reason: vscode.TextDocumentSaveReason | undefined): boolean {
  return reason === undefined
    ? vscode.workspace.getConfiguration('files', uri).get('autoSave') === 'off'
    : reason === vscode.TextDocumentSaveReason.Manual;
}

/**
 * Offers, once in a window, to disable auto save for JSON outside of the workspace. Auto save fails for our documents with
 * a message each time, and no setting is for our documents alone.
 */
export function createAutoSaveOffer(): () => Promise<void> {
  let isOffered = false;
  return async () => {
    if (isOffered) return;
    isOffered = true;
    isOffered = await offerToDisableAutoSave();
  };
}

/** Resolves with false if the settings could not be changed. */
async function offerToDisableAutoSave(): Promise<boolean> {
  const leaveToUser = t('Turn Off for Other JSON');
  const chosen = await askQuestion(
    t(
      'Auto save (files.autoSave) cannot send changes to Hosted Login: a change is sent only when you save it yourself. Turn off auto save for JSON files outside the workspace?',
    ),
    [leaveToUser],
  );
  if (chosen !== leaveToUser) return true;
  try {
    await vscode.workspace
      .getConfiguration('files', { languageId: 'json' })
      .update('autoSaveWorkspaceFilesOnly', true, vscode.ConfigurationTarget.Global, true);
    return true;
  } catch {
    void showProblem(
      new Problem(
        'storage',
        t('The settings could not be changed.'),
        t('Fix or save settings.json, then try again, or set files.autoSaveWorkspaceFilesOnly there.'),
      ),
    );
    return false;
  }
}
