import type * as vscode from 'vscode';
import { t } from '../../core/common/l10n';
import { explainScopes } from '../../core/scopeLanguage/scopeCompletion';
import { readUnasked } from '../../ui/documents/documentSnapshot';
import { toLines } from '../../ui/requestFiles/requestFiles';
import { createHover, createPlainMarkdown, createTrustedMarkdown } from '../../ui/text/trustedMarkdown';
import { languageOf, rangeOf } from './scopeDocuments';

/** Explains each scope of a list, the one under the cursor first. */
export function hoverAt(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
  const language = languageOf(document);
  if (language === undefined) return undefined;
  const { line, character } = position;
  const found = readUnasked(document, 'scopes', () =>
    explainScopes(toLines(document), language, line, character),
  );
  if (!found) return undefined;
  const contents = found.scopes.map(({ scope, description, remark }) => {
    const [headline = '', ...sentences] = [description, scope, remark].filter(Boolean);
    return createTrustedMarkdown(headline, sentences, []);
  });
  if (found.more > 0) contents.push(createPlainMarkdown([t('And {0} more.', found.more)]));
  return createHover(contents, rangeOf({ line, start: found.start, end: found.end }));
}
