import * as vscode from 'vscode';
import { forEachLimit } from '../../core/common/forEachLimit';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import { discoveryPath, readFolder } from '../../core/configurationFiles/configurationFolder';
import { identityPath } from '../../core/configurationFiles/folderIdentity';
import { idsPath } from '../../core/configurationFiles/idsFile';
import { folderSnapshot } from '../../core/migration/folderSnapshot';
import type { ConfigurationSnapshot } from '../../core/resources/configurationSnapshot';
import { resourceKinds } from '../../core/resources/resource';
import { refuseLinks } from '../../ui/refuseLinks';

/** More folders than anybody has. */
const maxFolders = 100;

/** Files at a time. */
const maxParallel = 20;

/** The folders of the workspace that a configuration was pulled into, by path. */
export async function findPulledFolders(): Promise<readonly vscode.Uri[]> {
  const found = await vscode.workspace.findFiles(`**/${identityPath}`, '**/node_modules/**', maxFolders);
  return found
    .map(uri => vscode.Uri.joinPath(uri, '..'))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Reads the configuration in a folder, as it is on disk. Rejects with a `Problem` if it holds none. */
export async function readPulledFolder(root: vscode.Uri): Promise<ConfigurationSnapshot> {
  await refuseLinks(root, [identityPath, idsPath, discoveryPath, ...resourceKinds]);
  const texts = new Map<string, string>();
  for (const path of [identityPath, idsPath, discoveryPath]) {
    const text = await readText(vscode.Uri.joinPath(root, path));
    if (text !== undefined) texts.set(path, text);
  }
  for (const kind of resourceKinds) {
    const names = (await fileNames(vscode.Uri.joinPath(root, kind))).filter(name => name.endsWith('.json'));
    await forEachLimit(maxParallel, names, async name => {
      const text = await readText(vscode.Uri.joinPath(root, kind, name));
      if (text !== undefined) texts.set(`${kind}/${name}`, text);
    });
  }
  const folder = readFolder(texts);
  if (folder.identity) return folderSnapshot(folder, folder.identity);
  throw new Problem(
    'invalidInput',
    t('There is no configuration in {0}.', vscode.workspace.asRelativePath(root)),
    t('Name a folder that a configuration was pulled into. It has a file {0}.', identityPath),
  );
}

/** Without links, which may lead out of the folder. */
async function fileNames(uri: vscode.Uri): Promise<readonly string[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(uri);
    return entries.flatMap(([name, type]) => (type === vscode.FileType.File ? [name] : [])).sort();
  } catch {
    return [];
  }
}

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}
