import type * as vscode from 'vscode';
import { folderSnapshot } from '../../core/migration/folderSnapshot';
import type { ConfigurationSnapshot } from '../../core/resources/configurationSnapshot';
import { FolderFiles } from '../../ui/documents/folderFiles';

export { findFolders } from '../../ui/documents/configurationFolders';

/** Reads the configuration in a folder, with the unsaved changes of editors. Rejects with a `Problem` if it holds none. */
export async function readPulledFolder(root: vscode.Uri): Promise<ConfigurationSnapshot> {
  const folder = await new FolderFiles(root).readConfiguration();
  return folderSnapshot(folder, folder.identity);
}
