import * as vscode from 'vscode';

/**
 * Closes diffs by their title: VS Code identifies a list of diffs only by its title, with the number of files. Those with
 * unsaved edits stay: VS Code would ask whether to save them, in the middle of something else.
 */
export async function closeDifferences(title: string): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
  await vscode.window.tabGroups.close(
    tabs.filter(({ label, isDirty }) => !isDirty && (label === title || label.startsWith(`${title} (`))),
  );
}
