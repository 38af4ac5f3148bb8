import * as vscode from 'vscode';
import { watchDocuments } from '../../../ui/documents/documentWatcher';
import { registerQuickFixes } from '../../../ui/documents/registerQuickFixes';
import { detectDialect } from '../../../ui/requestFiles/requestFileKind';
import { requestFileSelector } from '../../../ui/requestFiles/requestFiles';
import { codeActionsFor } from './codeActions';
import { ReferenceDiagnostics } from './diagnostics';
import { hoverAt } from './hover';
import type { ReferenceDeps } from './referenceState';

/** Registers findings and fixes in request files, and hovers for the given documents. */
export function registerProviders(deps: ReferenceDeps, selector: vscode.DocumentSelector): vscode.Disposable {
  const diagnostics = new ReferenceDiagnostics(deps);
  return vscode.Disposable.from(
    diagnostics,
    watchDocuments({
      matches: document => detectDialect(document) !== undefined,
      check: document => diagnostics.read(document),
      clear: document => {
        diagnostics.forget(document);
      },
      onError: error => {
        deps.warn('The references to the access token could not be checked', error);
      },
    }),
    vscode.languages.registerHoverProvider(selector, {
      provideHover: (document, position) => hoverAt(deps, document, position),
    }),
    registerQuickFixes(requestFileSelector, (document, context, range) =>
      codeActionsFor(deps, diagnostics, document, range, context),
    ),
  );
}
