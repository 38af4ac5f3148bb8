import * as vscode from 'vscode';
import { linesOf } from '../../core/common/lines';
import { checkScopes, type ScopeFinding } from '../../core/scopeLanguage/scopeFindings';
import { languageOf, mayHoldScopes, rangeOf } from './documents';

const severities: Readonly<Record<ScopeFinding['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** The diagnostics of the scopes in a document. */
export function findDiagnostics(document: vscode.TextDocument): vscode.Diagnostic[] {
  return findingsIn(document).map(diagnosticOf);
}

/** The fixes for what was pointed out, of the diagnostics shown at a place. */
export function codeActionsFor(
  document: vscode.TextDocument,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction[] {
  if (!diagnostics.some(({ source }) => source === sourceName)) return [];
  // The document is read again, since it may have changed since it was pointed out.
  return findingsIn(document).flatMap(finding => {
    const shown = diagnostics.find(diagnostic => isShownAs(finding, diagnostic));
    if (!shown || !finding.fix) return [];
    const action = new vscode.CodeAction(finding.fix.title, vscode.CodeActionKind.QuickFix);
    action.diagnostics = [shown];
    action.isPreferred = true;
    action.edit = new vscode.WorkspaceEdit();
    action.edit.replace(document.uri, rangeOf(finding.fix), finding.fix.newText);
    return [action];
  });
}

const sourceName = 'Hosted Login';

function findingsIn(document: vscode.TextDocument): readonly ScopeFinding[] {
  const language = languageOf(document);
  if (language === undefined || !mayHoldScopes(document)) return [];
  return checkScopes(linesOf(document.getText()), language);
}

function diagnosticOf(finding: ScopeFinding): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(rangeOf(finding), finding.message, severities[finding.severity]);
  diagnostic.source = sourceName;
  diagnostic.code = finding.code;
  if (finding.code === 'redundantScope') diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  return diagnostic;
}

function isShownAs(finding: ScopeFinding, diagnostic: vscode.Diagnostic): boolean {
  return (
    diagnostic.source === sourceName &&
    diagnostic.code === finding.code &&
    diagnostic.range.isEqual(rangeOf(finding))
  );
}
