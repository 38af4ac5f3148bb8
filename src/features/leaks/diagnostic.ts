import type * as vscode from 'vscode';
import type { Leak } from '../../core/leaks/secretSearch';
import type { Profile } from '../../core/profile/profile';
import { createDiagnostic, diagnosticSource } from '../../ui/documents/diagnostics';
import { rangeOf } from '../../ui/documents/rangeOf';
import { leakMessage } from './messages';
import type { TrackedSecret } from './secretTracker';

const codes: readonly unknown[] = ['tokenInFile', 'secretInFile'];

/** The diagnostic of a leak. `now` in ms since 1970. */
export function leakDiagnostic(
  document: vscode.TextDocument,
  leak: Leak<TrackedSecret>,
  profile: Profile,
  now: number,
): vscode.Diagnostic {
  const { secret } = leak;
  const code = secret.kind === 'token' ? 'tokenInFile' : 'secretInFile';
  return createDiagnostic(rangeOf(document, leak), leakMessage(secret, profile, now), 'warning', code);
}

/** Whether `leakDiagnostic` created a diagnostic. */
export function isLeakDiagnostic({ source, code }: vscode.Diagnostic): boolean {
  return source === diagnosticSource && codes.includes(code);
}
