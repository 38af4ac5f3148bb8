// The command that exports the configuration for other products.
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { t } from '../../core/common/l10n';
import { listNames } from '../../core/common/listNames';
import { Problem } from '../../core/common/problem';
import type { Steps } from '../../core/common/steps';
import { slugOf } from '../../core/configurationFiles/address';
import { exportInSteps, formatNames, type FormatName } from '../../core/migration/exportConfiguration';
import { folderSnapshot } from '../../core/migration/folderSnapshot';
import type { MigrationFile } from '../../core/migration/migrationTarget';
import type { ConfigurationSnapshot } from '../../core/resources/configurationSnapshot';
import { clickedProfile } from '../../ui/commands/clickedProfile';
import { commandLink } from '../../ui/commands/commandLink';
import type { Command } from '../../ui/commands/commandRegistry';
import { defineCommand } from '../../ui/commands/defineCommand';
import { UriArg } from '../../ui/commands/uriArg';
import { findFolders, folderUri } from '../../ui/documents/configurationFolders';
import { displayPath } from '../../ui/documents/fileAccess';
import { FolderFiles } from '../../ui/documents/folderFiles';
import type { ReadOnlyDocuments } from '../../ui/documents/readOnlyDocuments';
import { commands } from '../../ui/ids';
import { showInformation } from '../../ui/notifications';
import { withDelayedProgress, withProgress } from '../../ui/progress';
import { askPick, cancelled, type PickItem } from '../../ui/quickInput';
import type { MigrationDeps } from './deps';
import { confirmReplacing, ExportFolder, maxListed, refuseToReplace } from './exportFolder';
import { assertExportTrusted, readKeys, readProfile } from './readSource';

const Args = z.strictObject({
  profile: z.optional(z.string()),
  folder: z.optional(UriArg),
  to: UriArg,
  formats: z.optional(z.array(z.enum(formatNames))),
});

/** Writes the report and the files for other products (contract). For a person, shows the report. */
export function exportForMigration(deps: MigrationDeps, texts: ReadOnlyDocuments): Command {
  return defineCommand(Args, async (args, clicked) => {
    assertExportTrusted();
    if (args?.profile !== undefined && args.folder !== undefined)
      throw new Problem(
        'missingInput',
        t('Missing or invalid: {0}.', 'profile, folder'),
        t('Specify either a profile or a folder.'),
      );
    const own = clickedProfile(deps.profiles, clicked);
    const named = args?.folder === undefined ? undefined : folderUri(args.folder);
    const from = args || own ? sourceOf(deps, own?.name ?? args?.profile, named) : await chooseSource(deps);
    const formats = args ? args.formats : await askFormats();
    const root = args ? folderUri(args.to) : await chooseFolder(from.name);
    const { snapshot, keys } = await from.read(!args);
    const folder = new ExportFolder(root);
    const prepare = async (signal: AbortSignal) => {
      const exported = await inTurns(exportInSteps(snapshot, from.name, formats, keys), signal);
      return { ...exported, ...(await folder.compare(exported.files, signal)) };
    };
    const { files, notes, added, changed, before } = await (args
      ? prepare(new AbortController().signal)
      : withDelayedProgress(t('Preparing the export…'), prepare));
    if (args) refuseToReplace(changed);
    else await confirmReplacing(folder, changed, texts);
    const writes = new Map([...added, ...changed].map(({ path, text }) => [path, text]));
    await withProgress(args ? undefined : t('Writing the files…'), signal =>
      folder.write(writes, before, signal),
    );
    if (args) return { files: files.map(({ path }) => path), notes };
    await vscode.commands.executeCommand('markdown.showPreview', folder.uriOf('README.md'));
    const hasSecrets = from.isActiveProfile && notes.some(({ concept }) => concept === 'secret');
    void showResult(folder, root, files, hasSecrets);
    return undefined;
  });
}

/** Runs a computation so that others run between its steps. Rejects with the signal's reason when it is aborted. */
async function inTurns<T>(steps: Steps<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
    await new Promise(resolve => setImmediate(resolve));
    signal.throwIfAborted();
  }
}

