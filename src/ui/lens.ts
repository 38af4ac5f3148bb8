import * as vscode from 'vscode';
import { verbatim } from '../core/verbatim';

/** A lens whose title is shown to the letter. */
export function lensOf(range: vscode.Range, command: vscode.Command): vscode.CodeLens {
  return new vscode.CodeLens(range, { ...command, title: verbatim(command.title) });
}
