import type * as vscode from 'vscode';
import type { Lines } from '../../core/common/lines';
import type { HttpDialect } from '../../core/requests/blocks';

/** REST client files, also where no client is installed and they are plain text, and Markdown for its fences. */
export const requestFileSelector: vscode.DocumentSelector = [
  { language: 'http' },
  { pattern: '**/*.{http,rest}' },
  { language: 'markdown' },
];

/** How requests are written in a document; undefined if it has none. */
export function detectDialect({ languageId, uri }: vscode.TextDocument): HttpDialect | undefined {
  if (languageId === 'markdown') return 'markdown';
  return languageId === 'http' || /\.(http|rest)$/i.test(uri.path) ? 'http' : undefined;
}

/**
 * The maximum length of a document that is read as a whole, in characters: listing the requests of a longer one at
 * every change would take too long.
 */
const maxLines = 50_000;
const maxCharacters = 2_000_000;

/** Whether a document is too long to list its requests. */
export function isTooLongToRead(document: vscode.TextDocument): boolean {
  const { lineCount } = document;
  return lineCount > maxLines || document.offsetAt(document.lineAt(lineCount - 1).range.end) > maxCharacters;
}

/** A document as the lines that core reads; nothing is copied. */
export function toLines(document: vscode.TextDocument): Lines {
  const { lineCount } = document;
  return { lineCount, line: index => (index >= 0 && index < lineCount ? document.lineAt(index).text : '') };
}
