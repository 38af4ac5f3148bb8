import * as vscode from 'vscode';
import { jetBrainsReference } from '../../../core/requestAnalysis/tokenReferences';
import { onceDocumentOpened } from '../../../ui/documents/onceDocumentOpened';
import { tokenVariable } from '../../../ui/ids';
import type { ReferenceDeps } from './referenceState';

/** Where the shared token is referred to: request files, and what else can be read on hover. */
const selector: vscode.DocumentSelector = [
  ...['http', 'markdown', 'shellscript', 'powershell', 'bat', 'yaml'].map(language => ({ language })),
  { pattern: '**/*.{http,rest,bru,hurl}' },
];

/**
 * References to the shared token: findings and quick fixes in request files, hovers elsewhere too.
 * All of it comes with the first document that names the variable.
 */
export function registerReference(deps: ReferenceDeps): vscode.Disposable {
  let providers: Promise<vscode.Disposable> | undefined;
  const start = () => {
    providers ??= import('./providers').then(loaded => loaded.registerProviders(deps, selector));
    providers.catch((error: unknown) => {
      deps.warn('The references to the access token are not watched', error);
    });
  };
  // In whatever letters: Hurl's are small.
  const names = (document: vscode.TextDocument, text: () => string) =>
    vscode.languages.match(selector, document) > 0 &&
    (text().toUpperCase().includes(tokenVariable) || text().includes(jetBrainsReference));
  return vscode.Disposable.from(
    onceDocumentOpened(
      document => names(document, () => document.getText()),
      () => {
        start();
        return vscode.Disposable.from();
      },
    ),
    new vscode.Disposable(() => {
      void providers?.then(loaded => {
        loaded.dispose();
      });
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (providers) return;
      // The line too, for what is typed bit by bit.
      const lineOf = ({ start: { line } }: vscode.Range) =>
        document.lineAt(Math.min(line, document.lineCount - 1)).text;
      if (contentChanges.some(({ text, range }) => names(document, () => text + lineOf(range)))) start();
    }),
  );
}
