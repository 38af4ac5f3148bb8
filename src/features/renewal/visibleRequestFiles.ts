import * as vscode from 'vscode';
import { isHttpFile } from '../../ui/requestFiles/requestFiles';

/** Whether an editor shows a request file: the user may send a request any moment. */
export function isRequestFileVisible(): boolean {
  return vscode.window.visibleTextEditors.some(({ document }) => isHttpFile(document));
}
