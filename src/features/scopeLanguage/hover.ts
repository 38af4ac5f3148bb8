import type * as vscode from 'vscode';
import { t } from '../../core/l10n';
import { explainScopes } from '../../core/scopeCompletion';
import { documentLines } from '../../ui/httpFiles';
import { hoverOf, textMarkdown, trustedMarkdown } from '../../ui/trustedMarkdown';
import { languageOf, rangeOf } from './documents';

/** Says in plain words what each scope of a list allows, the one under the cursor first. */
export function hoverAt(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
  const language = languageOf(document);
  if (language === undefined) return undefined;
  const { line, character } = position;
  const found = explainScopes(documentLines(document), language, line, character);
  if (!found) return undefined;
  const contents = found.scopes.map(({ scope, words, remark }) => {
    const [headline = '', ...sentences] = [words, scope, remark].filter(Boolean);
    return trustedMarkdown(headline, sentences, []);
  });
  if (found.more > 0) contents.push(textMarkdown([t('And {0} more.', found.more)]));
  return hoverOf(contents, rangeOf({ line, start: found.start, end: found.end }));
}
