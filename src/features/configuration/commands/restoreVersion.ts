import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { ProfileConfiguration } from '../../../configuration/profileConfiguration';
import { createCopy, deletedOptions } from '../../../configuration/writes/copyOptions';
import { writeOption } from '../../../configuration/writes/writeOption';
import { displayText, inQuotes } from '../../../core/common/displayText';
import { t } from '../../../core/common/l10n';
import { Problem, undefinedIfGone } from '../../../core/common/problem';
import type { Profile } from '../../../core/profile/profile';
import { createCopyText } from '../../../core/resourceRules/resourceCopy';
import { optionNamesOf } from '../../../core/resources/configurationSnapshot';
import { isEquivalentJson } from '../../../core/resources/equivalentJson';
import { type ResourceKey, singularLabel } from '../../../core/resources/resource';
import { findMissingSecret, toDocumentText } from '../../../core/resources/resourceText';
import type { PreviousVersion } from '../../../storage/configuration/resourceHistory';
import { askSecret } from '../../../ui/askSecret';
import type { Command } from '../../../ui/commands/commandRegistry';
import { defineCommand } from '../../../ui/commands/defineCommand';
import { applyTexts } from '../../../ui/documents/documentEdits';
import { confirm, showStatusBarMessage } from '../../../ui/notifications';
import { askPick } from '../../../ui/quickInput';
import { findTarget } from './clickedTarget';
import type { CommandDeps } from './commandDeps';

/**
 * Restores a version from before one of our writes. If the resource exists, puts it into its document, to be reviewed and
 * applied; if it was deleted, creates a new one. What is below a login policy is sent after a question.
 */
export function restorePreviousVersion(deps: CommandDeps): Command {
  return defineCommand(z.strictObject({}), async (_, clicked) => {
    const { configurations, history } = deps;
    const ref = findTarget(clicked);
    const configuration = configurations.forDocument(ref?.profile);
    const found = await (ref
      ? listVersions(deps, configuration.profile, ref)
      : history.listNewest(configuration.profile));
    // What was below a deleted login policy is restored with it.
    const versions = found.filter(({ option, sent }) => option === undefined || sent !== undefined);
    if (versions.length === 0) {
      throw new Problem(
        'noVersion',
        t('There is no previous version. One is kept whenever you change or delete a policy or client here.'),
      );
    }
    const version = await chooseVersion(versions);
    if (version.option) return restoreOption(configuration, { ...version, option: version.option });
    const exists = await undefinedIfGone(configuration.resourceCache.read(version));
    return exists ? showInDocument(deps, configuration, version) : recreate(deps, configuration, version);
  });
}

/** The versions of a resource and of what is below it, the newest first. */
async function listVersions(
  { history }: Pick<CommandDeps, 'history'>,
  profile: Profile,
  { kind, id }: ResourceKey,
): Promise<readonly PreviousVersion[]> {
  const keys = [{ kind, id }, ...optionNamesOf(kind).map(option => ({ kind, id, option }))];
  const found = await Promise.all(keys.map(key => history.list(profile, key)));
  return found.flat().sort((one, other) => other.at - one.at);
}

async function chooseVersion(versions: readonly PreviousVersion[]): Promise<PreviousVersion> {
  const items = versions.map(version => ({
    label: new Date(version.at).toLocaleString(),
    description: [version.option, `${singularLabel(version.kind)} ${inQuotes(version.title)}`]
      .filter(Boolean)
      .join(', '),
    version,
  }));
  const { version } = await askPick({
    title: t('Restore Previous Version'),
    placeholder: t('Choose the version to restore'),
    items,
  });
  return version;
}

async function showInDocument(
  { documents }: CommandDeps,
  configuration: ProfileConfiguration,
  version: PreviousVersion,
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(documents.uriOf(configuration, version));
  await applyTexts([{ document, text: version.text }]);
  await vscode.window.showTextDocument(document, { preview: false });
  showStatusBarMessage(t('Review and apply to send the change'), 8000, 'history');
}

/** Sends an earlier value of what is below a login policy: it has no document. Rejects as `writeOption`. */
async function restoreOption(
  configuration: ProfileConfiguration,
  { id, title, option, text }: PreviousVersion & Required<Pick<PreviousVersion, 'option'>>,
): Promise<void> {
  const current = await configuration.resourceCache.api.readOption(id, option);
  const now = toDocumentText(current);
  if (isEquivalentJson(now, text)) {
    showStatusBarMessage(t('{0} of “{1}” has this value already', option, title), 8000, 'history');
    return;
  }
  await confirm(
    t('Restore {0} of “{1}”?', option, title),
    t('Restore'),
    t('Now: {0}. Afterwards: {1}. The change is sent immediately.', displayText(now), displayText(text)),
  );
  await writeOption(configuration, { policy: { id, title }, option, text, planned: current });
  showStatusBarMessage(t('{0} of “{1}” was restored', option, title), 8000, 'history');
}

/**
 * Creates a resource again that is gone, with a new ID, because the service assigns IDs. Asks for secrets that are masked in
 * the text. Rejects with a `Problem`; `cancelled` if the user declines.
 */
export async function recreate(
  deps: Pick<CommandDeps, 'documents' | 'history'>,
  configuration: ProfileConfiguration,
  version: Pick<PreviousVersion, 'kind' | 'id' | 'title' | 'text'>,
): Promise<void> {
  const { kind, title } = version;
  const text = await withSecrets(createCopyText(kind, version.text));
  const options = await deletedOptions(deps.history, configuration.profile, version);
  const isOptionLost = options.size < optionNamesOf(kind).length;
  await confirm(
    t('“{0}” no longer exists. Create it again for “{1}”?', title, configuration.profile.name),
    t('Create'),
    [
      t('It gets another ID. Update everything that points to the old one.'),
      ...(isOptionLost
        ? [t('No copy of its push claims or its allowed response types is kept: they get their defaults.')]
        : []),
    ].join(' '),
  );
  const resource = await createCopy(configuration, kind, text, options);
  await vscode.window.showTextDocument(deps.documents.uriOf(configuration, resource), { preview: false });
}

async function withSecrets(text: string): Promise<string> {
  let filled = text;
  for (;;) {
    const missing = findMissingSecret(filled);
    if (!missing) return filled;
    const prompt = t('Enter the secret at {0} again: no copy of it is kept.', missing.path);
    filled = missing.fill(await askSecret(t('Restore Previous Version'), prompt));
  }
}
