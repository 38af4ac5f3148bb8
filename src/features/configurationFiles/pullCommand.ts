import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { t } from '../../core/common/l10n';
import { listNames } from '../../core/common/listNames';
import { isProblem, Problem } from '../../core/common/problem';
import { filePath } from '../../core/configurationFiles/address';
import { addressesById } from '../../core/configurationFiles/addressReferences';
import { withId } from '../../core/configurationFiles/changeIds';
import { idsPath, readIds } from '../../core/configurationFiles/idsFile';
import type { PlanEntry } from '../../core/configurationFiles/plan/planEntry';
import { planPull, type PullResult } from '../../core/configurationFiles/pull';
import { describeKept, withReasons } from '../../core/configurationFiles/reasons';
import type { Profile } from '../../core/profile/profile';
import { resourceKey } from '../../core/resources/resource';
import type { Versions } from '../../storage/configuration/pulledVersions';
import type { Command } from '../../ui/commands/commandRegistry';
import { defineCommand } from '../../ui/commands/defineCommand';
import { runLink } from '../../ui/commands/runCommand';
import { UriArg } from '../../ui/commands/uriArg';
import { findFolders, folderUri } from '../../ui/documents/configurationFolders';
import { displayPath } from '../../ui/documents/fileAccess';
import { FolderFiles, type Texts } from '../../ui/documents/folderFiles';
import { askQuestion, confirm, showLogLink, showProblem } from '../../ui/notifications';
import { readFolderAndService } from './comparison';
import type { FilesServices } from './deps';
import {
  assertFilesTrusted,
  chooseTargetToPull,
  defaultFolder,
  onlyFolderOf,
  type Target,
  type TargetArgs,
} from './folderChoice';
import { logReasons } from './logReasons';

const PullArgs = z.strictObject({ profile: z.optional(z.string()), folder: z.optional(UriArg) });

/** Writes the configuration of a profile to files (contract). */
export function pullConfiguration(services: FilesServices): Command {
  return defineCommand(PullArgs, async (args, clicked) => {
    assertFilesTrusted();
    const { profiles } = services;
    const title = t('Pull Configuration into Folder');
    const target = args
      ? await targetOfArgs(profiles.get(args.profile), args)
      : await chooseTargetToPull(profiles, clicked, title);
    const result = await pull(services, target, { isInteractive: !args });
    if (args) {
      const { written, same, kept, gone, unread } = result;
      return {
        ...{ folder: target.root.toString(), written, same, kept: addressesOf(kept), gone },
        unread: addressesOf(unread),
      };
    }
    // Nobody waits for the answer.
    void showResult(services, target, result).catch(async (error: unknown) => {
      if (!isProblem(error)) services.warn('What to do after a pull failed', error);
      else if (error.kind !== 'cancelled') await showProblem(error);
    });
    return undefined;
  });
}

async function targetOfArgs(profile: Profile, { folder }: TargetArgs): Promise<Target> {
  if (folder !== undefined) return { profile, root: folderUri(folder) };
  const [workspace] = vscode.workspace.workspaceFolders ?? [];
  const only = onlyFolderOf(profile, await findFolders());
  if (only) return { profile, root: only.root };
  if (workspace) return { profile, root: defaultFolder(workspace.uri, profile) };
  throw new Problem('missingInput', t('Open a folder first, or specify the folder by its URI.'));
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
  const { kept, unread } = plan.result;
  logReasons(services, 'A file was kept by a pull', keptWithReasons(kept));
  logReasons(services, 'A pull could not read', unread);
  await files.write(plan.writes, folder.texts);
  await storeBases(services, target, bases, plan.bases);
  return { ...plan.result, texts: new Map([...folder.texts, ...plan.writes]) };
}

/**
 * Overwrites the file of an entry with what the service has, or writes it. Rejects as `pull` does, or with `gone` if the
 * service no longer has it.
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
      t('{0} is no longer on the service. Nothing was written.', shownAddress),
      t('Compare again.'),
    );
  }
  const path = filePath(address);
  const text = plan.writes.get(path);
  const ids = withId(folder.texts.get(idsPath) ?? '{}', address, id);
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
  target: Target,
  isInteractive: boolean,
  overwrite?: ReadonlySet<string>,
) {
  const { files, folder, snapshot, bases } = await readFolderAndService(services, target, {
    isInteractive,
    mayBeEmpty: true,
  });
  const plan = planPull(folder, snapshot, { bases, overwrite });
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

/** The files that were kept, with the reason in words; not those that the service does not have yet, which are not news. */
function keptWithReasons(
  kept: PullResult['kept'],
): readonly { readonly address: string; readonly reason: string }[] {
  return kept
    .filter(({ reason }) => reason !== 'onlyHere')
    .map(({ address, reason }) => ({ address, reason: describeKept(reason) }));
}

function notGoneProblem(): Problem {
  return new Problem(
    'changedMeanwhile',
    t('The service or ids.json was changed in the meantime. Nothing was deleted.'),
    t('Run Pull Configuration into Folder again.'),
  );
}

/** The maximum number of names in a message. */
const maxListed = 3;

function addressesOf(entries: readonly { readonly address: string }[]): readonly string[] {
  return entries.map(({ address }) => address);
}

async function showResult(services: FilesServices, target: Target, result: Pulled): Promise<void> {
  const { written, same, kept, gone, unread, texts } = result;
  const files = new FolderFiles(target.root);
  const changed = keptWithReasons(kept);
  const sentences = [
    written.length === 1
      ? t('{0}: 1 file written, {1} unchanged.', displayPath(target.root), same.length)
      : t('{0}: {1} files written, {2} unchanged.', displayPath(target.root), written.length, same.length),
    ...(changed.length === 0 ? [] : [t('{0} kept unchanged: {1}.', changed.length, withReasons(changed))]),
    ...(unread.length === 0 ? [] : [t('{0} could not be read: {1}.', unread.length, withReasons(unread))]),
    ...(gone.length === 0 ? [] : [t('No longer on the service: {0}.', listNames(gone, maxListed))]),
  ];
  const [compare, show, remove] = [t('Compare'), t('Show Files'), t('Delete Files…')];
  const log = showLogLink();
  const isClean = kept.length + unread.length + gone.length === 0;
  const buttons = [...(isClean ? [] : [compare]), show, ...(gone.length === 0 ? [] : [remove])];
  // The message may name only some of the reasons.
  if (changed.length + unread.length > 0) buttons.push(log.title);
  const answer = await askQuestion(sentences.join(' '), buttons, { isWarning: unread.length > 0 });
  if (answer === log.title) await runLink(log);
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
        'What these files stand for is no longer on the service: {0}. You can undo this in the Explorer.',
        listNames(gone),
      ),
    );
    // The message may be hours old, both for the files and for the service.
    const { plan } = await preparePull(services, target, true);
    if (!gone.every(address => plan.result.gone.includes(address))) throw notGoneProblem();
    await files.delete(gone.map(filePath), texts);
  }
}
