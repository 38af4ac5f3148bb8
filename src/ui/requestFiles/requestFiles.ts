import type * as vscode from 'vscode';
import type { Lines } from '../../core/common/lines';

/** REST client files and Markdown, also where no extension knows their languages and they are plain text. */
export const requestFileSelector: vscode.DocumentSelector = [
  { language: 'http' },
  { language: 'markdown' },
  { pattern: '**/*.{http,rest,md,markdown}' },
];

/** Whether a REST client may send a document, by its language or its extension. */
export function isHttpFile({ languageId, uri }: vscode.TextDocument): boolean {
  return languageId === 'http' || /\.(?:http|rest)$/i.test(uri.path);
}

// The longest document that is read as a whole: listing the requests of a longer one at every change would take too long.
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