async function showResult(
  folder: ExportFolder,
  root: vscode.Uri,
  files: readonly MigrationFile[],
  hasSecrets: boolean,
): Promise<void> {
  const others = await folder.findOthers(files);
  const sentences = [
    t('The export is in {0}.', vscode.workspace.asRelativePath(root)),
    ...(others.length > 0
      ? [t('Files of an earlier export are there too: {0}.', listNames(others, maxListed))]
      : []),
  ];
  const terminal = commandLink(t('Open Terminal for Import…'), commands.openImportTerminal);
  await showInformation(sentences.join(' '), ...(hasSecrets ? [terminal] : []));
}

/** The profile or folder to export. */
interface Source {
  /** Of the profile or folder. */
  readonly name: string;
  readonly isActiveProfile: boolean;
  readonly read: (
    isInteractive: boolean,
  ) => Promise<{ readonly snapshot: ConfigurationSnapshot; readonly keys?: string | undefined }>;
}

/** A profile, or a pulled folder. Throws a `Problem` of kind `noProfile`. */
function sourceOf(
  deps: MigrationDeps,
  profileName: string | undefined,
  folder: vscode.Uri | undefined,
): Source {
  if (folder) {
    const name = folder.path.replace(/\/+$/, '').split('/').at(-1) ?? '';
    return {
      name,
      isActiveProfile: false,
      read: async () => {
        const pulled = await new FolderFiles(folder).readConfiguration();
        return { snapshot: folderSnapshot(pulled, pulled.identity) };
      },
    };
  }
  const profile = deps.profiles.get(profileName);
  return {
    name: profile.name,
    isActiveProfile: profile.id === deps.profiles.active?.id,
    read: async isInteractive => {
      const snapshot = await readProfile(deps, profile, isInteractive);
      return { snapshot, keys: await readKeys(deps, snapshot) };
    },
  };
}

interface SourceItem extends PickItem {
  readonly folder?: vscode.Uri;
}

/** Asks only if there is a choice: the active profile, or a pulled folder of the workspace. */
async function chooseSource(deps: MigrationDeps): Promise<Source> {
  const { active } = deps.profiles;
  const items: SourceItem[] = [
    ...(active
      ? [{ label: active.name, detail: t('The profile: what the service has now'), icon: 'account' }]
      : []),
    ...(await findFolders()).map(({ root }) => ({
      label: displayPath(root),
      detail: t('The folder: what its files have now'),
      icon: 'folder',
      folder: root,
    })),
  ];
  const [only, ...others] = items;
  if (!only || others.length === 0) return sourceOf(deps, undefined, only?.folder);
  const placeholder = t('What do you want to export?');
  const picked = await askPick<SourceItem>({ title: t('Export for Migration'), placeholder, items });
  return sourceOf(deps, undefined, picked.folder);
}

interface FormatItem extends PickItem {
  readonly formats: readonly FormatName[];
}

async function askFormats(): Promise<readonly FormatName[]> {
  const report = t('Report for people, applications.csv, notes.csv');
  const items: readonly FormatItem[] = [
    { label: t('Everything'), detail: t('The report, and files for all products'), formats: formatNames },
    { label: t('Report Only'), detail: report, formats: [] },
    {
      label: t('Report and Client Registration'),
      detail: t('Client metadata of RFC 7591, one file for each application'),
      formats: ['rfc7591'],
    },
    { label: t('Report and Keycloak'), detail: t('A realm to import'), formats: ['keycloak'] },
    { label: t('Report and Auth0'), detail: t('A tenant for deploy-cli'), formats: ['auth0'] },
    {
      label: t('Report and Ping Advanced Identity Cloud'),
      detail: t('Applications for frodo'),
      formats: ['pingAic'],
    },
  ];
  const { formats } = await askPick<FormatItem>({
    title: t('Export for Migration'),
    placeholder: t('Which files do you want to write?'),
    items,
  });
  return formats;
}

/** A folder of the workspace, or without one a folder that the user selects. */
async function chooseFolder(name: string): Promise<vscode.Uri> {
  const [workspace] = vscode.workspace.workspaceFolders ?? [];
  const parent =
    workspace?.uri ??
    (
      await vscode.window.showOpenDialog({
        canSelectFolders: true,
        canSelectFiles: false,
        title: t('Export for Migration'),
        openLabel: t('Export Here'),
      })
    )?.[0];
  if (!parent) throw cancelled();
  return vscode.Uri.joinPath(parent, 'migration', slugOf(name));
}
