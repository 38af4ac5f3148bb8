import * as vscode from 'vscode';
import { t } from '../../core/common/l10n';
import { listNames } from '../../core/common/listNames';
import { Problem } from '../../core/common/problem';
import type { MigrationFile } from '../../core/migration/migrationTarget';
import { closeDifferences } from '../../ui/documents/diffEditors';
import { entriesIn } from '../../ui/documents/fileAccess';
import { FolderFiles, type Texts } from '../../ui/documents/folderFiles';
import type { ReadOnlyDocuments } from '../../ui/documents/readOnlyDocuments';
import { askQuestion } from '../../ui/notifications';
import { cancelled } from '../../ui/quickInput';

/** How many names a message lists. */
export const maxListed = 5;

/** What an export adds to its folder, and what it changes there. */
export interface ExportDifference {
  /** Files that do not exist yet. */
  readonly added: readonly MigrationFile[];
  /** Files that exist with another text. */
  readonly changed: readonly MigrationFile[];
  /** The texts of those that exist. */
  readonly before: Texts;
}

/** A folder that an export is written to. It may hold an earlier one. */
export class ExportFolder extends FolderFiles {
  /** Rejects with a `Problem` of kind `invalidInput` if a file or a folder above one is a symbolic link, which may lead out. */
  async compare(files: readonly MigrationFile[], signal: AbortSignal): Promise<ExportDifference> {
    const before = await this.readSome(
      files.map(({ path }) => path),
      signal,
    );
    return {
      added: files.filter(({ path }) => !before.has(path)),
      changed: files.filter(({ path, text }) => (before.get(path) ?? text) !== text),
      before,
    };
  }

  /** Names of files of formats that an export no longer has: applications that are gone. */
  async findOthers(files: readonly MigrationFile[]): Promise<readonly string[]> {
    const known = new Set(files.map(({ path }) => path));
    const folders = new Set(
      files.flatMap(({ path }) => (path.includes('/') ? [path.replace(/\/[^/]*$/, '')] : [])),
    );
    const others: string[] = [];
    for (const folder of folders)
      for (const [name, type] of await entriesIn(this.uriOf(folder)))
        if (type === vscode.FileType.File && !known.has(`${folder}/${name}`))
          others.push(`${folder}/${name}`);
    return others.sort();
  }
}

/** Rejects with a `Problem` that names the files that exist with another text. */
export function refuseToReplace(changed: readonly MigrationFile[]): void {
  if (changed.length === 0) return;
  throw new Problem(
    'changedMeanwhile',
    t(
      'Nothing was written, because there is other content in {0}.',
      listNames(
        changed.map(({ path }) => path),
        maxListed,
      ),
    ),
    t('Specify another folder, or delete them.'),
  );
}

/** Shows what an export changes in files that exist, and asks whether to replace them. Rejects with `cancelled`. */
export async function confirmReplacing(
  folder: ExportFolder,
  changed: readonly MigrationFile[],
  texts: ReadOnlyDocuments,
): Promise<void> {
  if (changed.length === 0) return;
  const title = t('Export: what changes in files that exist');
  await vscode.commands.executeCommand(
    'vscode.changes',
    title,
    changed.map(({ path, text }) => [
      folder.uriOf(path),
      folder.uriOf(path),
      texts.putAt(folder.uriOf(path).path, folder.root.toString(), text),
    ]),
  );
  const replace = changed.length === 1 ? t('Replace 1 File') : t('Replace {0} Files', changed.length);
  const question = t('Files of an earlier export would change. The editor shows how.');
  const answer = await askQuestion(question, [replace, t('Cancel')]);
  // Without an answer, its tab stays open.
  if (answer !== undefined) await closeDifferences(title);
  if (answer !== replace) throw cancelled();
}
