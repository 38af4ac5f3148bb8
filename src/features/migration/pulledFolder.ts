import type * as vscode from 'vscode';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import { readFolder } from '../../core/configurationFiles/configurationFolder';
import { identityPath } from '../../core/configurationFiles/folderIdentity';
import { folderSnapshot } from '../../core/migration/folderSnapshot';
import type { ConfigurationSnapshot } from '../../core/resources/configurationSnapshot';
import { FolderFiles, shown } from '../../ui/documents/folderFiles';

export { findFolders } from '../../ui/documents/configurationFolders';

/** Reads the configuration in a folder, with the unsaved changes of editors. Rejects with a `Problem` if it holds none. */
export async function readPulledFolder(root: vscode.Uri): Promise<ConfigurationSnapshot> {
  const folder = readFolder(await new FolderFiles(root).read());
  if (folder.identity) return folderSnapshot(folder, folder.identity);
  throw new Problem(
    'invalidInput',
    t('There is no configuration in {0}.', shown(root)),
    t('Name a folder that a configuration was pulled into. It has a file {0}.', identityPath),
  );
}
