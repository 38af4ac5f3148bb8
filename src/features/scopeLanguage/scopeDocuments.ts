// The documents in which people write scopes.
import * as vscode from 'vscode';
import type { DocumentLanguage } from '../../core/requests/documentRegions';
import { resourceScheme } from '../../ui/ids';

export const jsonSelector: readonly vscode.DocumentFilter[] = [{ language: 'json' }, { language: 'jsonc' }];

/** The pattern is for editors without a REST client, where the files are plain text. */
export const textSelector: readonly vscode.DocumentFilter[] = [
  { language: 'http' },
  { pattern: '**/*.{http,rest}' },
  { language: 'shellscript' },
  { language: 'markdown' },
];

/** The documents in which people write scopes. */
export const selector: readonly vscode.DocumentFilter[] = [...textSelector, ...jsonSelector];

const languages = new Map<string, DocumentLanguage>([
  ['http', 'http'],
  ['shellscript', 'shell'],
  ['markdown', 'markdown'],
  ['json', 'json'],
  ['jsonc', 'json'],
]);

/** How to read a document; undefined if it is not one of these documents. */
export function languageOf(document: vscode.TextDocument): DocumentLanguage | undefined {
  return (
    languages.get(document.languageId) ?? (/\.(?:http|rest)$/i.test(document.uri.path) ? 'http' : undefined)
  );
}

/** Whether `<name>` in a scope is the address of a file: in the files of a configuration, but not in documents of the view. */
export function hasAddresses({ uri }: vscode.TextDocument): boolean {
  return uri.scheme !== resourceScheme && /\/hosted-login\/[^/]+\/tokenPolicies\/[^/]+\.json$/.test(uri.path);
}

/** Larger documents are not searched as a whole: they are data, and nobody writes scopes there. In characters. */
const maxDocumentLength = 1_000_000;
const maxLines = 50_000;

export function isTooLongToCheck(document: vscode.TextDocument): boolean {
  return (
    document.lineCount > maxLines ||
    document.offsetAt(new vscode.Position(document.lineCount, 0)) > maxDocumentLength
  );
}

/** Whether the whole document needs to be searched. Cheap: most documents have no scope. */
export function mayHoldScopes(document: vscode.TextDocument): boolean {
  return !isTooLongToCheck(document) && /scope/i.test(document.getText());
}

/** A place on one line as VS Code's range. */
export function rangeOf(place: { line: number; start: number; end: number }): vscode.Range {
  return new vscode.Range(place.line, place.start, place.line, place.end);
}
