import * as vscode from 'vscode';

/** Whether an error of a file system says that there is no such file. */
export function isNotFound(error: unknown): boolean {
  return error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
}
