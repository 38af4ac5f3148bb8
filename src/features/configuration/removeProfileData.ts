import * as vscode from 'vscode';
import type { Profile } from '../../core/profile/profile';
import { parseResourceUri } from '../../core/resources/resourceUri';
import { BaseVersions } from './documents/baseVersions';
import type { ConfigurationDeps, ConfigurationServices } from './services';
import { createHistory } from './storedFiles';

/** Deletes the history of removed profiles, and the base versions of their closed documents. Never rejects. */
export async function removeProfileData(
  deps: ConfigurationDeps,
  services: Pick<ConfigurationServices, 'baseVersions'> | undefined,
  removed: readonly Profile[],
): Promise<void> {
  const history = createHistory(deps);
  const baseVersions = services?.baseVersions ?? new BaseVersions(deps.context.workspaceState, deps.warn);
  const shown = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
  for (const { id, name } of removed) {
    // Another window's write may have lost a profile that still exists.
    if (!(await deps.profiles.isRemoved({ id }))) continue;
    for (const uri of baseVersions.uris) {
      if (!shown.has(uri) && parseResourceUri(vscode.Uri.parse(uri))?.profile === name)
        baseVersions.delete(uri);
    }
    await history.removeProfile(id).catch((error: unknown) => {
      deps.warn('The history of a removed profile could not be deleted', error);
    });
  }
}
