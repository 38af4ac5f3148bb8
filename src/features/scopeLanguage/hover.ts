import * as vscode from 'vscode';
import { explainScopes } from '../../core/scopeCompletion';
import { languageOf, linesOfDocument, rangeOf } from './documents';

/** Says in plain words what each scope of a list allows, the one under the cursor first. */
export const hoverProvider: vscode.HoverProvider = {
  provideHover(document, position) {
    const language = languageOf(document);
    if (language === undefined) return undefined;
    const { line, character } = position;
    const found = explainScopes(linesOfDocument(document), language, line, character);
    if (!found) return undefined;
    const contents = found.scopes.map(({ scope, words, remark }) => {
      // What stands in the file is shown as plain text, never as Markdown.
      const text = new vscode.MarkdownString('**')
        .appendText(words)
        .appendMarkdown('**\n\n')
        .appendText(scope);
      return remark === '' ? text : text.appendMarkdown('\n\n').appendText(remark);
    });
    return new vscode.Hover(contents, rangeOf({ line, start: found.start, end: found.end }));
  },
};
