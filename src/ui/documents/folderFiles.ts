// Reads and writes the files of a folder, with unsaved changes of editors.
import * as vscode from 'vscode';
import { forEachLimit } from '../../core/common/async/forEachLimit';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import {
  type ConfigurationFolder,
  discoveryPath,
  readFolder,
} from '../../core/configurationFiles/configurationFolder';
import { type FolderIdentity, identityPath } from '../../core/configurationFiles/folderIdentity';
import { idsPath } from '../../core/configurationFiles/idsFile';
import { plainText } from '../../core/masking/redaction';
import { resourceKinds } from '../../core/resources/resource';
import { type DocumentText, editDocuments, type NewFile, replaceText, saveDocument } from './documentEdits';
import { createFolder, readText, displayPath, typeOf, writeText } from './fileAccess';
import { isNotFound } from './isNotFound';

/** Files at a time. */
const maxParallel = 16;

/** Far larger than the file of any resource. In bytes. */
const maxFileSize = 5_000_000;

/** Folders below that of a kind are read only to say that their files are in the wrong place. */
const maxDepth = 3;

/** Texts by path relative to the folder, with `/`. */
export type Texts = ReadonlyMap<string, string>;

/** The files of a configuration or an export, read and written where they are: on disk, or in a virtual workspace. */
export class FolderFiles {
  constructor(readonly root: vscode.Uri) {}

  uriOf(path: string): vscode.Uri {
    return vscode.Uri.joinPath(this.root, path);
  }

  /** The path of a file in this folder; undefined for others. */
  pathOf({ scheme, authority, path }: vscode.Uri): string | undefined {
    const { root } = this;
    const prefix = `${root.path.replace(/\/$/, '')}/`;
    return scheme === root.scheme && authority === root.authority && path.startsWith(prefix)
      ? path.slice(prefix.length)
      : undefined;
  }

