import * as vscode from 'vscode';
import { completeScopes, type ScopeCompletion } from '../../core/scopeLanguage/scopeCompletion';
import { readUnasked } from '../../ui/documents/documentSnapshot';
import { suggestAfterTyping } from '../../ui/documents/suggestAfterTyping';
import { commands } from '../../ui/ids';
import { toLines } from '../../ui/requestFiles/requestFiles';
import { createCompletionItem } from '../../ui/text/completionItem';
import { userPresets } from '../../ui/userPresets';
import { languageOf, rangeOf } from './scopeDocuments';

/** Completes scopes by what they allow. Reads only lines near the cursor: it is asked at every space. */
export function completionsAt(
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.CompletionItem[] | undefined {
  const language = languageOf(document);
  if (language === undefined) return undefined;
  const { line, character } = position;
  const found = readUnasked(document, 'scopes', () =>
    completeScopes(toLines(document), language, line, character, () => userPresets().presets),
  );
  if (!found) return undefined;
  const replacing = rangeOf({ line, start: found.start, end: found.end });
  const inserting = replacing.with(undefined, position);
  return found.items.map((item, index) => completionItem(item, index, { inserting, replacing }));
}

/** What precedes a scope: `scope=`, `"scope": "`, the space of a list, and `.:`; `/` continues a path. */
const openingCharacters = '="\' :/';

/** Shows suggestions after a change that began a scope, unless VS Code does so by itself. */
export function suggestAfter(change: vscode.TextDocumentChangeEvent): Promise<void> {
  const isJson = languageOf(change.document) === 'json';
  return suggestAfterTyping(change, isJson ? "=' /" : openingCharacters, completionsAt);
}

function completionItem(
  completion: ScopeCompletion,
  index: number,
  range: { inserting: vscode.Range; replacing: vscode.Range },
): vscode.CompletionItem {
  const { label, description, detail, snippet, filterText, continues } = completion;
  const item = createCompletionItem({ label, description }, vscode.CompletionItemKind.Value);
  item.detail = detail;
  item.insertText = new vscode.SnippetString(snippet);
  item.filterText = filterText;
  item.sortText = String(index).padStart(4, '0');
  item.range = range;
  item.command = continues
    ? { command: 'editor.action.triggerSuggest', title: '' }
    : { command: commands.scopeCompleted, title: '' };
  return item;
}
