// Shows differences in diff editors.
import * as vscode from 'vscode';

/** What VS Code calls the resource, its original and its modified version. */
export type Sides = readonly [resource: vscode.Uri, original: vscode.Uri, modified: vscode.Uri];

/** Shows one difference in a diff editor, several in one editor; nothing if there are none. */
export async function showSides(sides: readonly Sides[], title: string): Promise<void> {
  const [only, ...others] = sides;
  if (!only) return;
  const [, original, modified] = only;
  await (others.length === 0
    ? vscode.commands.executeCommand('vscode.diff', original, modified, title, { preview: true })
    : vscode.commands.executeCommand('vscode.changes', title, sides));
}

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
