import * as vscode from 'vscode';
import { forEachLimit } from '../../core/common/forEachLimit';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import type { MigrationFile } from '../../core/migration/target';
import type { ReadOnlyDocuments } from '../../ui/documents/readOnlyDocuments';
import { askQuestion } from '../../ui/notifications';
import { cancelled } from '../../ui/quickInput';
import { refuseLinks } from '../../ui/refuseLinks';

/** Files at a time. */
const maxParallel = 20;

/** How many names a message lists. */
const maxListed = 5;

/** A folder that an export is written to. It may hold an earlier one. */
export class ExportFolder {
  constructor(readonly root: vscode.Uri) {}

  uriOf(path: string): vscode.Uri {
    return vscode.Uri.joinPath(this.root, ...path.split('/'));
  }

  /** The files that do not exist yet, and those that exist with another text. Rejects as `refuseLinks`. */
  async compare(
    files: readonly MigrationFile[],
  ): Promise<{ readonly added: readonly MigrationFile[]; readonly changed: readonly MigrationFile[] }> {
    const added: MigrationFile[] = [];
    const changed: MigrationFile[] = [];
    await this.#refuseLinks(files);
    await forEachLimit(maxParallel, files, async file => {
      const text = await this.#read(file.path);
      if (text === undefined) added.push(file);
      else if (text !== file.text) changed.push(file);
    });
    return { added, changed };
  }

  /** Names of files of formats that an export no longer has: applications that are gone. */
  async findOthers(files: readonly MigrationFile[]): Promise<readonly string[]> {
    const known = new Set(files.map(({ path }) => path));
    const folders = new Set(
      files.flatMap(({ path }) => (path.includes('/') ? [path.replace(/\/[^/]*$/, '')] : [])),
    );
    const others: string[] = [];
    await forEachLimit(maxParallel, [...folders], async folder => {
      for (const [name, type] of await readDirectory(this.uriOf(folder)))
        if (type === vscode.FileType.File && !known.has(`${folder}/${name}`))
          others.push(`${folder}/${name}`);
    });
    return others.sort();
  }

  /** Rejects as `refuseLinks`, and with a `storage` problem. */
  async write(files: readonly MigrationFile[]): Promise<void> {
    await this.#refuseLinks(files);
    const encoder = new TextEncoder();
    try {
      await forEachLimit(maxParallel, files, async ({ path, text }) => {
        await vscode.workspace.fs.writeFile(this.uriOf(path), encoder.encode(text));
      });
    } catch (error) {
      throw new Problem(
        'storage',
        t('The export could not be written: {0}', error instanceof Error ? error.message : String(error)),
        t('Some of its files may exist now. Check the folder, and export again.'),
      );
    }
  }

  #refuseLinks(files: readonly MigrationFile[]): Promise<void> {
    return refuseLinks(
      this.root,
      files.map(({ path }) => path),
    );
  }

  async #read(path: string): Promise<string | undefined> {
    try {
      // VS Code would take a byte order mark for its own.
      const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
      return decoder.decode(await vscode.workspace.fs.readFile(this.uriOf(path)));
    } catch (error) {
      if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
      throw error;
    }
  }
}

async function readDirectory(uri: vscode.Uri): Promise<readonly [string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(uri);
  } catch {
    return [];
  }
}

/** Rejects with a `Problem` that names the files that exist with another text. */
export function refuseToReplace(changed: readonly MigrationFile[]): void {
  if (changed.length === 0) return;
  throw new Problem(
    'changedMeanwhile',
    t(
      'Nothing was written: {0} files exist with another content: {1}.',
      changed.length,
      listNames(changed.map(({ path }) => path)),
    ),
    t('Name another folder, or delete them.'),
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
      texts.put(path, folder.root.toString(), text),
    ]),
  );
  const replace = changed.length === 1 ? t('Replace 1 File') : t('Replace {0} Files', changed.length);
  const question = t('Files of an earlier export would change. The editor shows how.');
  const answer = await askQuestion(question, [replace, t('Cancel')]);
  // VS Code does not tell extensions what a list of diffs contains.
  const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
  await vscode.window.tabGroups.close(tabs.filter(({ label }) => label === title));
  if (answer !== replace) throw cancelled();
}

export function listNames(names: readonly string[]): string {
  const listed = names.slice(0, maxListed);
  const more = names.length - listed.length;
  return more > 0 ? t('{0} and {1} more', listed.join(', '), more) : listed.join(', ');
}
