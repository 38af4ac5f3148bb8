import * as vscode from 'vscode';
import { checkScopesInSteps, type ScopeFinding } from '../../core/scopeLanguage/scopeFindings';
import { inSlices, snapshotOf } from '../../ui/documents/snapshot';
import { hasAddresses, languageOf, mayHoldScopes, rangeOf } from './scopeDocuments';

export { showTooLong } from './tooLong';

const severities: Readonly<Record<ScopeFinding['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** The diagnostics of the scopes in a document; undefined if it changed meanwhile. */
export async function findDiagnostics(
  document: vscode.TextDocument,
): Promise<vscode.Diagnostic[] | undefined> {
  return (await findingsIn(document))?.map(diagnosticOf);
}

/** The quick fixes for the given diagnostics. */
export async function codeActionsFor(
  document: vscode.TextDocument,
  diagnostics: readonly vscode.Diagnostic[],
): Promise<vscode.CodeAction[]> {
  if (!diagnostics.some(({ source }) => source === sourceName)) return [];
  // The document is read again, because it may have changed since.
  const findings = (await findingsIn(document)) ?? [];
  return findings.flatMap(finding => {
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

async function findingsIn(document: vscode.TextDocument): Promise<readonly ScopeFinding[] | undefined> {
  const language = languageOf(document);
  if (language === undefined || !mayHoldScopes(document)) return [];
  return inSlices(document, () => checkScopesInSteps(snapshotOf(document), language, hasAddresses(document)));
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
