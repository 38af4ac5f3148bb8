import * as vscode from 'vscode';
import type { CommandLink } from '../../../ui/commands/commandLink';
import type { NodePresentation } from './nodePresentations';

/** Converts a presentation to a tree item of VS Code. */
export function createTreeItem(
  id: string,
  view: NodePresentation,
  command: CommandLink | undefined,
): vscode.TreeItem {
  const item = new vscode.TreeItem(view.label, states[view.collapsibleState ?? 'none']);
  item.id = id;
  // Plain strings only: text from a service must not be rendered as Markdown.
  item.description = view.description ?? '';
  item.tooltip = view.tooltip;
  item.iconPath = new vscode.ThemeIcon(
    view.icon,
    view.color === undefined ? undefined : new vscode.ThemeColor(view.color),
  );
  item.contextValue = view.context;
  item.accessibilityInformation = { label: view.ariaLabel };
  if (command) item.command = command;
  // For the decoration of drafts; the icon and the label are ours.
  if (view.uri) item.resourceUri = view.uri;
  return item;
}

const states = {
  none: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
};
