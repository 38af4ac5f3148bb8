import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import { filePath } from '../../core/configurationFiles/address';
import { addressesById } from '../../core/configurationFiles/addressReferences';
import { type ConfigurationFolder, readFolder } from '../../core/configurationFiles/configurationFolder';
import { checkIdentity } from '../../core/configurationFiles/folderIdentity';
import { idsPath, idsText, readIds } from '../../core/configurationFiles/idsFile';
import type { PlanEntry } from '../../core/configurationFiles/plan/planEntry';
import { planPull, type PullResult } from '../../core/configurationFiles/pull';
import { isSameCustomer } from '../../core/profile/client';
import type { Profile } from '../../core/profile/profile';
import { resourceKey } from '../../core/resources/resource';
import type { Versions } from '../../storage/pulledVersions';
import type { Command } from '../../ui/commands/commandRegistry';
import { defineCommand } from '../../ui/commands/defineCommand';
import { UriArg } from '../../ui/commands/uriArg';
import { findFolders, folderUri } from '../../ui/documents/configurationFolders';
import { FolderFiles, shown, type Texts } from '../../ui/documents/folderFiles';
import { askQuestion, confirm } from '../../ui/notifications';
import type { FilesServices } from './deps';
import {
  assertTrusted,
  chooseTargetToPull,
  defaultFolder,
  type Target,
  type TargetArgs,
} from './folderChoice';
import { readService } from './readService';

const PullArgs = z.strictObject({ profile: z.optional(z.string()), folder: z.optional(UriArg) });

/** Writes the configuration of a profile to files (contract). */
export function pullConfiguration(services: FilesServices): Command {
  return defineCommand(PullArgs, async (args, clicked) => {
    assertTrusted();
    const { profiles } = services;
    const title = t('Pull Configuration into Folder');
    const { profile, root } = args
      ? await targetOfArgs(profiles.get(args.profile), args)
      : await chooseTargetToPull(profiles, clicked, title);
    const result = await pull(services, { profile, root }, { isInteractive: !args });
    if (args) {
      const { written, same, kept, gone, unread } = result;
      const addresses = (list: readonly { readonly address: string }[]) => list.map(({ address }) => address);
      return {
        ...{ folder: root.toString(), written, same, kept: addresses(kept), gone },
        unread: addresses(unread),
      };
    }
    void showResult(services, { profile, root }, result);
    return undefined;
  });
}

async function targetOfArgs(profile: Profile, args: TargetArgs): Promise<Target> {
  return { profile, root: await folderOfArgs(profile, args) };
}

async function folderOfArgs(profile: Profile, { folder }: TargetArgs): Promise<vscode.Uri> {
  if (folder !== undefined) return folderUri(folder);
  const own = (await findFolders()).filter(({ identity }) => identity && isSameCustomer(identity, profile));
  const [only, ...others] = own;
  const [workspace] = vscode.workspace.workspaceFolders ?? [];
  if (only && others.length === 0) return only.root;
  if (only) {
    const names = own.map(({ root }) => shown(root)).join(', ');
    throw new Problem(
      'missingInput',
      t('There are several folders with files of this customer: {0}.', names),
      t('Name the folder.'),
    );
  }
  if (workspace) return defaultFolder(workspace.uri, profile);
  throw new Problem('missingInput', t('Open a folder first, or name the folder by its URI.'));
}

interface Pulled extends PullResult {
  /** The files by path, as they are now. */
  readonly texts: Texts;
}

/** Reads the service, then writes what differs. Rejects with a `Problem`; then no file was changed unless it says so. */
export async function pull(
  services: FilesServices,
  target: Target,
  { isInteractive }: { readonly isInteractive: boolean },
): Promise<Pulled> {
  const { files, folder, bases, plan } = await preparePull(services, target, isInteractive);
  await files.write(plan.writes, folder.texts);
  await storeBases(services, target, bases, plan.bases);
  return { ...plan.result, texts: new Map([...folder.texts, ...plan.writes]) };
}

/**
 * Overwrites the file of an entry with what the service has, or writes it. Rejects as `pull` does, or with `gone` if the
 * service does not have it any more.
 */
