import * as vscode from 'vscode';
import type { Profile } from '../../core/profile/profile';
import { parseResourceUri } from '../../core/resources/resourceUri';
import { FileSecrets } from '../../storage/configuration/fileSecrets';
import { createDrafts, createHistory, createPulledVersions } from '../../ui/storageFolder';
import { BaseVersions } from './documents/baseVersions';
import type { ConfigurationDeps, ConfigurationServices } from './services';

/**
 * Deletes what is stored for removed profiles: history, drafts, secrets and pulled versions of their files, and the base
 * versions of their closed documents. Never rejects.
 */
export async function removeProfileData(
  deps: ConfigurationDeps,
  services: Pick<ConfigurationServices, 'baseVersions' | 'drafts'> | undefined,
  removed: readonly Profile[],
): Promise<void> {
  const { context, warn } = deps;
  const history = createHistory(deps);
  const fileSecrets = new FileSecrets(context.secrets);
  const pulledVersions = createPulledVersions(context, warn);
  const drafts = services?.drafts ?? createDrafts(deps);
  const baseVersions = services?.baseVersions ?? new BaseVersions(deps.context.workspaceState, deps.warn);
  const shown = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
  for (const { id, name } of removed) {
    // Another window's write may have lost a profile that still exists.
    if (!(await deps.profiles.isRemoved({ id }))) continue;
    for (const uri of baseVersions.uris) {
      if (!shown.has(uri) && parseResourceUri(vscode.Uri.parse(uri))?.profile === name)
        baseVersions.delete(uri);
    }
    for (const stored of [history, drafts, fileSecrets, pulledVersions]) {
      await stored.removeProfile(id).catch((error: unknown) => {
        deps.warn('Data of a removed profile could not be deleted', error);
      });
    }
  }
}
