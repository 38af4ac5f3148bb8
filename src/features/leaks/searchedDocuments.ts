import type * as vscode from 'vscode';

/**
 * The schemes of documents that are or will be on disk: files, settings, notebooks, and untitled documents, which VS
 * Code backs up.
 */
const schemes = ['file', 'untitled', 'vscode-userdata', 'vscode-notebook-cell'];

/** The documents that are searched. */
export const selector: vscode.DocumentSelector = schemes.map(scheme => ({ scheme }));

/** Whether a document is searched. Not output channels, left sides of diffs, and our own read-only documents. */
export function isSearchable({ uri }: vscode.TextDocument): boolean {
  return schemes.includes(uri.scheme);
}
