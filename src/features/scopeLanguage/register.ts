// Registers completion, hover, findings and fixes of scopes.
import * as vscode from 'vscode';
import { watchDocuments } from '../../ui/documents/documentWatcher';
import { onceDocumentOpened } from '../../ui/documents/onceDocumentOpened';
import { registerQuickFixes } from '../../ui/documents/registerQuickFixes';
import {
  isTooLongToCheck,
  jsonSelector,
  languageOf,
  mayHoldScopes,
  selector,
  textSelector,
} from './scopeDocuments';

/** Logs a failure of background work. */
type Warn = (message: string, error: unknown) => void;

/** The language of scopes in request files, shell scripts, Markdown and JSON: completion, hover, findings, fixes. */
export function registerScopeLanguage(warn: Warn): vscode.Disposable {
  return onceDocumentOpened(
    document => languageOf(document) !== undefined,
    () => registerProviders(warn),
  );
}

function registerProviders(warn: Warn): vscode.Disposable {
  const diagnostics = vscode.languages.createDiagnosticCollection('hostedLogin');
  const shownTooLong = new WeakSet<vscode.TextDocument>();
  const provider: vscode.CompletionItemProvider = {
    provideCompletionItems: async (document, position) =>
      (await import('./completion')).completionsAt(document, position),
  };
  return vscode.Disposable.from(
    diagnostics,
    watchDocuments({
      matches: document => vscode.languages.match(selector, document) > 0,
      check: document => updateDiagnostics(document, diagnostics, shownTooLong),
      clear: document => {
        diagnostics.delete(document.uri);
      },
      onError: error => {
        warn('The scopes of a document could not be checked', error);
      },
    }),
    vscode.languages.registerCompletionItemProvider(textSelector, provider),
    // In JSON, VS Code looks for suggestions there anyway.
    vscode.languages.registerCompletionItemProvider(jsonSelector, provider, '"', ':'),
    vscode.workspace.onDidChangeTextDocument(async change => {
      if (/^[="' :/]/.test(change.contentChanges[0]?.text ?? '') && languageOf(change.document))
        await (await import('./completion')).suggestAfter(change);
    }),
    vscode.languages.registerHoverProvider(selector, {
      provideHover: async (document, position) => (await import('./hover')).hoverAt(document, position),
    }),
    registerQuickFixes(selector, async (document, { diagnostics: shown }) =>
      (await import('./diagnostics')).codeActionsFor(document, shown),
    ),
  );
}

async function updateDiagnostics(
  document: vscode.TextDocument,
  collection: vscode.DiagnosticCollection,
  shownTooLong: WeakSet<vscode.TextDocument>,
): Promise<void> {
  if (!mayHoldScopes(document)) {
    collection.delete(document.uri);
    if (!isTooLongToCheck(document) || shownTooLong.has(document)) return;
    shownTooLong.add(document);
    (await import('./diagnostics')).showTooLong(document);
    return;
  }
  const { findDiagnostics } = await import('./diagnostics');
  const found = await findDiagnostics(document);
  if (found && !document.isClosed) collection.set(document.uri, found);
}
