import type * as vscode from 'vscode';

/** What is kept on a disk, or will be: files, settings, notebooks, and unsaved documents, which VS Code backs up. */
const schemes = ['file', 'untitled', 'vscode-userdata', 'vscode-notebook-cell'];

/** The documents that are searched. */
export const selector: vscode.DocumentSelector = schemes.map(scheme => ({ scheme }));

/** Whether a document is searched. Not output channels, other sides of comparisons, and what we show ourselves. */
export function isSearchable({ uri }: vscode.TextDocument): boolean {
  return schemes.includes(uri.scheme);
}
