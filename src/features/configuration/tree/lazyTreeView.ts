import * as vscode from 'vscode';
import { configurationViewId } from '../../../ui/ids';
import { registerDeferred } from '../../../ui/registerDeferred';

/** What fills the view; it gets its own nodes back. */
export interface TreeContent {
  getChildren(node?: object): Promise<object[]>;
  getTreeItem(node: object): vscode.TreeItem;
  getParent(node: object): object | undefined;
}

/** The view, for whoever fills it. */
export interface TreeViewHost {
  readonly view: vscode.TreeView<object>;
  /** Has VS Code ask again for these nodes and what is below them, or for all. */
  readonly fireDidChange: (nodes: object[] | undefined) => void;
}

/**
 * The view of the configuration in the side bar, which VS Code may show before anything else of us is there. What fills
 * it is brought by `getContainer`, when it is shown; where there is no profile (`needsContainer`, or nothing is brought), it stays
 * empty, and VS Code shows the welcome.
 */
export function registerConfigurationTreeView(
  getContainer: () => Promise<{ readonly openView: () => Promise<TreeContent | undefined> }>,
  needsContainer: () => boolean,
): { readonly provider: vscode.Disposable; readonly host: TreeViewHost } {
  const changed = new vscode.EventEmitter<object[] | undefined>();
  let content: TreeContent | undefined;
  const treeDataProvider: vscode.TreeDataProvider<object> = {
    onDidChangeTreeData: changed.event,
    getChildren: async node => {
      if (!needsContainer()) return [];
      try {
        content = await (await getContainer()).openView();
      } catch (error) {
        // What could not be loaded can not show it either.
        return [new vscode.TreeItem(error instanceof Error ? error.message : String(error))];
      }
      return content ? content.getChildren(node) : [];
    },
    getTreeItem: node =>
      node instanceof vscode.TreeItem ? node : (content?.getTreeItem(node) ?? new vscode.TreeItem('')),
    getParent: node => content?.getParent(node),
  };
  const { get, registration } = registerDeferred(() =>
    vscode.window.createTreeView<object>(configurationViewId, { showCollapseAll: true, treeDataProvider }),
  );
  return {
    provider: vscode.Disposable.from(registration, changed),
    host: {
      get view() {
        return get();
      },
      fireDidChange: nodes => {
        changed.fire(nodes);
      },
    },
  };
}
