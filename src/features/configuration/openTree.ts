import * as vscode from 'vscode';
import { t } from '../../core/l10n';
import { placeOf } from '../../core/resourceUri';
import { setContextKey } from '../../ui/contextKeys';
import { configurationViewId, contextKeys, resourceScheme } from '../../ui/ids';
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
  /** Shows where the open document is, as the Explorer does; the keyboard stays in the document. */
  const reveal = async (uri: vscode.Uri) => {
    const place = uri.scheme === resourceScheme ? placeOf(uri.path) : undefined;
    const profile = place && rooms.profiles.all.find(({ name }) => name === place.profile);
    const node = profile && tree.nodeOf(profile, { kind: place.kind, id: place.id });
    if (!node || view.selection.some(selected => (selected as TreeNode).id === node.id)) return;
    try {
      await view.reveal(node, { select: true, focus: false });
    } catch (error) {
      // VS Code may have asked for other nodes meanwhile.
      rooms.warn('The open document could not be revealed in the view', error);
    }
  };
  const subscriptions = vscode.Disposable.from(
    view.onDidExpandElement(({ element }) => {
      tree.expanded(element as TreeNode);
    }),
    view.onDidCollapseElement(({ element }) => {
      tree.collapsed(element as TreeNode);
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
