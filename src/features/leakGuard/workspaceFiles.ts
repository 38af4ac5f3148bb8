import * as vscode from 'vscode';
import { t } from '../../core/l10n';
import type { LeakSearch } from '../../core/leakSearch';
import { Problem } from '../../core/problem';
import { isGuarded } from './documents';

/** The documents that hold what was sought. */
export interface Finding {
  readonly documents: readonly vscode.TextDocument[];
  /** Whether all files were looked through. */
  readonly isWhole: boolean;
}

/** So many files are looked through, each of at most so many bytes, and so many at once. */
const mostFiles = 20_000;
const largestFile = 5_000_000;
const atOnce = 16;

/**
 * Looks through the open documents and the files of the workspace, without what the user excludes from the explorer or
 * from searching. A closed file is read as UTF-8. Rejects with a `Problem` of kind `cancelled`.
 */
export async function findInWorkspace<About>(
  search: LeakSearch<About>,
  signal: AbortSignal,
): Promise<Finding> {
  const holds = (text: string) => search.find(text).length > 0;
  const open = vscode.workspace.textDocuments.filter(isGuarded);
  const uris = await vscode.workspace.findFiles('**/*', excluded(), mostFiles + 1);
  const openUris = new Set(open.map(({ uri }) => uri.toString()));
  const closed = uris.slice(0, mostFiles).filter(uri => !openUris.has(uri.toString()));
  const documents = open.filter(document => holds(document.getText()));
  for (let first = 0; first < closed.length; first += atOnce) {
    if (signal.aborted) throw new Problem('cancelled', t('Cancelled.'));
    const some = closed.slice(first, first + atOnce);
    const texts = await Promise.all(some.map(readText));
    for (const [index, uri] of some.entries()) {
      const text = texts[index];
      if (text === undefined || !holds(text)) continue;
      const document = await opened(uri);
      if (document) documents.push(document);
    }
  }
  return { documents, isWhole: uris.length <= mostFiles };
}

/** Those that the search excludes; `files.exclude` counts besides. */
function excluded(): string | undefined {
  const setting: unknown = vscode.workspace.getConfiguration('search').get('exclude');
  if (typeof setting !== 'object' || setting === null) return undefined;
  const patterns = Object.entries(setting).flatMap(([pattern, isOn]) => (isOn === true ? [pattern] : []));
  return patterns.length > 0 ? `{${patterns.join(',')}}` : undefined;
}

/** The text of a file, or undefined where it is too large, or gone, or can not be read: then there is nothing to edit. */
async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > largestFile) return undefined;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

/** VS Code opens no file that it takes for binary. */
async function opened(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}
