// Finds the folder of a configuration, or asks for it.
import * as vscode from 'vscode';
import { t } from '../../core/common/l10n';
import { listNames } from '../../core/common/listNames';
import { Problem } from '../../core/common/problem';
import { slugOf } from '../../core/configurationFiles/address';
import { isSameCustomer } from '../../core/profile/client';
import type { Profile } from '../../core/profile/profile';
import type { ProfileStore } from '../../storage/profiles/profileStore';
import { clickedProfile } from '../../ui/commands/clickedProfile';
import {
  assertTrusted,
  findFolders,
  folderUri,
  type KnownFolder,
} from '../../ui/documents/configurationFolders';
import { displayPath } from '../../ui/documents/fileAccess';
import { askPick, cancelled, type PickItem } from '../../ui/quickInput';

/** The folder above those of the customers: the schemas of the files are found by it. */
const parentName = 'hosted-login';

/** The files and the profile that a command is for. */
export interface Target {
  readonly profile: Profile;
  readonly root: vscode.Uri;
}

/** What the commands take to name profile and folder. */
export interface TargetArgs {
  readonly profile?: string | undefined;
  readonly folder?: string | vscode.Uri | undefined;
}

/** Throws a `Problem` of kind `untrustedWorkspace`: the files of a folder decide what is sent. */
export function assertFilesTrusted(): void {
  assertTrusted(t('Configuration files are only used in a trusted workspace.'));
}

/** The only folder with files of a customer, if there is one. Throws `missingInput` if there are several. */
export function onlyFolderOf(profile: Profile, folders: readonly KnownFolder[]): KnownFolder | undefined {
  const own = foldersOf(profile, folders);
  if (own.length <= 1) return own[0];
  throw new Problem(
    'missingInput',
    t(
      'There are several folders with files of this customer: {0}.',
      listNames(own.map(({ root }) => displayPath(root))),
    ),
    t('Specify the folder.'),
  );
}

function foldersOf(profile: Profile, folders: readonly KnownFolder[]): readonly KnownFolder[] {
  return folders.filter(({ identity }) => identity && isSameCustomer(identity, profile));
}

/**
 * The profile and the folder for a comparison: named, or the folder of the file that is open or clicked, or else asked for. Rejects
 * with a `Problem` if there is none.
 */
export async function chooseTarget(
  profiles: ProfileStore,
  args: TargetArgs | undefined,
  clicked: readonly unknown[],
  title: string,
): Promise<Target> {
  assertFilesTrusted();
  if (args?.folder !== undefined) {
    const root = folderUri(args.folder);
    return { root, profile: profiles.get(args.profile) };
  }
  const folders = await findFolders();
  if (args) {
    const profile = profiles.get(args.profile);
    const only = onlyFolderOf(profile, folders);
    if (only) return { root: only.root, profile };
    throw noFolderProblem();
  }
  const folder = folderOf(clicked, folders) ?? (await askFolder(folders, profiles, title));
  return { root: folder.root, profile: await profileFor(profiles, folder, title) };
}

/** The folder that holds what was clicked, or else the active document. Throws a `Problem` if what was clicked is in none. */
export function folderOf(
  clicked: readonly unknown[],
  folders: readonly KnownFolder[],
): KnownFolder | undefined {
  const uri = clickedUri(clicked);
  const folder = folderHolding(uri ?? vscode.window.activeTextEditor?.document.uri, folders);
  if (folder || !uri) return folder;
  throw new Problem(
    'noFiles',
    t('{0} is not in a folder of configuration files.', displayPath(uri)),
    t('Run Pull Configuration into Folder first.'),
  );
}

/** What a menu of the Explorer was opened on. */
function clickedUri([clicked]: readonly unknown[]): vscode.Uri | undefined {
  return clicked instanceof vscode.Uri ? clicked : undefined;
}

function folderHolding(
  uri: vscode.Uri | undefined,
  folders: readonly KnownFolder[],
): KnownFolder | undefined {
  return uri && folders.find(({ root }) => `${uri.toString()}/`.startsWith(`${root.toString()}/`));
}

