import * as vscode from 'vscode';
import { escapeMarkup } from '../core/common/escapeMarkup';

/** A lens whose title is escaped: VS Code would render icons in it. */
export function createCodeLens(range: vscode.Range, command: vscode.Command): vscode.CodeLens {
  return new vscode.CodeLens(range, { ...command, title: escapeMarkup(command.title) });
}
