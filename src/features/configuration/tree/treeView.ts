import * as vscode from 'vscode';
import { t } from '../../../core/common/l10n';
import { parseResourcePath } from '../../../core/resources/resourceUri';
import { setContextKey } from '../../../ui/contextKeys';
import { configurationViewId, contextKeys, resourceScheme } from '../../../ui/ids';
import { showViewProgress } from '../../../ui/progress';
import { BackgroundLoaders, type BackgroundLoadersDeps } from './backgroundLoaders';
import type { TreeViewHost } from './lazyTreeView';
import type { TreeNode } from './nodes';
import { ConfigurationTree, type TreeDeps } from './treeDataProvider';

/** The tree in its view, and what its commands need of it. */
export interface ConfigurationTreeView {
  readonly tree: ConfigurationTree;
  readonly loaders: BackgroundLoaders;
  /** Shows only what has this in its title or id; all where it is empty. */
  readonly filterBy: (text: string) => void;
  readonly dispose: () => void;
}

/** What the tree in its view works with. */
interface TreeViewDeps extends Omit<BackgroundLoadersDeps, 'onProgress'>, Pick<TreeDeps, 'after'> {
  readonly view: TreeViewHost;
  readonly warn: (message: string, error: unknown) => void;
}

/** Builds the tree, when its view is shown for the first time. */
export function createTreeView({ view: host, ...deps }: TreeViewDeps): ConfigurationTreeView {
  const { view, fireDidChange } = host;
  const loaders = new BackgroundLoaders({
    ...deps,
    onProgress: work => {
      showViewProgress(configurationViewId, work);
    },
  });
  const tree = new ConfigurationTree({ ...deps, loaders, fireDidChange });
  /** Shows where the open document is, as the Explorer does; the keyboard stays in the document. */
  const reveal = async (uri: vscode.Uri) => {
    const place = uri.scheme === resourceScheme ? parseResourcePath(uri.path) : undefined;
    const profile = place && deps.profiles.all.find(({ name }) => name === place.profile);
    const node = profile && tree.findNode(profile, { kind: place.kind, id: place.id });
    if (!node || view.selection.some(selected => (selected as TreeNode).id === node.id)) return;
    try {
      await view.reveal(node, { select: true, focus: false });
    } catch (error) {
      // VS Code may have asked for other nodes meanwhile.
      deps.warn('The open document could not be revealed in the view', error);
    }
  };
  const subscriptions = vscode.Disposable.from(
    view.onDidExpandElement(({ element }) => {
      tree.onExpand(element as TreeNode);
    }),
    view.onDidCollapseElement(({ element }) => {
      tree.onCollapse(element as TreeNode);
    }),
    vscode.window.onDidChangeActiveTextEditor(editor => {
      if (editor && view.visible) void reveal(editor.document.uri);
    }),
    view.onDidChangeVisibility(({ visible }) => {
      const uri = vscode.window.activeTextEditor?.document.uri;
      if (visible && uri) void reveal(uri);
    }),
  );
  return {
    tree,
    loaders,
    filterBy: text => {
      tree.filter = text;
      view.message = tree.filter === '' ? '' : t('Filter: {0}', tree.filter);
      setContextKey(contextKeys.configurationFiltered, tree.filter !== '');
    },
    dispose: () => {
      subscriptions.dispose();
      tree.dispose();
      loaders.dispose();
    },
  };
}
