// Reads and writes single files where they are: on disk, or in a virtual workspace. A file is named in each `Problem`.
import * as vscode from 'vscode';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import { plainText } from '../../core/masking/redaction';
import { isNotFound } from './isNotFound';

/** Whether it is a file, a folder or a link. Rejects as `readText`. */
export async function typeOf(uri: vscode.Uri): Promise<vscode.FileType> {
  return (await readOnDisk(uri, each => vscode.workspace.fs.stat(each))).type;
}

/** The names in a folder, with what they are; none if it cannot be read. */
export async function entriesIn(uri: vscode.Uri): Promise<readonly (readonly [string, vscode.FileType])[]> {
  try {
    return await vscode.workspace.fs.readDirectory(uri);
  } catch {
    return [];
  }
}

/**
 * The content of a file, which is not read if it is too large, or none: links may lead to what has no end. Rejects with the error of
 * the file system if there is no such file, otherwise with a `Problem` of kind `storage`, or `invalidInput` if it is too large.
 * @param maxSize in bytes
 */
export async function readBytes(uri: vscode.Uri, maxSize: number): Promise<Uint8Array> {
  const stat = await readOnDisk(uri, each => vscode.workspace.fs.stat(each));
  if ((stat.type & vscode.FileType.File) === 0) throw unreadProblem(uri, 'no file');
  if (isWithoutSize(uri, stat)) return new Uint8Array();
  refuseLarge(uri, stat.size, maxSize);
  const bytes = await readOnDisk(uri, each => vscode.workspace.fs.readFile(each));
  // A virtual file system may not know a size before.
  refuseLarge(uri, bytes.byteLength, maxSize);
  return bytes;
}

/**
 * Whether it is an empty file on disk, or a link to a device or to what the system makes up as it is read, such as the files of
 * `/proc`: reading it may never end. A folder above it may be the link. A virtual file system may not know a size before.
 */
export function isWithoutSize(uri: vscode.Uri, { type, size }: vscode.FileStat): boolean {
  return size === 0 && (uri.scheme === 'file' || type !== vscode.FileType.File);
}

/** The text of a file. Rejects as `readBytes`, also with `invalidInput` if it is not UTF-8. */
export async function readText(uri: vscode.Uri, maxSize: number): Promise<string> {
  const bytes = await readBytes(uri, maxSize);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Problem(
      'invalidInput',
      t('{0} is not UTF-8 text.', displayPath(uri)),
      t('Open it, run Change File Encoding, and save it with UTF-8.'),
    );
  }
}

function refuseLarge(uri: vscode.Uri, size: number, maxSize: number): void {
  if (size <= maxSize) return;
  throw new Problem(
    'invalidInput',
    t('{0} is too large to be the file of a policy or client.', displayPath(uri)),
    t('Move it out of the folder.'),
  );
}

/** Creates a folder and those above it. Rejects with a `Problem` of kind `storage`. */
export async function createFolder(uri: vscode.Uri): Promise<void> {
  await onDisk(uri, each => vscode.workspace.fs.createDirectory(each));
}

/**
 * Writes a file. Rejects with a `Problem` of kind `storage`; then the file holds what it held, if that can be put back.
 * @param before the text that it has; undefined if there is no such file
 */
export async function writeText(uri: vscode.Uri, text: string, before: string | undefined): Promise<void> {
  const content = new TextEncoder().encode(text);
  try {
    await onDisk(uri, each => vscode.workspace.fs.writeFile(each, content));
  } catch (error) {
    await putBack(uri, content, before).catch(() => undefined);
    throw error;
  }
}

/** A path for messages. */
export function displayPath(uri: vscode.Uri): string {
  return plainText(vscode.workspace.asRelativePath(uri), 200);
}

/** Rejects with the error of the file system if there is no such file, otherwise with a `Problem` of kind `storage`. */
async function readOnDisk<Read>(uri: vscode.Uri, read: (uri: vscode.Uri) => Thenable<Read>): Promise<Read> {
  try {
    return await read(uri);
  } catch (error) {
    if (isNotFound(error)) throw error;
    throw unreadProblem(uri, error instanceof Error ? error.name : typeof error);
  }
}

function unreadProblem(uri: vscode.Uri, reason: string): Problem {
  return new Problem(
    'storage',
    t('{0} could not be read.', displayPath(uri)),
    t('Check the file, then try again.'),
    reason,
  );
}

/** Writes to a file system. Rejects with a `Problem` of kind `storage`: it may be full, read-only or out of reach. */
async function onDisk(uri: vscode.Uri, write: (uri: vscode.Uri) => Thenable<void>): Promise<void> {
  try {
    await write(uri);
  } catch (error) {
    throw new Problem(
      'storage',
      t('{0} could not be written.', displayPath(uri)),
      t('Check that the folder is not read-only and the disk not full, then run the command again.'),
      error instanceof Error ? error.name : typeof error,
    );
  }
}

/**
 * Puts back what a file held before a write that failed: a disk that is full keeps the beginning of the text, which nobody
 * could read. Leaves a file alone that holds something else. Rejects if that fails too.
 */
async function putBack(uri: vscode.Uri, written: Uint8Array, before: string | undefined): Promise<void> {
  const { fs } = vscode.workspace;
  const now = await fs.readFile(uri);
  if (now.byteLength > written.byteLength || now.some((byte, index) => byte !== written[index])) return;
  if (before === undefined) await fs.delete(uri);
  else await fs.writeFile(uri, new TextEncoder().encode(before));
}
