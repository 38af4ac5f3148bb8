import * as vscode from 'vscode';
import { resourceScheme } from '../../../ui/ids';
import { UsageCodeLensProvider } from './codeLens';
import { provideIdCompletions } from './completion';
import type { LanguageDeps } from './context';
import { registerDiagnostics } from './diagnostics';
import { DraftCodeLensProvider } from './draftLens';
import { registerFoldedLinks } from './foldedLinks';
import { provideHover } from './hover';
import { registerJsonSchemas } from './jsonSchemas';
import { ResourceCacheEvents } from './resourceCacheEvents';

/** Registers schemas, diagnostics, completions, hovers and lenses for the configuration documents. */
export function registerLanguageFeatures(deps: LanguageDeps): vscode.Disposable {
  const cacheEvents = new ResourceCacheEvents();
  const lenses = new UsageCodeLensProvider(deps, cacheEvents);
  const draftLenses = new DraftCodeLensProvider(deps);
  const selector = { scheme: resourceScheme };
  return vscode.Disposable.from(
    cacheEvents,
    lenses,
    draftLenses,
    registerJsonSchemas(),
    registerDiagnostics(deps, cacheEvents),
    registerFoldedLinks(deps.baseVersions.uris),
    vscode.languages.registerCompletionItemProvider(
      selector,
      {
        provideCompletionItems: (document, position, cancellation) =>
          provideIdCompletions(deps, document, position, cancellation),
      },
      // One of VS Code's own in JSON. After the `/` of a scope, the scope language asks.
      '"',
    ),
    vscode.languages.registerHoverProvider(selector, {
      provideHover: (...asked) => provideHover(deps, ...asked),
    }),
    vscode.languages.registerCodeLensProvider(selector, lenses),
    // VS Code shows the lenses of the provider first that was registered last.
    vscode.languages.registerCodeLensProvider(selector, draftLenses),
  );
}
