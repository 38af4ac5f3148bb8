import * as vscode from 'vscode';
import { checkScopesInSteps, type ScopeFinding } from '../../core/scopeLanguage/scopeFindings';
import {
  createDiagnostic,
  createQuickFix,
  diagnosticSource,
  findShown,
} from '../../ui/documents/diagnostics';
import { inSlices, snapshotOf } from '../../ui/documents/documentSnapshot';
import { hasAddresses, languageOf, mayHoldScopes, rangeOf } from './scopeDocuments';

export { showTooLong } from './tooLong';

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
  if (!diagnostics.some(({ source }) => source === diagnosticSource)) return [];
  // The document is read again, because it may have changed since.
  const findings = (await findingsIn(document)) ?? [];
  return findings.flatMap(finding => {
    const shown = findShown(diagnostics, diagnosticOf(finding));
    const { fix } = finding;
    if (!shown || !fix) return [];
    const action = createQuickFix(fix.title, [shown], edit => {
      edit.replace(document.uri, rangeOf(fix), fix.newText);
    });
    action.isPreferred = true;
    return [action];
  });
}

async function findingsIn(document: vscode.TextDocument): Promise<readonly ScopeFinding[] | undefined> {
  const language = languageOf(document);
  if (language === undefined || !mayHoldScopes(document)) return [];
  return inSlices(document, 'scopes', () =>
    checkScopesInSteps(snapshotOf(document), language, hasAddresses(document)),
  );
}

function diagnosticOf(finding: ScopeFinding): vscode.Diagnostic {
  const { message, severity, code } = finding;
  const diagnostic = createDiagnostic(rangeOf(finding), message, severity, code);
  if (code === 'redundantScope') diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  return diagnostic;
}
