import * as vscode from 'vscode';
import { linesOf } from '../../core/httpLines';
import { scopeFindings, type ScopeFinding } from '../../core/scopeFindings';
import { languageOf, rangeOf, selector } from './documents';

/** Larger documents are not searched as a whole: data, not something a person writes scopes in. Characters. */
const largestDocument = 1_000_000;
const mostLines = 50_000;

/** A pause in typing, in ms, after which a document is looked at again. */
const pause = 400;

const severities: Readonly<Record<ScopeFinding['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** Points out scopes in the open documents, and offers the fixes for what it pointed out. */
export class ScopeDiagnostics implements vscode.CodeActionProvider, vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('hostedLogin');
  readonly #timers = new Map<vscode.TextDocument, NodeJS.Timeout>();
  readonly #listeners: readonly vscode.Disposable[];

  constructor() {
    this.#listeners = [
      vscode.workspace.onDidOpenTextDocument(document => {
        this.#lookSoon(document, 0);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#lookSoon(document, pause);
      }),
      vscode.workspace.onDidCloseTextDocument(document => {
        this.#forget(document);
      }),
    ];
    for (const document of vscode.workspace.textDocuments) this.#lookSoon(document, 0);
  }

  provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
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

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    for (const listener of this.#listeners) listener.dispose();
    this.#collection.dispose();
  }

  #lookSoon(document: vscode.TextDocument, delay: number): void {
    if (!isWatched(document)) return;
    clearTimeout(this.#timers.get(document));
    const look = (): void => {
      this.#timers.delete(document);
      this.#collection.set(document.uri, findingsIn(document).map(diagnosticOf));
    };
    this.#timers.set(document, setTimeout(look, delay));
  }

  #forget(document: vscode.TextDocument): void {
    clearTimeout(this.#timers.get(document));
    this.#timers.delete(document);
    this.#collection.delete(document.uri);
  }
}

const sourceName = 'Hosted Login';

/** Not the other sides of comparisons, outputs and the like: nobody can change them. */
function isWatched(document: vscode.TextDocument): boolean {
  const isReadOnly = /^(?:git|output|review|gitlens|vscode-scm)$/.test(document.uri.scheme);
  return !isReadOnly && !document.isClosed && vscode.languages.match(selector, document) > 0;
}

function findingsIn(document: vscode.TextDocument): ScopeFinding[] {
  const language = languageOf(document);
  if (language === undefined || document.lineCount > mostLines) return [];
  if (document.offsetAt(new vscode.Position(document.lineCount, 0)) > largestDocument) return [];
  const text = document.getText();
  if (!text.includes('scope') && !text.includes('allowedScopes')) return [];
  return scopeFindings(linesOf(text), language);
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