export async function takeTheirs(
  services: FilesServices,
  target: Target,
  { address: shownAddress, kind, id }: Pick<PlanEntry, 'address' | 'kind' | 'id'>,
): Promise<void> {
  const { files, folder, bases, plan } = await preparePull(services, target, true, new Set([shownAddress]));
  const isOfFile = folder.files.has(shownAddress) || folder.ids.has(shownAddress);
  // A resource without a file gets its address now.
  const address = isOfFile ? shownAddress : addressesById(plan.ids).get(resourceKey({ kind, id: id ?? '' }));
  if (address === undefined || id === undefined) {
    throw new Problem(
      'gone',
      t('{0} is not on the service any more. Nothing was written.', shownAddress),
      t('Compare again.'),
    );
  }
  const path = filePath(address);
  const text = plan.writes.get(path);
  const ids = idsText(new Map([...folder.ids, [address, id]]));
  // Not the other new addresses: without their files they would look deleted.
  await files.write(
    new Map([...(text === undefined ? [] : [[path, text] as const]), [idsPath, ids] as const]),
    folder.texts,
  );
  const key = resourceKey({ kind, id });
  const base = plan.bases.get(key);
  if (base) await storeBases(services, target, bases, new Map([[key, base]]));
}

async function preparePull(
  services: FilesServices,
  { profile, root }: Target,
  isInteractive: boolean,
  overwrite?: ReadonlySet<string>,
) {
  const files = new FolderFiles(root);
  // A folder of another customer is refused before anything is sent.
  await readOwnFolder(files, profile);
  const snapshot = await readService(services, profile, isInteractive);
  // Only now: reading the service may have taken long.
  const folder = await readOwnFolder(files, profile);
  const bases = await services.pulledVersions.read(profile, root.toString());
  const plan = planPull(folder, snapshot, { bases, ...(overwrite && { overwrite }) });
  return { files, folder, bases, plan: { ...plan, ids: readIds(plan.writes.get(idsPath) ?? '{}').ids } };
}

async function storeBases(
  { pulledVersions }: FilesServices,
  { profile, root }: Target,
  before: Versions,
  changed: Versions,
): Promise<void> {
  await pulledVersions.write(profile, root.toString(), new Map([...before, ...changed]));
}

/** The files of a folder, which may be empty. Rejects with a `Problem` if they are of another customer or service. */
async function readOwnFolder(files: FolderFiles, profile: Profile): Promise<ConfigurationFolder> {
  const texts = await files.read();
  const folder = readFolder(texts);
  if (texts.size > 0) checkIdentity(folder.identity, profile);
  return folder;
}

async function showResult(services: FilesServices, target: Target, result: Pulled): Promise<void> {
  const { written, same, kept, gone, unread, texts } = result;
  const files = new FolderFiles(target.root);
  const onlyHere = kept.filter(({ reason }) => reason !== 'onlyHere');
  const sentences = [
    written.length === 1
      ? t('{0}: 1 file written, {1} unchanged.', shown(target.root), same.length)
      : t('{0}: {1} files written, {2} unchanged.', shown(target.root), written.length, same.length),
    ...(onlyHere.length === 0
      ? []
      : [t('{0} were changed here and kept: {1}.', onlyHere.length, listed(onlyHere))]),
    ...(unread.length === 0 ? [] : [t('{0} could not be read: {1}.', unread.length, listed(unread))]),
    ...(gone.length === 0
      ? []
      : [t('Not on the service any more: {0}.', listed(gone.map(address => ({ address }))))]),
  ];
  const [compare, show, remove] = [t('Compare'), t('Show Files'), t('Delete Files…')];
  const isClean = kept.length + unread.length + gone.length === 0;
  const buttons = [...(isClean ? [] : [compare]), show, ...(gone.length === 0 ? [] : [remove])];
  const answer = await askQuestion(sentences.join(' '), buttons, { isWarning: unread.length > 0 });
  if (answer === compare) await services.plans.show(target);
  if (answer === show) {
    const [first] = gone.length > 0 ? gone : [...written, ...same];
    if (first !== undefined)
      await vscode.commands.executeCommand('revealInExplorer', files.uriOf(filePath(first)));
  }
  if (answer === remove) {
    await confirm(
      gone.length === 1 ? t('Delete 1 file?') : t('Delete {0} files?', gone.length),
      t('Delete'),
      t(
        'The resources of these files are not on the service any more: {0}. You can undo this in the Explorer.',
        gone.join(', '),
      ),
    );
    // The message may be hours old.
    await files.delete(gone.map(filePath), texts);
  }
}

/** The maximum number of names in a message. */
const maxListed = 3;

function listed(entries: readonly { readonly address: string }[]): string {
  const names = entries.slice(0, maxListed).map(({ address }) => address);
  const more = entries.length - names.length;
  return more > 0 ? t('{0} and {1} more', names.join(', '), more) : names.join(', ');
}