async function askFolder(
  folders: readonly KnownFolder[],
  profiles: ProfileStore,
  title: string,
): Promise<KnownFolder> {
  const [only, ...others] = folders;
  if (!only) throw noFolderProblem();
  if (others.length === 0) return only;
  const items = folders.map(folder => ({
    label: displayPath(folder.root),
    description: profilesOf(profiles, folder)
      .map(({ name }) => name)
      .join(', '),
    folder,
  }));
  return (await askPick({ title, placeholder: t('Which folder?'), items })).folder;
}

/** The profile of the customer of a folder: the active one if it is, else asked for if there are several. */
async function profileFor(profiles: ProfileStore, folder: KnownFolder, title: string): Promise<Profile> {
  const own = profilesOf(profiles, folder);
  const [only, ...others] = own;
  // The check of the folder says whose files these are.
  if (!only) return profiles.get();
  if (others.length === 0 || only.id === profiles.active?.id) return only;
  const items = own.map(profile => ({ label: profile.name, profile }));
  return (await askPick({ title, placeholder: t('Which profile?'), items })).profile;
}

/** The active profile comes first. */
function profilesOf(profiles: ProfileStore, { identity }: KnownFolder): readonly Profile[] {
  const own = profiles.all.filter(profile => identity && isSameCustomer(identity, profile));
  return [...own].sort(
    (one, other) => Number(other.id === profiles.active?.id) - Number(one.id === profiles.active?.id),
  );
}

type FolderItem = PickItem & { readonly root?: vscode.Uri };

/**
 * The profile and the folder to pull into: what was clicked, else the active profile, and the folder that has the files of its
 * customer, else a new one that is asked for.
 */
export async function chooseTargetToPull(
  profiles: ProfileStore,
  clicked: readonly unknown[],
  title: string,
): Promise<Target> {
  const folders = await findFolders();
  const uri = clickedUri(clicked);
  const folder = folderHolding(uri, folders);
  if (folder) return { root: folder.root, profile: await profileFor(profiles, folder, title) };
  const profile = clickedProfile(profiles, clicked) ?? profiles.get();
  const own = foldersOf(profile, folders);
  // A folder that was clicked and has no files yet: never another one without a question.
  const root = uri ? undefined : onlyFolder(own);
  return { profile, root: root ?? (await askFolderToPull(profile, own, title)) };
}

/** The folder of the active document, or the only one. */
function onlyFolder(own: readonly KnownFolder[]): vscode.Uri | undefined {
  const [only, ...others] = own;
  const active = folderHolding(vscode.window.activeTextEditor?.document.uri, own);
  return active?.root ?? (others.length === 0 ? only?.root : undefined);
}

async function askFolderToPull(
  profile: Profile,
  own: readonly KnownFolder[],
  title: string,
): Promise<vscode.Uri> {
  const created = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => defaultFolder(uri, profile));
  const items: FolderItem[] = [
    ...own.map(({ root }) => ({ icon: 'folder', label: displayPath(root), root })),
    ...created.map(root => ({
      icon: 'new-folder',
      label: displayPath(root),
      description: t('new folder'),
      root,
    })),
    { icon: 'folder-opened', label: t('Another Folder…') },
  ];
  const placeholder = t('Where do you want the files of “{0}”?', profile.name);
  const answer = await askPick({ title, placeholder, items });
  if (answer.root) return answer.root;
  const [chosen] =
    (await vscode.window.showOpenDialog({
      ...{ canSelectFiles: false, canSelectFolders: true, canSelectMany: false, title },
      openLabel: t('Create Files Here'),
    })) ?? [];
  if (!chosen) throw cancelled();
  return defaultFolder(chosen, profile);
}

/** `hosted-login/<profile>` in a folder, without `hosted-login` twice. */
export function defaultFolder(parent: vscode.Uri, { name }: Pick<Profile, 'name'>): vscode.Uri {
  const isParent = parent.path.endsWith(`/${parentName}`);
  return vscode.Uri.joinPath(parent, ...(isParent ? [] : [parentName]), slugOf(name));
}

export function noFolderProblem(): Problem {
  return new Problem(
    'noFiles',
    t('There are no configuration files in this workspace.'),
    t('Run Pull Configuration into Folder first.'),
  );
}
