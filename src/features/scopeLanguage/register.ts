import * as vscode from 'vscode';
import { watchDocuments } from '../../ui/watchDocuments';
import { whenOpened } from '../../ui/whenOpened';
import { languageOf, mayHoldScopes, selector } from './documents';

/** Told what failed where nobody waits for it. */
type Warn = (message: string, error: unknown) => void;

/** What a scope begins behind: `scope=`, `"scope": "`, the space of a list, and `.:`; `/` goes on with a path. */
const triggerCharacters = ['=', '"', "'", ' ', ':', '/'];

/** The language of scopes in request files, shell scripts, Markdown and JSON: completion, hover, findings, fixes. */
export function registerScopeLanguage(warn: Warn): vscode.Disposable {
  return whenOpened(
    document => languageOf(document) !== undefined,
    () => registerProviders(warn),
  );
}

function registerProviders(warn: Warn): vscode.Disposable {
  const diagnostics = vscode.languages.createDiagnosticCollection('hostedLogin');
  return vscode.Disposable.from(
    diagnostics,
    watchDocuments({
      isOurs: document => vscode.languages.match(selector, document) > 0,
      look: document => look(document, diagnostics),
      closed: document => {
        diagnostics.delete(document.uri);
      },
      failed: error => {
        warn('The scopes of a document could not be checked', error);
      },
    }),
    vscode.languages.registerCompletionItemProvider(
      selector,
      {
        provideCompletionItems: async (document, position) =>
          (await import('./completion')).completionsAt(document, position),
      },
      ...triggerCharacters,
    ),
    vscode.languages.registerHoverProvider(selector, {
      provideHover: async (document, position) => (await import('./hover')).hoverAt(document, position),
    }),
    vscode.languages.registerCodeActionsProvider(
      selector,
      {
        provideCodeActions: async (document, _range, { diagnostics: shown }) =>
          (await import('./diagnostics')).fixesFor(document, shown),
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  );
}

async function look(document: vscode.TextDocument, collection: vscode.DiagnosticCollection): Promise<void> {
  if (!mayHoldScopes(document)) {
    collection.delete(document.uri);
    return;
  }
  const { diagnosticsOf } = await import('./diagnostics');
  if (!document.isClosed) collection.set(document.uri, diagnosticsOf(document));
}
