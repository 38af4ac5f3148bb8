import * as vscode from 'vscode';
import { t } from '../../../core/common/l10n';
import type { Drafts } from '../../../storage/configuration/drafts';
import type { ProfileStore } from '../../../storage/profiles/profileStore';
import { setContextKey } from '../../../ui/contextKeys';
import { contextKeys, resourceScheme } from '../../../ui/ids';
import type { ResourceDocuments } from './resourceDocuments';

interface DraftDecorationDeps {
  readonly drafts: Drafts;
  readonly profiles: ProfileStore;
  readonly documents: ResourceDocuments;
  readonly view: { readonly view: Pick<vscode.TreeView<object>, 'badge'> };
}

/** Marks tabs and nodes of the tree whose resource has a draft, and shows the number of drafts at the view. */
export function registerDraftDecorations({
  drafts,
  profiles,
  documents,
  view,
}: DraftDecorationDeps): vscode.Disposable {
  const changed = new vscode.EventEmitter<undefined>();
  const update = () => {
    changed.fire(undefined);
    const count = profiles.all.reduce((sum, profile) => sum + drafts.of(profile).length, 0);
    setContextKey(contextKeys.hasDrafts, count > 0);
    view.view.badge =
      count === 0
        ? undefined
        : {
            value: count,
            tooltip: count === 1 ? t('1 draft, not applied') : t('{0} drafts, not applied', count),
          };
  };
  update();
  return vscode.Disposable.from(
    changed,
    drafts.onDidChange(update),
    profiles.onDidChange(update),
    vscode.window.registerFileDecorationProvider({
      onDidChangeFileDecorations: changed.event,
      provideFileDecoration: uri =>
        uri.scheme === resourceScheme && documents.draftOf(uri)
          ? new vscode.FileDecoration(
              'M',
              t('Not applied'),
              new vscode.ThemeColor('gitDecoration.modifiedResourceForeground'),
            )
          : undefined,
    }),
  );
}
