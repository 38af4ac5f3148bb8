import type * as vscode from 'vscode';
import * as z from 'zod/mini';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import type { ConfigurationFolder } from '../../core/configurationFiles/configurationFolder';
import { promote, type Promotion } from '../../core/configurationFiles/promote';
import { leftOutText } from '../../core/configurationFiles/reasons';
import type { Command } from '../../ui/commands/commandRegistry';
import { defineCommand } from '../../ui/commands/defineCommand';
import { UriArg } from '../../ui/commands/uriArg';
import { findFolders, folderUri, type KnownFolder } from '../../ui/documents/configurationFolders';
import { closeDifferences } from '../../ui/documents/diffEditors';
import { displayPath } from '../../ui/documents/fileAccess';
import { FolderFiles } from '../../ui/documents/folderFiles';
import { showInformation, showLogLink } from '../../ui/notifications';
import { askPick, cancelled } from '../../ui/quickInput';
import type { FilesServices } from './deps';
import { assertFilesTrusted, folderOf, noFolderProblem } from './folderChoice';
import { logReasons } from './logReasons';

const PromoteArgs = z.strictObject({
  from: UriArg,
  to: UriArg,
  only: z.optional(z.array(z.string())),
});

/** Merges the files of one folder into another one (contract). Sends nothing. */
export function promoteConfiguration(services: FilesServices): Command {
  return defineCommand(PromoteArgs, async (args, clicked) => {
    assertFilesTrusted();
    if (args) {
      const [from, to] = await readFolders(folderUri(args.from), folderUri(args.to));
      const promotion = promote(from.folder, to.folder, args.only ? { only: new Set(args.only) } : {});
      const [choice] = promotion.choices;
      if (choice && choice.from.length > 0) throw storeProblem(choice);
      logReasons(services, notPromoted, promotion.skipped);
      await to.files.writeAsOneEdit(promotion.writes, to.folder.texts);
      return { changed: promotion.changed };
    }
    const title = t('Promote to Another Folder');
    const folders = await findFolders();
    if (folders.length === 0) throw noFolderProblem();
    if (folders.length === 1) throw noOtherFolderProblem();
    const from =
      folderOf(clicked, folders) ?? (await askFolder(folders, title, t('Which folder has the files?')));
    const others = folders.filter(({ root }) => root.toString() !== from.root.toString());
    const to = await askFolder(others, title, t('Promote {0} to which folder?', displayPath(from.root)));
    await promoteWithQuestions(services, from.root, to.root, title);
    return undefined;
  });
}

async function promoteWithQuestions(
  services: FilesServices,
  fromRoot: vscode.Uri,
  toRoot: vscode.Uri,
  title: string,
): Promise<void> {
  const [from, to] = await readFolders(fromRoot, toRoot);
  const stores = new Map<string, string>();
  let promotion = promote(from.folder, to.folder, { identityStores: stores });
  for (const { address, from: candidates } of promotion.choices.filter(({ from: all }) => all.length > 0)) {
    stores.set(address, await askStore(to.folder, address, candidates, title));
  }
  promotion = promote(from.folder, to.folder, { identityStores: stores });
  logReasons(services, notPromoted, promotion.skipped);
  const left = leftOutText(promotion.skipped);
  const actions = left === '' ? [] : [showLogLink()];
  if (promotion.changed.length === 0) {
    const nothing = t('There is nothing to promote to {0}.', displayPath(toRoot));
    await showInformation(`${nothing} ${left}`.trim(), ...actions);
    return;
  }
  const shownAs = t('{0}: what will change', displayPath(toRoot));
  await services.plans.showWrites(to.files, promotion.writes, to.folder.texts, shownAs);
  const count = promotion.changed.length;
  const write = {
    icon: 'check',
    label: count === 1 ? t('Write 1 File') : t('Write {0} Files', count),
    detail: [left, ...promotion.notes.map(({ address, note }) => `${address}: ${note}`)].join(' ').trim(),
  };
  const cancel = { icon: 'close', label: t('Cancel'), detail: t('Nothing is written.') };
  const placeholder = t('The editor shows what will change in {0}. Nothing is sent.', displayPath(toRoot));
  const answer = await askPick({ title, placeholder, items: [write, cancel], staysOpen: true });
  if (answer !== write) throw cancelled();
  await to.files.writeAsOneEdit(promotion.writes, to.folder.texts);
  await closeDifferences(shownAs);
  const done = t(
    'The files in {0} were changed. Check them, then compare them with the service.',
    displayPath(toRoot),
  );
  await showInformation(`${done} ${left}`.trim(), ...actions);
}

/** For the log. */
const notPromoted = 'A file was not promoted';

interface OpenFolder {
  readonly files: FolderFiles;
  readonly folder: ConfigurationFolder;
}

async function readFolders(from: vscode.Uri, to: vscode.Uri): Promise<[OpenFolder, OpenFolder]> {
  if (from.toString() === to.toString()) {
    throw new Problem('invalidInput', t('Both are the same folder.'), t('Choose two folders.'));
  }
  return [await openFolder(from), await openFolder(to)];
}

async function openFolder(root: vscode.Uri): Promise<OpenFolder> {
  const files = new FolderFiles(root);
  return { files, folder: await files.readConfiguration() };
}

async function askFolder(
  folders: readonly KnownFolder[],
  title: string,
  placeholder: string,
): Promise<KnownFolder> {
  const items = folders.map(folder => ({
    ...{ icon: 'folder', label: displayPath(folder.root), description: folder.identity?.customerId ?? '' },
    folder,
  }));
  return (await askPick({ title, placeholder, items })).folder;
}

function noOtherFolderProblem(): Problem {
  return new Problem(
    'missingInput',
    t('This needs two folders of configuration files, and there is only one.'),
    t('Switch to the other profile, and run Pull Configuration into Folder first.'),
  );
}

/** Which identity store a new login policy uses: that of a login policy of the target. */
async function askStore(
  { files }: ConfigurationFolder,
  address: string,
  candidates: readonly string[],
  title: string,
): Promise<string> {
  const items = candidates.map(candidate => ({
    ...{ label: files.get(candidate)?.title ?? candidate, description: candidate },
    candidate,
  }));
  const placeholder = t('Which login policy has the identity store for {0}?', address);
  return (await askPick({ title, placeholder, items })).candidate;
}

function storeProblem({ address, from }: Promotion['choices'][number]): Problem {
  return new Problem(
    'missingInput',
    t('It is not clear which identity store the new {0} uses: {1}.', address, from.join(', ')),
    t('Create the login policy in the target first, or run Promote to Another Folder without arguments.'),
  );
}
