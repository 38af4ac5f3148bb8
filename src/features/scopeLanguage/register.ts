import * as vscode from 'vscode';
import { completionProvider, triggerCharacters } from './completion';
import { ScopeDiagnostics } from './diagnostics';
import { selector } from './documents';
import { hoverProvider } from './hover';

/** The language of scopes in request files, shell scripts, Markdown and JSON: completion, hover, findings, fixes. */
export function registerScopeLanguage(): vscode.Disposable {
  const diagnostics = new ScopeDiagnostics();
  return vscode.Disposable.from(
    diagnostics,
    vscode.languages.registerCompletionItemProvider(selector, completionProvider, ...triggerCharacters),
    vscode.languages.registerHoverProvider(selector, hoverProvider),
    vscode.languages.registerCodeActionsProvider(selector, diagnostics, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
  );
}
