import * as vscode from 'vscode';

/**
 * Whether the user saved a document. VS Code gives no reason if it skips formatting, or in a window that was just loaded;
 * then a save counts as by hand if auto save is off.
 */
export function isSavedByHand(uri: vscode.Uri, reason: vscode.TextDocumentSaveReason | undefined): boolean {
  return reason === undefined
    ? vscode.workspace.getConfiguration('files', uri).get('autoSave') === 'off'
    : reason === vscode.TextDocumentSaveReason.Manual;
}
