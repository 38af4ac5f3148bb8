import * as vscode from 'vscode';
import { resourceScheme } from '../../../ui/ids';

const linksMember = '\n  "_links": {\n';

/**
 * Folds the links at the end of a document when it is shown for the first time in this window: they are for programs.
 * VS Code keeps what is folded when the window is loaded again.
 * @param known the documents that were open before
 */
export function registerFoldedLinks(known: readonly string[]): vscode.Disposable {
  const shown = new Set(known);
  return vscode.window.onDidChangeActiveTextEditor(editor => {
    if (editor?.document.uri.scheme !== resourceScheme) return;
    const { document } = editor;
    const key = document.uri.toString();
    if (shown.has(key)) return;
    shown.add(key);
    const start = document.getText().lastIndexOf(linksMember);
    if (start < 0) return;
    // The command folds the region around a line where none begins: this one begins at every setting for folding.
    const { line } = document.positionAt(start + 1);
    void vscode.commands.executeCommand('editor.fold', { selectionLines: [line], levels: 1 });
  });
}
