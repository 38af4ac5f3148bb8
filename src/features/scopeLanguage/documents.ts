import * as vscode from 'vscode';
import type { Lines } from '../../core/httpLines';
import type { ScopeLanguage } from '../../core/scopeStrings';

/** Where scopes are written. The pattern is for editors without a REST client, where the files are plain text. */
export const selector: vscode.DocumentSelector = [
  { language: 'http' },
  { pattern: '**/*.{http,rest}' },
  { language: 'shellscript' },
  { language: 'markdown' },
  { language: 'json' },
  { language: 'jsonc' },
];

const languages = new Map<string, ScopeLanguage>([
  ['http', 'http'],
  ['shellscript', 'shell'],
  ['markdown', 'markdown'],
  ['json', 'json'],
  ['jsonc', 'json'],
]);

/** How to read a document; undefined where it is none of ours. */
export function languageOf(document: vscode.TextDocument): ScopeLanguage | undefined {
  return (
    languages.get(document.languageId) ?? (/\.(?:http|rest)$/i.test(document.uri.path) ? 'http' : undefined)
  );
}

/** A document line by line, without a copy of it. */
export function linesOfDocument(document: vscode.TextDocument): Lines {
  return {
    lineCount: document.lineCount,
    line: index => (index < document.lineCount ? document.lineAt(index).text : ''),
  };
}

/** A place on one line as VS Code's range. */
export function rangeOf(place: { line: number; start: number; end: number }): vscode.Range {
  return new vscode.Range(place.line, place.start, place.line, place.end);
}
