import * as vscode from 'vscode';
import { escapeMarkup } from '../core/common/escapeMarkup';

/** A lens whose title is shown to the letter. */
export function createCodeLens(range: vscode.Range, command: vscode.Command): vscode.CodeLens {
  return new vscode.CodeLens(range, { ...command, title: escapeMarkup(command.title) });
}
