import * as vscode from 'vscode';
import { forEachLimit } from '../core/common/forEachLimit';
import { t } from '../core/common/l10n';
import { Problem } from '../core/common/problem';
import { plainText } from '../core/masking/redaction';

/** Files at a time. */
const maxParallel = 20;

/**
 * Rejects with a `Problem` of kind `invalidInput` if a file in a folder, the folder, or a folder on the way from that of the
 * workspace is a symbolic link: it may lead elsewhere, also if nothing is there yet.
 * @param paths relative to the folder, with `/`; files that do not exist are no links
 */
export async function refuseLinks(root: vscode.Uri, paths: readonly string[]): Promise<void> {
  const workspace = vscode.workspace.getWorkspaceFolder(root);
  const base = workspace?.uri ?? root;
  const below = root.path.slice(base.path.length).split('/').filter(Boolean);
  const checked = new Set(workspace ? [] : ['']);
  for (const path of [...paths, '']) {
    const parts = [...below, ...path.split('/').filter(Boolean)];
    for (const end of parts.keys()) checked.add(parts.slice(0, end + 1).join('/'));
  }
  await forEachLimit(maxParallel, [...checked], async path => {
    const uri = vscode.Uri.joinPath(base, path);
    if (!(await isLink(uri))) return;
    throw new Problem(
      'invalidInput',
      t(
        '{0} is a link, which may lead out of the folder.',
        plainText(vscode.workspace.asRelativePath(uri), 200),
      ),
      t('Replace it with a real file or folder.'),
    );
  });
}

async function isLink(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.SymbolicLink) !== 0;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return false;
    throw error;
  }
}
