import * as vscode from 'vscode';
import { t } from '../../core/common/l10n';
import { plainText } from '../../core/masking/redaction';
import { isLoopback, type Profile } from '../../core/profile/profile';
import { withoutSecrets } from '../../core/resources/draftText';
import { parseResourceUri } from '../../core/resources/resourceUri';
import type { Draft } from '../../storage/configuration/draftFiles';
import { FileSecrets } from '../../storage/configuration/fileSecrets';
import { askQuestion } from '../../ui/notifications';
import { createDrafts, createHistory, createPulledVersions } from '../../ui/storageFolder';
import { BaseVersions } from './documents/baseVersions';
import type { ConfigurationDeps, ConfigurationServices } from './services';

/**
 * Deletes what is stored for removed profiles: history, drafts, secrets and pulled versions of their files, and the base
 * versions of their closed documents. Drafts that nobody was asked about stay until the user has read a message. Never rejects.
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
  const baseVersions = services?.baseVersions ?? new BaseVersions(context.workspaceState, warn);
  const shown = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
  const warnOf = (error: unknown) => {
    warn('Data of a removed profile could not be deleted', error);
  };
  for (const { id, name, origin } of removed) {
    // Another window's write may have lost a profile that still exists.
    if (!(await deps.profiles.isRemoved({ id }))) continue;
    for (const uri of baseVersions.uris) {
      if (!shown.has(uri) && parseResourceUri(vscode.Uri.parse(uri))?.profile === name)
        baseVersions.delete(uri);
    }
    for (const stored of [history, fileSecrets, pulledVersions]) await stored.removeProfile(id).catch(warnOf);
    const unasked = isLoopback(new URL(origin).hostname) ? [] : await drafts.ofProfile(id);
    if (unasked.length === 0) await drafts.removeProfile(id);
    else
      tellOfDrafts(name, unasked)
        .then(() => drafts.removeProfile(id))
        .catch(warnOf);
  }
}

/**
 * Tells of drafts of a profile that was removed in a window without access to them: each host (WSL, SSH, a container) has files of
 * its own. They can be kept as new files, without secrets. Resolves when the message is closed.
 */
async function tellOfDrafts(profileName: string, drafts: readonly Draft[]): Promise<void> {
  const keep = t('Open as New Files');
  const message = t(
    'The profile “{0}” was removed in a window on another host. Its drafts on this host ({1}) were not applied. They are deleted when you close this message.',
    profileName,
    drafts.length,
  );
  if ((await askQuestion(message, [keep], { isWarning: true })) !== keep) return;
  for (const draft of drafts) {
    const { kind, id, title, text } = draft;
    const content = `// ${plainText(title, 200)}: ${kind} ${id}\n${withoutSecrets(text)}`;
    const document = await vscode.workspace.openTextDocument({ language: 'jsonc', content });
    await vscode.window.showTextDocument(document, { preview: false });
  }
}
