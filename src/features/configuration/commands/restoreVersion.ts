import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { ProfileConfiguration } from '../../../configuration/profileConfiguration';
import { createResource } from '../../../configuration/writes/createResource';
import { t } from '../../../core/common/l10n';
import { isProblem, Problem } from '../../../core/common/problem';
import { jsonObject, parseJson } from '../../../core/json/json';
import { copyMembers } from '../../../core/resourceRules/validateResource';
import { singularLabel } from '../../../core/resources/resource';
import { secretPlaceholder } from '../../../core/resources/resourceText';
import type { ResourceVersion } from '../../../storage/resourceHistory';
import type { Command } from '../../../ui/commands/commandRegistry';
import { defineCommand } from '../../../ui/commands/defineCommand';
import { confirm, showStatusBarMessage } from '../../../ui/notifications';
import { askPick, askText, back, cancelled } from '../../../ui/quickInput';
import type { CommandDeps } from './commandDeps';
import { findTarget } from './target';

/**
 * Restores a version from before one of our writes. If the resource exists, edits its document, so that Save shows and
 * sends the change; if it was deleted, creates a new one.
 */
export function restorePreviousVersion(deps: CommandDeps): Command {
  return defineCommand(z.strictObject({}), async (_, clicked) => {
    const { configurations, history } = deps;
    const ref = findTarget(clicked);
    const configuration = configurations.get(ref?.profile);
    const versions = await (ref
      ? history.list(configuration.profile, ref)
      : history.listNewest(configuration.profile));
    if (versions.length === 0) {
      throw new Problem(
        'noVersion',
        t('There is no previous version. One is kept whenever you change or delete a resource here.'),
      );
    }
    const version = await chooseVersion(versions);
    try {
      await configuration.resourceCache.read(version);
    } catch (error) {
      if (!isProblem(error) || error.kind !== 'gone') throw error;
      return recreate(deps, configuration, version);
    }
    return showInDocument(deps, configuration, version);
  });
}

async function chooseVersion(versions: readonly ResourceVersion[]): Promise<ResourceVersion> {
  const items = versions.map(version => ({
    label: new Date(version.at).toLocaleString(),
    description: `${singularLabel(version.kind)} “${version.title}”`,
    version,
  }));
  const answer = await askPick({
    title: t('Restore Previous Version'),
    placeholder: t('Choose the version to restore'),
    items,
  });
  if (answer === back) throw cancelled();
  return answer.version;
}

async function showInDocument(
  { fileSystem }: CommandDeps,
  configuration: ProfileConfiguration,
  version: ResourceVersion,
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(fileSystem.uriOf(configuration, version));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), version.text);
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(document, { preview: false });
  showStatusBarMessage(t('Review and apply to send the change'), 8000, 'history');
}

/**
 * Creates a resource again that is gone, with a new ID, because the service assigns IDs. Asks for secrets that are masked in
 * the text. Rejects with a `Problem`; `cancelled` if the user declines.
 */
export async function recreate(
  deps: Pick<CommandDeps, 'fileSystem'>,
  configuration: ProfileConfiguration,
  version: Pick<ResourceVersion, 'kind' | 'title' | 'text'>,
): Promise<void> {
  const members = jsonObject(parseJson(version.text)) ?? {};
  const text = await withSecrets(JSON.stringify(copyMembers(version.kind, members), undefined, 2));
  await confirm(
    t('“{0}” no longer exists. Create it again?', version.title),
    t('Create'),
    t('It gets another ID. Update everything that points to the old one.'),
  );
  const resource = await createResource(configuration, version.kind, text);
  await vscode.window.showTextDocument(deps.fileSystem.uriOf(configuration, resource), { preview: false });
}

async function withSecrets(text: string): Promise<string> {
  let filled = text;
  while (filled.includes(JSON.stringify(secretPlaceholder))) {
    const answer = await askText({
      title: t('Restore Previous Version'),
      prompt: t('Enter the secret again: no copy of it is kept.'),
      isSecret: true,
      issue: value => (value.trim() === '' ? t('Enter the secret.') : undefined),
    });
    if (answer === back) throw cancelled();
    filled = filled.replace(JSON.stringify(secretPlaceholder), () => JSON.stringify(answer));
  }
  return filled;
}
