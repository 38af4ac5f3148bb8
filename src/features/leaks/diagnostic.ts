import * as vscode from 'vscode';
import { moreFindingsMessage } from '../../core/common/limitFindings';
import type { Leak } from '../../core/leaks/secretSearch';
import type { Profile } from '../../core/profile/profile';
import { leakMessage } from './messages';
import type { TrackedSecret } from './secretTracker';

const sourceName = 'Hosted Login';
const codes: readonly unknown[] = ['tokenInFile', 'secretInFile'];

/** The diagnostic of a leak. `now` in ms since 1970. */
export function createDiagnostic(
  document: vscode.TextDocument,
  { start, end, secret }: Leak<TrackedSecret>,
  profile: Profile,
  now: number,
): vscode.Diagnostic {
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  const message = leakMessage(secret, profile, now);
  const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Warning);
  diagnostic.source = sourceName;
  diagnostic.code = secret.kind === 'token' ? 'tokenInFile' : 'secretInFile';
  return diagnostic;
}

/** Says how many more leaks a document has than are shown, at the first of them. */
export function createMoreDiagnostic(
  document: vscode.TextDocument,
  { start, end }: Leak<TrackedSecret>,
  count: number,
): vscode.Diagnostic {
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  const diagnostic = new vscode.Diagnostic(
    range,
    moreFindingsMessage(count),
    vscode.DiagnosticSeverity.Information,
  );
  diagnostic.source = sourceName;
  return diagnostic;
}

/** Whether `createDiagnostic` created a diagnostic. */
export function isLeakDiagnostic({ source, code }: vscode.Diagnostic): boolean {
  return source === sourceName && codes.includes(code);
}
