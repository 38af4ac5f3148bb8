// Registers the configuration view, and loads its content when VS Code shows it.
import * as vscode from 'vscode';
import { configurationViewId } from '../../../ui/ids';
import { registerDeferred } from '../../../ui/registerDeferred';

/** Fills the view. It gets its own nodes back. */
export interface TreeContent {
  getChildren(node?: object): Promise<object[]>;
  getTreeItem(node: object): vscode.TreeItem;
  getParent(node: object): object | undefined;
}

export interface TreeViewHost {
  readonly view: vscode.TreeView<object>;
  /** Makes VS Code ask again for these nodes and their children, or for all. */
  readonly fireDidChange: (nodes: object[] | undefined) => void;
}

/**
 * Registers the configuration view, which VS Code may show before the rest of the extension is loaded. `getContainer`
 * loads the content when the view is shown. Without a profile (`needsContainer` is false, or there is no content), the
 * view stays empty and VS Code shows the welcome text.
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
        // The module that shows problems may be the one that failed to load.
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
