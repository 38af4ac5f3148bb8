import * as vscode from 'vscode';
import { escapeMarkup } from '../../core/common/escapeMarkup';

/**
 * A completion whose label is shown literally: VS Code renders icons in it. Set `insertText` and `filterText`, which would
 * otherwise be the label.
 */
export function createCompletionItem(
  { label, ...others }: vscode.CompletionItemLabel,
  kind: vscode.CompletionItemKind,
): vscode.CompletionItem {
  return new vscode.CompletionItem({ label: escapeMarkup(label), ...others }, kind);
}
