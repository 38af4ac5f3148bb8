import * as vscode from 'vscode';
import { afterActivation } from '../../ui/afterActivation';
import { configurationViewId } from '../../ui/ids';

/** What fills the view; it gets its own nodes back. */
export interface ViewContent {
  getChildren(node?: object): Promise<object[]>;
  getTreeItem(node: object): vscode.TreeItem;
  getParent(node: object): object | undefined;
}

/** The view, for whoever fills it. */
export interface ConfigurationView {
  readonly view: vscode.TreeView<object>;
  /** Has VS Code ask again for these nodes and what is below them, or for all. */
  readonly changed: (nodes: object[] | undefined) => void;
}

/**
 * The view of the configuration in the side bar, which VS Code may show before anything else of us is there. What fills
 * it is brought by `enter`, when it is shown; where there is no profile (`isWanted`, or nothing is brought), it stays
 * empty, and VS Code shows the welcome.
 */
export function registerConfigurationView(
  enter: () => Promise<{ readonly openView: () => Promise<ViewContent | undefined> }>,
  isWanted: () => boolean,
): { readonly provider: vscode.Disposable; readonly tell: ConfigurationView } {
  const changed = new vscode.EventEmitter<object[] | undefined>();
  let content: ViewContent | undefined;
  const treeDataProvider: vscode.TreeDataProvider<object> = {
    onDidChangeTreeData: changed.event,
    getChildren: async node => {
      if (!isWanted()) return [];
      try {
        content = await (await enter()).openView();
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
  const { get, registration } = afterActivation(() =>
    vscode.window.createTreeView<object>(configurationViewId, { showCollapseAll: true, treeDataProvider }),
  );
  return {
    provider: vscode.Disposable.from(registration, changed),
    tell: {
      get view() {
        return get();
      },
      changed: nodes => {
        changed.fire(nodes);
      },
    },
  };
}
