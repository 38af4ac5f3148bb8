import * as vscode from 'vscode';
import { jetBrainsReference } from '../../../core/requestAnalysis/tokenReferences';
import { onceDocumentOpened } from '../../../ui/documents/onceDocumentOpened';
import { tokenVariable } from '../../../ui/ids';
import { loadDisposable } from '../../../ui/loadDisposable';
import type { ReferenceDeps } from './referenceState';

/** The documents with references to the shared token: request files, and files that only have hovers. */
const selector: vscode.DocumentSelector = [
  ...['http', 'markdown', 'shellscript', 'powershell', 'bat', 'yaml'].map(language => ({ language })),
  { pattern: '**/*.{http,rest,bru,hurl}' },
];

/**
 * Registers findings and quick fixes of references in request files, and hovers in other files too. The code is loaded
 * with the first document that names the variable.
 */
export function registerReference(deps: ReferenceDeps): vscode.Disposable {
  let providers: vscode.Disposable | undefined;
  const start = () =>
    (providers ??= loadDisposable(
      async () => (await import('./providers')).registerProviders(deps, selector),
      error => {
        deps.warn('References to the token are not watched', error);
      },
    ));
  // Ignores case: Hurl's name is in lowercase.
  const names = (document: vscode.TextDocument, text: () => string) =>
    vscode.languages.match(selector, document) > 0 &&
    (text().toUpperCase().includes(tokenVariable) || text().includes(jetBrainsReference));
  return vscode.Disposable.from(
    onceDocumentOpened(document => names(document, () => document.getText()), start),
    new vscode.Disposable(() => {
      providers?.dispose();
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (providers) return;
      // The text of the line too, because the name may be typed character by character.
      const lineOf = ({ start: { line } }: vscode.Range) =>
        document.lineAt(Math.min(line, document.lineCount - 1)).text;
      // Replace All makes thousands of alike changes, maybe in one long line.
      const first = contentChanges.slice(0, 9);
      if (first.some(({ text, range }) => names(document, () => text + lineOf(range)))) start();
    }),
  );
}
