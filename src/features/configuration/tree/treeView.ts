import * as vscode from 'vscode';
import { t } from '../../../core/common/l10n';
import { parseResourceUri } from '../../../core/resources/resourceUri';
import { setContextKey } from '../../../ui/contextKeys';
import { configurationViewId, contextKeys, resourceScheme } from '../../../ui/ids';
import { showViewProgress } from '../../../ui/progress';
import { BackgroundLoaders, type BackgroundLoadersDeps } from './backgroundLoaders';
import type { TreeViewHost } from './lazyTreeView';
import { ConfigurationTree, type TreeDeps } from './treeDataProvider';
import type { TreeNode } from './treeNode';

/** The tree in its view, with what its commands need. */
export interface ConfigurationTreeView {
  readonly tree: ConfigurationTree;
  readonly loaders: BackgroundLoaders;
  /** Shows only resources with this text in their title or id; an empty text shows all. */
  readonly filterBy: (text: string) => void;
  /** Expands the lists of the active profile, so that what the filter finds is seen. Never rejects. */
  readonly expandLists: () => Promise<void>;
  readonly dispose: () => void;
}

interface TreeViewDeps
  extends Omit<BackgroundLoadersDeps, 'onProgress'>, Pick<TreeDeps, 'after' | 'drafts' | 'uriOf'> {
  readonly view: TreeViewHost;
  readonly warn: (message: string, error: unknown) => void;
}

export function createTreeView({ view: host, ...deps }: TreeViewDeps): ConfigurationTreeView {
  const { view, fireDidChange } = host;
  const loaders = new BackgroundLoaders({
    ...deps,
    onProgress: work => {
      showViewProgress(configurationViewId, work);
    },
  });
  const tree = new ConfigurationTree({ ...deps, loaders, fireDidChange });
  /** Selects the node of the active document, as the Explorer does, without taking the focus. */
  const reveal = async (uri: vscode.Uri) => {
    const ref = uri.scheme === resourceScheme ? parseResourceUri(uri) : undefined;
    const profile = ref && deps.profiles.all.find(({ name }) => name === ref.profile);
    const node = profile && tree.findNode(profile, { kind: ref.kind, id: ref.id });
    if (!node || view.selection.some(selected => (selected as TreeNode).id === node.id)) return;
    try {
      await view.reveal(node, { select: true, focus: false });
    } catch (error) {
      // VS Code may have replaced the nodes in the meantime.
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
    expandLists: async () => {
      try {
        // The first one last: VS Code scrolls to it.
        for (const node of tree.activeCollections.toReversed())
          await view.reveal(node, { select: false, focus: false, expand: true });
      } catch (error) {
        deps.warn('The lists could not be expanded in the view', error);
      }
    },
    dispose: () => {
      subscriptions.dispose();
      tree.dispose();
      loaders.dispose();
    },
  };
}
