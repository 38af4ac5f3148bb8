import * as vscode from 'vscode';
import { dialectOf } from '../../ui/httpFiles';

/** Whether a person has requests before them that may be sent any moment. */
export function isRequestFileInSight(): boolean {
  return vscode.window.visibleTextEditors.some(({ document }) => dialectOf(document) === 'http');
}