  /**
   * Our files in the folder, those of editors with their unsaved changes. Empty if there is no such folder. Rejects with a
   * `Problem` of kind `invalidInput` if one is a symbolic link, which may lead out of the folder, or cannot be read as text.
   */
  async read(): Promise<Texts> {
    if (!(await this.#exists())) return new Map();
    await this.#refuseLinks([]);
    const paths = await this.#list('', 0);
    const texts = new Map<string, string>();
    await forEachLimit(maxParallel, paths, async path => {
      texts.set(path, await this.#readFile(path, maxFileSize));
    });
    return new Map(paths.map(path => [path, texts.get(path) ?? '']));
  }

  /** The configuration in the folder. Rejects as `read`, also if the folder does not say whose configuration it is. */
  async readConfiguration(): Promise<ConfigurationFolder & { readonly identity: FolderIdentity }> {
    const folder = readFolder(await this.read());
    const { identity } = folder;
    if (identity) return { ...folder, identity };
    throw new Problem(
      'invalidInput',
      t(
        '{0} is missing or cannot be read in {1}, so it is not a folder of a configuration.',
        ...[identityPath, displayPath(this.root)],
      ),
      t('Choose another folder, or run Pull Configuration into Folder for this one first.'),
    );
  }

  /** Those of these files that exist, of any size. Otherwise as `read`. */
  async readSome(paths: readonly string[], signal?: AbortSignal): Promise<Texts> {
    await this.#refuseLinks(paths);
    const texts = new Map<string, string>();
    const read = async (path: string) => {
      const text = await this.readOne(path);
      if (text !== undefined) texts.set(path, text);
    };
    await forEachLimit(maxParallel, paths, read, signal);
    return texts;
  }

  /**
   * Writes texts. Open documents are changed by one edit, so that one undo takes it back, and are saved unless they had unsaved
   * changes. Rejects with `changedMeanwhile` before anything is written if a file is not as in `before`, and with `storage`.
   * @param signal ends it after the files that are being written. Then it rejects with a `cancelled` problem that is shown, or
   * with the signal's reason if nothing was written
   */
  async write(writes: Texts, before: Texts, signal?: AbortSignal): Promise<void> {
    await this.#assertUnchanged([...writes.keys()], before, signal);
    const open: DocumentText[] = [];
    const closed = new Map<string, string>();
    for (const [path, text] of writes) {
      const document = path === idsPath ? undefined : this.#findOpenDocument(path);
      if (document) open.push({ document, text });
      else closed.set(path, text);
    }
    let hasWritten = open.length > 0;
    const writeClosed = (path: string, text: string) => {
      hasWritten = true;
      return writeText(this.uriOf(path), text, before.get(path));
    };
    const endIfAborted = () => {
      if (hasWritten && signal?.aborted === true) throw partlyWritten(this.root);
      signal?.throwIfAborted();
    };
    // First: if VS Code refuses it, nothing is written.
    if (open.length > 0) await editDocuments(open);
    const folders = new Set(
      Array.from(closed.keys(), path => path.slice(0, Math.max(0, path.lastIndexOf('/')))),
    );
    for (const folder of folders) {
      await createFolder(this.uriOf(folder));
    }
    // Even if the window is closed meanwhile, one file says whose files these are, and `ids.json` which ones exist.
    const take = (path: string) => {
      const text = closed.get(path);
      closed.delete(path);
      return text;
    };
    const [identity, ids] = [take(identityPath), take(idsPath)];
    if (identity !== undefined) await writeClosed(identityPath, identity);
    const running: Promise<void>[] = [];
    try {
      const create = ([path, text]: readonly [string, string]) => {
        endIfAborted();
        if (before.has(path)) return Promise.resolve();
        const writing = writeClosed(path, text);
        running.push(writing);
        return writing;
      };
      await forEachLimit(maxParallel, [...closed], create);
    } finally {
      // If one fails, those that were begun end before the user reads of it and runs the command again.
      await Promise.allSettled(running);
    }
    // One at a time: others would take the space that is needed to put back what a file held.
    for (const [path, text] of closed) {
      if (!before.has(path)) continue;
      endIfAborted();
      await writeClosed(path, text);
    }
    if (ids !== undefined) await this.writeOne(idsPath, ids, before.get(idsPath));
  }

  /**
   * Writes texts by one edit, also of closed and new files, so that one undo in any of them takes all of it back. Rejects with
   * `changedMeanwhile` before anything is written if a file is not as in `before`, or with `storage`.
   */
  async writeAsOneEdit(writes: Texts, before: Texts): Promise<void> {
    await this.#assertUnchanged([...writes.keys()], before);
    const changed: DocumentText[] = [];
    const created: NewFile[] = [];
    for (const [path, text] of writes) {
      if (!before.has(path)) created.push({ uri: this.uriOf(path), text });
      else changed.push({ document: await openAsUtf8(this.uriOf(path)), text });
    }
    await editDocuments(changed, created);
  }

  /** The text of one file; undefined if there is none. @param maxSize in bytes */
  async readOne(path: string, maxSize?: number): Promise<string | undefined> {
    try {
      return await this.#readFile(path, maxSize);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** Writes one file at once, whatever it holds. @param before the text that it has; undefined if there is no such file */
  async writeOne(path: string, text: string, before: string | undefined): Promise<void> {
    const document = this.#findOpenDocument(path);
    if (!document) {
      await writeText(this.uriOf(path), text, before);
      return;
    }
    const edit = new vscode.WorkspaceEdit();
    replaceText(edit, document, text);
    // VS Code reports an empty edit as a failure.
    const isEdited = edit.size === 0 || (await vscode.workspace.applyEdit(edit));
    if (!isEdited || !(await saveDocument(document))) await writeText(this.uriOf(path), text, before);
  }

  /**
   * Deletes files so that one undo in the explorer takes it back. Rejects with `changedMeanwhile` before anything is deleted if
   * a file, or `ids.json`, is not as in `before`, or with `storage`.
   */
  async delete(paths: readonly string[], before: Texts): Promise<void> {
    await this.#assertUnchanged([...paths, idsPath], before);
    const edit = new vscode.WorkspaceEdit();
    for (const path of paths) edit.deleteFile(this.uriOf(path), { ignoreIfNotExists: true });
    if (await vscode.workspace.applyEdit(edit)) return;
    throw new Problem(
      'storage',
      t('VS Code could not delete the files.'),
      t('Check that they are not read-only, then try again.'),
    );
  }

  async #exists(): Promise<boolean> {
    try {
      if ((await typeOf(this.root)) & vscode.FileType.Directory) return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
    throw new Problem(
      'invalidInput',
      t('{0} is not a folder.', displayPath(this.root)),
      t('Choose another folder.'),
    );
  }

  /**
   * Neither these files nor a folder above them, up to that of the workspace, may be a link: also one that leads to nothing
   * yet, since a file would be created there.
   */
  async #refuseLinks(paths: readonly string[]): Promise<void> {
    const workspace = vscode.workspace.getWorkspaceFolder(this.root)?.uri;
    const above = workspace && new FolderFiles(workspace).pathOf(this.root);
    const uris = [
      ...(workspace && above !== undefined
        ? withFolders(above).map(path => vscode.Uri.joinPath(workspace, path))
        : [this.root]),
      ...[...new Set(paths.flatMap(withFolders))].map(path => this.uriOf(path)),
    ];
    await forEachLimit(maxParallel, uris, async uri => {
      try {
        if ((await typeOf(uri)) & vscode.FileType.SymbolicLink) throw linkProblem(uri);
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    });
  }

  /** The paths of our files. */
  async #list(folder: string, depth: number): Promise<readonly string[]> {
    const entries = await vscode.workspace.fs.readDirectory(folder === '' ? this.root : this.uriOf(folder));
    const found: string[] = [];
    for (const [name, type] of entries.sort(([one], [other]) => (one < other ? -1 : 1))) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const isOurs =
        depth === 0
          ? [identityPath, idsPath, discoveryPath].includes(name) ||
            resourceKinds.some(kind => kind.toLowerCase() === name.toLowerCase())
          : /\.json$/i.test(name) || (type & vscode.FileType.Directory) !== 0;
      if (!isOurs) continue;
      if (type & vscode.FileType.SymbolicLink) throw linkProblem(this.uriOf(path));
      if (type & vscode.FileType.Directory) {
        if (depth < maxDepth) found.push(...(await this.#list(path, depth + 1)));
      } else found.push(path);
    }
    return found;
  }

  /** @param maxSize in bytes */
  async #readFile(path: string, maxSize = Infinity): Promise<string> {
    const document = this.#findOpenDocument(path);
    return document?.isDirty === true ? document.getText() : readText(this.uriOf(path), maxSize);
  }

  /** Rejects before anything is written. */
  async #assertUnchanged(paths: readonly string[], before: Texts, signal?: AbortSignal): Promise<void> {
    const now = await this.readSome(paths, signal);
    const changed = paths.find(path => now.get(path) !== before.get(path));
    if (changed === undefined) return;
    throw new Problem(
      'changedMeanwhile',
      t('{0} was changed in the meantime. Nothing was written.', plainText(changed)),
      t('Run the command again.'),
    );
  }

  /**
   * The open document of a file whose text is that of the file. One in another encoding (`files.encoding`) is read and written as
   * a closed file; throws a `Problem` of kind `invalidInput` if it has unsaved changes.
   */
  #findOpenDocument(path: string): vscode.TextDocument | undefined {
    const key = this.uriOf(path).toString();
    const open = vscode.workspace.textDocuments.find(
      ({ uri, isClosed }) => !isClosed && uri.toString() === key,
    );
    if (!open || isUtf8(open)) return open;
    if (open.isDirty) throw encodingProblem(open.uri);
    return undefined;
  }
}

function isUtf8({ encoding }: vscode.TextDocument): boolean {
  return encoding.startsWith('utf8');
}

/** Rejects with a `Problem` of kind `invalidInput` if VS Code insists on another encoding. */
async function openAsUtf8(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri, { encoding: 'utf8' });
  if (!isUtf8(document)) throw encodingProblem(uri);
  return document;
}

function encodingProblem(uri: vscode.Uri): Problem {
  return new Problem(
    'invalidInput',
    t('{0} is open in another encoding than UTF-8.', displayPath(uri)),
    t('Save or discard its changes, then run Change File Encoding and reopen it with UTF-8.'),
  );
}

/** `a`, `a/b` and `a/b/c` for `a/b/c`. */
function withFolders(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

function partlyWritten(root: vscode.Uri): Problem {
  return new Problem(
    'cancelled',
    t('Some files in {0} were written, others were not.', displayPath(root)),
    t('Run the command again to write the others.'),
    '',
    { isOutcomeUnknown: true },
  );
}

function linkProblem(uri: vscode.Uri): Problem {
  return new Problem(
    'invalidInput',
    t('{0} is a symbolic link, which may lead out of the folder.', displayPath(uri)),
    t('Replace it with a real file or folder.'),
  );
}
