// Finds the folders of configurations in the workspace.
import * as vscode from 'vscode';
import { forEachLimit } from '../../core/common/async/forEachLimit';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import {
  type FolderIdentity,
  identityPath,
  readIdentity,
} from '../../core/configurationFiles/folderIdentity';
import { parseUriArg } from '../commands/uriArg';
import { readBytes } from './fileAccess';

/** Files at a time. */
const maxParallel = 16;

/** Far larger than any `hosted-login.json`. In bytes. */
const maxIdentitySize = 1_000_000;

/** A folder of a configuration in the workspace. */
export interface KnownFolder {
  readonly root: vscode.Uri;
  readonly identity: FolderIdentity | undefined;
}

/** The folder that an argument names: a URI, an absolute path, or one relative to the workspace. Throws `invalidInput`. */
export function folderUri(folder: string | vscode.Uri): vscode.Uri {
  const [workspace] = vscode.workspace.workspaceFolders ?? [];
  if (folder instanceof vscode.Uri) return folder;
  let uri = workspace && vscode.Uri.joinPath(workspace.uri, folder);
  if (/^[a-z][a-z\d+.-]+:\//i.test(folder)) uri = parseUriArg(folder);
  else if (/^(?:[/\\]|[a-z]:[/\\])/i.test(folder)) uri = vscode.Uri.file(folder);
  if (folder.split(/[/\\]/).includes('..')) {
    throw new Problem(
      'invalidInput',
      t('The path of the folder must not contain “..”.'),
      t('Specify the folder by its full path.'),
    );
  }
  if (uri) return uri;
  throw new Problem('missingInput', t('Open a folder first, or specify the folder by its URI.'));
}

/** Throws a `Problem` of kind `untrustedWorkspace` with this message unless the user trusts the workspace. */
export function assertTrusted(message: string): void {
  if (vscode.workspace.isTrusted) return;
  throw new Problem(
    'untrustedWorkspace',
    message,
    t('Trust this workspace if you know where it comes from.'),
  );
}

/** The folders of configurations in the workspace, by path: all of them, since any may be the one of a profile. */
export async function findFolders(): Promise<readonly KnownFolder[]> {
  const uris = await vscode.workspace.findFiles(`**/${identityPath}`, '**/node_modules/**');
  const folders: KnownFolder[] = [];
  await forEachLimit(maxParallel, uris, async uri => {
    folders.push({ root: vscode.Uri.joinPath(uri, '..'), identity: await identityAt(uri) });
  });
  return folders.sort((one, other) => (one.root.path < other.root.path ? -1 : 1));
}

/** Undefined for a file that cannot be read, or is too large: the other folders are found all the same. */
async function identityAt(uri: vscode.Uri): Promise<FolderIdentity | undefined> {
  try {
    return readIdentity(new TextDecoder().decode(await readBytes(uri, maxIdentitySize)));
  } catch {
    return undefined;
  }
}
