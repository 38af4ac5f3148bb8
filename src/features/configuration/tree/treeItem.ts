import * as vscode from 'vscode';
import type { CommandLink } from '../../../ui/commands/commandLink';
import type { NodePresentation } from './nodePresentations';
import type { TreeNode } from './nodes';

/** A node as VS Code shows it. */
export function createTreeItem(
  { id }: TreeNode,
  view: NodePresentation,
  command: CommandLink | undefined,
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
  if (command) item.command = command;
  return item;
}

const states = {
  none: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
};
