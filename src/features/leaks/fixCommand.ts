// The command behind the quick fixes and buttons of the leak guard.
import path from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { t } from '../../core/common/l10n';
import { listNames } from '../../core/common/listNames';
import { Problem } from '../../core/common/problem';
import type { LeakSearch } from '../../core/leaks/secretSearch';
import type { MutedFiles } from '../../storage/mutedFiles';
import { commandLink } from '../../ui/commands/commandLink';
import { saveDocument } from '../../ui/documents/documentEdits';
import { commands } from '../../ui/ids';
import { showInformation } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import { clientFor } from '../../ui/requestFiles/clientOfDocument';
import { allLeakEdits } from './leakEdits';
import { outOfDateProblem, type LeakRevocationDeps, revokeLeakedToken } from './leakRevocation';
import { maxNames, replacedMessage } from './messages';
import { savedWith } from './notebooks';
import { isActiveAt, type TrackedSecret } from './secretTracker';
import { type WorkspaceSearchResult, findInWorkspace, openSafely } from './workspaceFiles';

interface FixDeps extends LeakRevocationDeps {
  readonly mutedFiles: MutedFiles;
  readonly now: () => number;
}

/** The argument of a fix: what to do, the ID of the tracked secret, and the document's URI. */
const FixArgs = z.object({
  fix: z.enum(['file', 'workspace', 'revoke', 'mute', 'unmute']),
  id: z.string(),
  uri: z.optional(z.string()),
});

/** Runs the quick fixes and buttons that do more than one edit. Rejects with a `Problem`. */
export async function fixLeak(deps: FixDeps, argument: unknown): Promise<void> {
  const { fix, id, uri } = z.parse(FixArgs, argument);
  const document = uri === undefined ? undefined : vscode.Uri.parse(uri);
  if (fix === 'mute' || fix === 'unmute') {
    if (document) await setMuted(deps.mutedFiles, document, fix === 'mute', id);
    return;
  }
  const { tracker } = deps;
  // A message may be answered late, and other windows renew tokens too.
  const secret = await tracker.find(deps, id);
  if (!secret || !isActiveAt(deps.now())(secret)) throw outOfDateProblem();
  const search = tracker.search(each => each === secret);
  if (fix === 'revoke') {
    if (secret.kind === 'token') await revokeLeakedToken(deps, secret, await textsIn(document, search));
    return;
  }
  const finding =
    fix === 'file'
      ? await findInFile(document)
      : await withProgress(t('Searching the files of the workspace…'), signal =>
          findInWorkspace(search, signal),
        );
  await replace(deps, secret, search, finding);
}

/** The forms of a secret in a file. */
async function textsIn(
  uri: vscode.Uri | undefined,
  search: LeakSearch<TrackedSecret>,
): Promise<readonly string[]> {
  if (!uri) return [];
  const text = (await vscode.workspace.openTextDocument(uri)).getText();
  return search.find(text).map(({ start, end }) => text.slice(start, end));
}

/** Mutes the warnings of a file. A button undoes that, and later a quick fix. */
async function setMuted(files: MutedFiles, uri: vscode.Uri, isMuted: boolean, id: string): Promise<void> {
  await files.set(uri.toString(), isMuted);
  if (!isMuted) return;
  await showInformation(
    t(
      'No more warnings when “{0}” is saved. The secrets in it stay underlined.',
      path.posix.basename(uri.path),
    ),
    commandLink(t('Undo'), commands.fixLeak, { fix: 'unmute', id, uri: uri.toString() }),
  );
}

async function findInFile(uri: vscode.Uri | undefined): Promise<WorkspaceSearchResult> {
  return { ...(await openSafely(uri ? [uri] : [])), unread: 0, isWhole: true };
}

/** Makes one edit in all documents, so that one undo takes it back. Saves the documents that had no unsaved changes. */
async function replace(
  deps: FixDeps,
  secret: TrackedSecret,
  search: LeakSearch<TrackedSecret>,
  { documents, ...findings }: WorkspaceSearchResult,
): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const changed = new Set<vscode.TextDocument | vscode.NotebookDocument>();
  let places = 0;
  // Between reading a document and editing it, it must not change.
  const clients = await Promise.all(documents.map(document => clientFor(document)));
  for (const [index, document] of documents.entries()) {
    const edits = allLeakEdits(document, clients[index] ?? 'restClient', search.find(document.getText()));
    if (edits.length === 0) continue;
    edit.set(document.uri, edits);
    places += edits.length;
    changed.add(savedWith(document));
  }
  const onDisk = [...changed].filter(({ isUntitled }) => !isUntitled);
  const wereSaved = onDisk.filter(({ isDirty }) => !isDirty);
  if (places > 0 && !(await vscode.workspace.applyEdit(edit))) throw notChanged();
  const notWritten: string[] = [];
  for (const file of wereSaved) {
    if (!(await saveDocument(file))) notWritten.push(vscode.workspace.asRelativePath(file.uri));
  }
  if (notWritten.length > 0) throw notSaved(notWritten);
  const clientId = deps.profiles.all.find(({ id }) => id === secret.profileId)?.clientId ?? '';
  const unsaved = onDisk.length - wereSaved.length;
  const outcome = { ...findings, places, files: changed.size, unsaved };
  await showInformation(replacedMessage(secret.kind, outcome, clientId));
}

function notChanged(): Problem {
  return new Problem(
    'internal',
    t('The files cannot be edited.'),
    t('Make sure that they are writable, then try again.'),
  );
}

function notSaved(files: readonly string[]): Problem {
  return new Problem(
    'internal',
    t('The files were changed, but these could not be saved: {0}.', listNames(files, maxNames)),
    t('Save them.'),
  );
}
