import * as vscode from 'vscode';
import { detectDialect } from '../../ui/documents/requestFiles';

/** Whether a person has requests before them that may be sent any moment. */
export function isRequestFileVisible(): boolean {
  return vscode.window.visibleTextEditors.some(({ document }) => detectDialect(document) === 'http');
}
