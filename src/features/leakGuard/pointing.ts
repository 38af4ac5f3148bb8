import * as vscode from 'vscode';
import type { Leak } from '../../core/leakSearch';
import { moreFindings } from '../../core/mostFindings';
import type { Profile } from '../../core/profile';
import type { Known } from './knownValues';
import { leakMessage } from './words';

const sourceName = 'Hosted Login';
const codes: readonly unknown[] = ['tokenInFile', 'secretInFile'];

/** Points out a value where it stands. `now` in ms since 1970. */
export function diagnosticOf(
  document: vscode.TextDocument,
  { start, end, about }: Leak<Known>,
  profile: Profile,
  now: number,
): vscode.Diagnostic {
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  const message = leakMessage(about, profile, now);
  const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Warning);
  diagnostic.source = sourceName;
  diagnostic.code = about.kind === 'token' ? 'tokenInFile' : 'secretInFile';
  return diagnostic;
}

/** Says how many values stand in a document besides those that are pointed out, at the first of them. */
export function moreDiagnostic(
  document: vscode.TextDocument,
  { start, end }: Leak<Known>,
  count: number,
): vscode.Diagnostic {
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  const diagnostic = new vscode.Diagnostic(range, moreFindings(count), vscode.DiagnosticSeverity.Information);
  diagnostic.source = sourceName;
  return diagnostic;
}

/** Whether a diagnostic is one that `diagnosticOf` made. */
export function isOurs({ source, code }: vscode.Diagnostic): boolean {
  return source === sourceName && codes.includes(code);
}
