import * as vscode from 'vscode';
import type { NodePresentation } from './nodePresentations';
import type { TreeNode } from './nodes';

/** What a click, or Enter, on a node runs. */
export interface NodeCommand {
  readonly command: string;
  readonly args: readonly unknown[];
}

/** A node as VS Code shows it. */
export function createTreeItem(
  { id }: TreeNode,
  view: NodePresentation,
  command: NodeCommand | undefined,
): vscode.TreeItem {
  const item = new vscode.TreeItem(view.label, states[view.collapsibleState ?? 'none']);
  item.id = id;
  // Only plain texts: what comes from a service is no Markdown.
  item.description = view.description ?? '';
  item.tooltip = view.tooltip;
  item.iconPath = new vscode.ThemeIcon(
    view.icon,
    view.color === undefined ? undefined : new vscode.ThemeColor(view.color),
  );
  item.contextValue = view.context;
  item.accessibilityInformation = { label: view.ariaLabel };
  if (command) item.command = { title: '', command: command.command, arguments: [...command.args] };
  return item;
}

const states = {
  none: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
};
