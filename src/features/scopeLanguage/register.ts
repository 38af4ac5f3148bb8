import * as vscode from 'vscode';
import { whenOpened } from '../../ui/whenOpened';
import { isWatched, languageOf, mayHoldScopes, selector } from './documents';

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
    watchDocuments(diagnostics, warn),
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

/** A pause in typing, in ms, after which a document is looked at again. */
const pause = 400;

/** Keeps the findings of the open documents current. */
function watchDocuments(collection: vscode.DiagnosticCollection, warn: Warn): vscode.Disposable {
  const timers = new Map<vscode.TextDocument, NodeJS.Timeout>();
  const stop = (document: vscode.TextDocument) => {
    clearTimeout(timers.get(document));
    timers.delete(document);
  };
  const lookAfter = (document: vscode.TextDocument, delay: number) => {
    if (!isWatched(document)) return;
    stop(document);
    timers.set(
      document,
      setTimeout(() => {
        timers.delete(document);
        look(document, collection).catch((error: unknown) => {
          warn('The scopes of a document could not be checked', error);
        });
      }, delay),
    );
  };
  for (const document of vscode.workspace.textDocuments) lookAfter(document, 0);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(document => {
      lookAfter(document, 0);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) lookAfter(document, pause);
    }),
    vscode.workspace.onDidCloseTextDocument(document => {
      stop(document);
      collection.delete(document.uri);
    }),
    new vscode.Disposable(() => {
      for (const document of [...timers.keys()]) stop(document);
    }),
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
