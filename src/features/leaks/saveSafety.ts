import * as vscode from 'vscode';

/**
 * Whether a document that is edited and saved leaves the rest of its file as it was. Not where VS Code reads the file in
 * an encoding that it is not written in, or where the ends of its lines differ. One with unsaved changes is not saved
 * by us, and what is no file of a folder is VS Code's own.
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
