// Diagnostics and quick fixes, as all features show them.
import * as vscode from 'vscode';
import { limitFindings } from '../../core/common/limitFindings';

/** The source of our diagnostics. */
export const diagnosticSource = 'Hosted Login';

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

export function createDiagnostic(
  range: vscode.Range,
  message: string,
  severity: keyof typeof severities,
  code?: string,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, message, severities[severity]);
  diagnostic.source = diagnosticSource;
  if (code !== undefined) diagnostic.code = code;
  return diagnostic;
}

/** The one of what is shown that says the same at the same place: a document may have changed since it was checked. */
export function findShown(
  shown: readonly vscode.Diagnostic[],
  { code, message, range }: vscode.Diagnostic,
): vscode.Diagnostic | undefined {
  return shown.find(
    each =>
      each.source === diagnosticSource &&
      each.code === code &&
      each.message === message &&
      each.range.isEqual(range),
  );
}

/** Creates the diagnostics of a document, up to the limit, and says at the last one how many are left out. */
export function createDiagnostics(creators: readonly (() => vscode.Diagnostic)[]): vscode.Diagnostic[] {
  return limitFindings(
    creators,
    (message, leftOut) => () => createDiagnostic(leftOut().range, message, 'information'),
  ).map(create => create());
}

/**
 * A quick fix for some diagnostics; for none if the user asked for all fixes of a place.
 * @param does the command that it runs, or a function that adds its edits
 */
export function createQuickFix(
  title: string,
  diagnostics: readonly vscode.Diagnostic[],
  does: vscode.Command | ((edit: vscode.WorkspaceEdit) => void),
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  if (diagnostics.length > 0) action.diagnostics = [...diagnostics];
  if (typeof does === 'function') {
    action.edit = new vscode.WorkspaceEdit();
    does(action.edit);
  } else action.command = does;
  return action;
}
