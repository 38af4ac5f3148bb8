import * as vscode from 'vscode';
import { t } from '../../core/l10n';
import { setContextKey } from '../../ui/contextKeys';
import { configurationViewId, contextKeys } from '../../ui/ids';
import { workingInView } from '../../ui/progress';
import { Overviews } from './overviews';
import type { ConfigurationRooms } from './rooms';
import { ConfigurationTree } from './tree';
import type { TreeNode } from './treeNodes';

/** The tree in its view, and what its commands need of it. */
export interface OpenTree {
  readonly tree: ConfigurationTree;
  readonly overviews: Overviews;
  /** Shows only what has this in its title or id; all where it is empty. */
  readonly filterBy: (text: string) => void;
  readonly dispose: () => void;
}

/** Builds the tree, when its view is shown for the first time. */
export function openTree({ view: shown, ...rooms }: ConfigurationRooms): OpenTree {
  const { view, changed } = shown;
  const overviews = new Overviews({
    ...rooms,
    working: work => {
      workingInView(configurationViewId, work);
    },
  });
  const tree = new ConfigurationTree({ ...rooms, overviews, changed });
  const subscriptions = vscode.Disposable.from(
    view.onDidExpandElement(({ element }) => {
      tree.expanded(element as TreeNode);
    }),
    view.onDidCollapseElement(({ element }) => {
      tree.collapsed(element as TreeNode);
    }),
  );
  return {
    tree,
    overviews,
    filterBy: text => {
      tree.filter = text;
      view.message = tree.filter === '' ? '' : t('Filter: {0}', tree.filter);
      setContextKey(contextKeys.configurationFiltered, tree.filter !== '');
    },
    dispose: () => {
      subscriptions.dispose();
      tree.dispose();
      overviews.dispose();
    },
  };
}
