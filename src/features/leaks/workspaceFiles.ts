import fs from 'node:fs/promises';
import * as vscode from 'vscode';
import { workspaceValues } from '../../core/common/strictestValue';
import type { LeakSearch } from '../../core/leaks/secretSearch';
import { isWithoutSize } from '../../ui/documents/fileAccess';
import { isNotFound } from '../../ui/documents/isNotFound';
import { headLength, isBinary, textOf } from './fileBytes';
import { notebooksWithOutput } from './notebooks';
import { isSafeToSave } from './saveSafety';
import { isSearchable } from './searchedDocuments';

/** The documents that contain a value, with what the search left out. */
export interface WorkspaceSearchResult {
  /** The documents that can be edited and saved. */
  readonly documents: readonly vscode.TextDocument[];
  /** The names of files that contain it, but cannot be edited without damage. */
  readonly left: readonly string[];
  /** How many files were not searched: too large or unreadable. */
  readonly unread: number;
  /** Whether the workspace has no more files than are searched, and hides none by its own settings. */
  readonly isWhole: boolean;
}

/** Limits of the search: files, bytes of a file, and files at the same time. */
const maxFiles = 20_000;
const maxFileSize = 5_000_000;
const maxParallel = 16;

/**
 * Searches the open documents and the files of the workspace. Leaves out binary files, and what the user excludes from
 * the explorer or from search. Rejects when the signal is aborted.
 */
export async function findInWorkspace<Secret>(
  search: LeakSearch<Secret>,
  signal: AbortSignal,
): Promise<WorkspaceSearchResult> {
  const holds = (text: string) => search.find(text).length > 0;
  const open = vscode.workspace.textDocuments.filter(isSearchable);
  const uris = await vscode.workspace.findFiles('**/*', excluded(), maxFiles + 1);
  // An open notebook is edited only by its cells.
  const openUris = new Set([...open, ...vscode.workspace.notebookDocuments].map(({ uri }) => uri.toString()));
  const closed = uris.slice(0, maxFiles).filter(uri => !openUris.has(uri.toString()));
  const found = open.filter(document => holds(document.getText())).map(({ uri }) => uri);
  let unread = 0;
  for (let first = 0; first < closed.length; first += maxParallel) {
    signal.throwIfAborted();
    const some = closed.slice(first, first + maxParallel);
    const texts = await Promise.all(some.map(readText));
    for (const [index, uri] of some.entries()) {
      const text = texts[index];
      if (text === 'unread') unread += 1;
      else if (text && holds(text.text)) found.push(uri);
    }
  }
  const { documents, left } = await openSafely(found);
  const withOutput = notebooksWithOutput(holds).map(({ uri }) => vscode.workspace.asRelativePath(uri));
  const isWhole = uris.length <= maxFiles && !hidesFiles();
  return { documents, left: [...left, ...withOutput], unread, isWhole };
}

/** Opens documents. `left` names those that cannot be opened as text or would be damaged by saving. */
export async function openSafely(
  uris: readonly vscode.Uri[],
): Promise<Pick<WorkspaceSearchResult, 'documents' | 'left'>> {
  const documents: vscode.TextDocument[] = [];
  const left: string[] = [];
  for (const uri of uris) {
    const document = await opened(uri);
    if (document && (await isSafeToSave(document))) documents.push(document);
    else left.push(vscode.workspace.asRelativePath(uri));
  }
  return { documents, left };
}

/** The patterns of `search.exclude`; VS Code applies `files.exclude` itself. */
function excluded(): string | undefined {
  const setting: unknown = vscode.workspace.getConfiguration('search').get('exclude');
  if (typeof setting !== 'object' || setting === null) return undefined;
  const patterns = Object.entries(setting).flatMap(([pattern, isOn]) => (isOn === true ? [pattern] : []));
  return patterns.length > 0 ? `{${patterns.join(',')}}` : undefined;
}

/** Whether the workspace or one of its folders, not the user, excludes files. */
function hidesFiles(): boolean {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const excludes = folders.flatMap(({ uri }) =>
    ['files', 'search'].map(section =>
      vscode.workspace.getConfiguration(section, uri).inspect<unknown>('exclude'),
    ),
  );
  return excludes.some(own =>
    workspaceValues(own ?? {}).some(
      // A value is true, or a condition.
      value => typeof value === 'object' && value !== null && Object.values(value).some(Boolean),
    ),
  );
}

/** The text of a file; undefined if it is binary or was deleted. */
async function readText(uri: vscode.Uri): Promise<{ readonly text: string } | 'unread' | undefined> {
  try {
    const stat = await vscode.workspace.fs.stat(uri);
    if ((stat.type & vscode.FileType.File) === 0 || isWithoutSize(uri, stat)) return undefined;
    if (stat.size > maxFileSize) return isBinary(await headOf(uri)) ? undefined : 'unread';
    const bytes = await vscode.workspace.fs.readFile(uri);
    return isBinary(bytes) ? undefined : { text: textOf(bytes) };
  } catch (error) {
    return isNotFound(error) ? undefined : 'unread';
  }
}

/** The first bytes of a file that is too large to be read; empty if it is not on a disk. */
async function headOf({ scheme, fsPath }: vscode.Uri): Promise<Uint8Array> {
  if (scheme !== 'file') return new Uint8Array();
  const handle = await fs.open(fsPath);
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(headLength));
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function opened(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}
