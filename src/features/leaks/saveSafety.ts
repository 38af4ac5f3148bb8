import * as vscode from 'vscode';

/**
 * Whether saving a document leaves the rest of its file unchanged. False if VS Code reads the file in another encoding
 * than it is written in, or if its line endings are mixed. True if it has unsaved changes, since then we do not save
 * it, and for documents of VS Code itself.
 */
export async function isSafeToSave(document: vscode.TextDocument): Promise<boolean> {
  const { uri, encoding, isDirty, isUntitled } = document;
  if (isDirty || isUntitled || uri.scheme.startsWith('vscode-')) return true;
  try {
    const [before, after] = await Promise.all([
      vscode.workspace.fs.readFile(uri),
      vscode.workspace.encode(document.getText(), { encoding }),
    ]);
    return Buffer.from(before).equals(after);
  } catch {
    return false;
  }
}
