import * as vscode from 'vscode';
import { explainScopes } from '../../core/scopeCompletion';
import { documentLines } from '../../ui/httpFiles';
import { escapeMarkdown } from '../../ui/markdown';
import { languageOf, rangeOf } from './documents';

/** Says in plain words what each scope of a list allows, the one under the cursor first. */
export function hoverAt(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
  const language = languageOf(document);
  if (language === undefined) return undefined;
  const { line, character } = position;
  const found = explainScopes(documentLines(document), language, line, character);
  if (!found) return undefined;
  const contents = found.scopes.map(({ scope, words, remark }) => {
    // What stands in the file is shown as plain text, never as Markdown.
    const [strong, ...others] = [words, scope, remark].filter(Boolean).map(escapeMarkdown);
    return new vscode.MarkdownString([`**${strong ?? ''}**`, ...others].join('\n\n'));
  });
  return new vscode.Hover(contents, rangeOf({ line, start: found.start, end: found.end }));
}
