import * as vscode from 'vscode';
import type { TreeNode } from './treeNodes';
import type { NodeView } from './treeViews';

/** What a click, or Enter, on a node runs. */
export interface NodeCommand {
  readonly command: string;
  readonly args: readonly unknown[];
}

/** A node as VS Code shows it. */
export function treeItem({ id }: TreeNode, view: NodeView, click: NodeCommand | undefined): vscode.TreeItem {
  const item = new vscode.TreeItem(view.label, states[view.expands ?? 'none']);
  item.id = id;
  // Only plain texts: what comes from a service is no Markdown.
  item.description = view.description ?? '';
  item.tooltip = view.tooltip;
  item.iconPath = new vscode.ThemeIcon(
    view.icon,
    view.color === undefined ? undefined : new vscode.ThemeColor(view.color),
  );
  item.contextValue = view.context;
  item.accessibilityInformation = { label: view.spoken };
  if (click) item.command = { title: '', command: click.command, arguments: [...click.args] };
  return item;
}

const states = {
  none: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
};
