import * as vscode from 'vscode';
import { isSameResource, parseResourceUri } from '../../../core/resources/resourceUri';
import { resourceScheme } from '../../../ui/ids';

/**
 * Documents are named by titles: hovering a tab or a breadcrumb shows the ID. A resource whose document is open under an
 * earlier title is shown there, because two documents of one resource would overwrite each other.
 */
export function registerDocumentNames(warn: (message: string, error: unknown) => void): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.window.registerFileDecorationProvider({
      provideFileDecoration: uri => {
        const ref = uri.scheme === resourceScheme ? parseResourceUri(uri) : undefined;
        return ref && new vscode.FileDecoration(undefined, ref.id);
      },
    }),
    vscode.window.tabGroups.onDidChangeTabs(({ opened }) => {
      for (const tab of opened) {
        const uri = uriOf(tab);
        const open = uri && earlierDocument(uri);
        if (open && !tab.isDirty) {
          showInstead(tab, open).catch((error: unknown) => {
            warn('The open document of a resource could not be shown', error);
          });
        }
      }
    }),
  );
}

async function showInstead(tab: vscode.Tab, open: vscode.Uri): Promise<void> {
  const { viewColumn } = tab.group;
  const uri = uriOf(tab)?.toString();
  await vscode.window.showTextDocument(open, { viewColumn, preview: false });
  // VS Code 1.100 has replaced its tab objects meanwhile, and closes only the new ones.
  const tabs = vscode.window.tabGroups.all
    .filter(group => group.viewColumn === viewColumn)
    .flatMap(group => group.tabs)
    .filter(each => uriOf(each)?.toString() === uri && !each.isDirty);
  await vscode.window.tabGroups.close(tabs, true);
}

/** The document of the same resource that a tab shows under another URI. */
function earlierDocument(uri: vscode.Uri): vscode.Uri | undefined {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs.map(uriOf))
    .find(other => other && other.toString() !== uri.toString() && isSameResource(other, uri));
}

function uriOf({ input }: vscode.Tab): vscode.Uri | undefined {
  return input instanceof vscode.TabInputText && input.uri.scheme === resourceScheme ? input.uri : undefined;
}
