import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { t } from '../../core/l10n';
import type { LeakSearch } from '../../core/leakSearch';
import { Problem } from '../../core/problem';
import { commands } from '../../ui/ids';
import { showInformation } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import { localTime } from '../../ui/timeWords';
import { leakEdits } from './edits';
import { isSoughtAt, type Known, knownInThisWindow, type KnownToken, type ValueRooms } from './knownValues';
import { savedWith } from './notebooks';
import { mute } from './saveMessages';
import { listed, replacedMessage } from './words';
import { type Finding, findInWorkspace, openSafely } from './workspaceFiles';

/** What the fixes work with. */
interface FixRooms extends ValueRooms {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What a fix is called with: what to do, the known value's id, and the document's URI. */
const FixArgs = z.object({
  fix: z.enum(['file', 'workspace', 'revoke', 'mute']),
  id: z.string(),
  uri: z.optional(z.string()),
});

export type Fix = z.infer<typeof FixArgs>;

/** Does what quick fixes and messages offer beyond an edit at one place. Rejects with a `Problem`. */
export async function fixLeak(rooms: FixRooms, argument: unknown): Promise<void> {
  const { fix, id, uri } = z.parse(FixArgs, argument);
  const document = uri === undefined ? undefined : vscode.Uri.parse(uri);
  if (fix === 'mute') {
    if (document) mute(document.toString());
    return;
  }
  const known = knownInThisWindow();
  // What a message offers may be out of date when somebody comes back to it, and other windows renew tokens too.
  const about = await known.fresh(rooms, id);
  if (!about || !isSoughtAt(rooms.now())(about)) throw outOfDate();
  if (fix === 'revoke') {
    if (about.kind === 'token') await revoke(rooms, about);
    return;
  }
  const search = known.search(each => each === about);
  const finding =
    fix === 'file'
      ? await findInFile(document)
      : await withProgress(t('Looking through the files of the workspace…'), signal =>
          findInWorkspace(search, signal),
        );
  await replace(rooms, about, search, finding);
}

async function findInFile(uri: vscode.Uri | undefined): Promise<Finding> {
  return { ...(await openSafely(uri ? [uri] : [])), unread: 0, isWhole: true };
}

/** One edit for all documents, which is one step to undo; those that were saved before are saved again. */
async function replace(
  rooms: FixRooms,
  about: Known,
  search: LeakSearch<Known>,
  { documents, ...told }: Finding,
): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const changed = new Set<vscode.TextDocument | vscode.NotebookDocument>();
  let places = 0;
  for (const document of documents) {
    const edits = leakEdits(document, search.find(document.getText()));
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
    if (!(await file.save())) notWritten.push(vscode.workspace.asRelativePath(file.uri));
  }
  if (notWritten.length > 0) throw notSaved(notWritten);
  const clientId = rooms.profiles.all.find(({ id }) => id === about.profileId)?.clientId ?? '';
  const unsaved = onDisk.length - wereSaved.length;
  const outcome = { ...told, places, files: changed.size, unsaved };
  await showInformation(replacedMessage(about.kind, outcome, clientId));
}

async function revoke({ profiles, now }: FixRooms, token: KnownToken): Promise<void> {
  const profile = profiles.all.find(({ id }) => id === token.profileId);
  if (!profile) throw outOfDate();
  // The command would revoke the newer one, and this one would go on to work.
  if (token.state !== 'kept') throw replacedMeanwhile(localTime(token.expiresAt, now()));
  const argument = { profile: profile.name, scope: token.requestedScope };
  try {
    // Without Cancel: what the service was asked for can not be taken back.
    await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: t('Revoking the access token of “{0}”…', profile.name),
      },
      () => vscode.commands.executeCommand(commands.revokeToken, argument),
    );
  } catch (error) {
    // What the command tells code is a whole message already.
    throw new Problem('internal', error instanceof Error ? error.message : String(error));
  }
  await showInformation(
    t('Revoked: the access token of “{0}” in the file does not work any more.', profile.name),
  );
}

function outOfDate(): Problem {
  return new Problem(
    'internal',
    t('Meanwhile the value has ended, or was forgotten.'),
    t('There is nothing left to do.'),
  );
}

function replacedMeanwhile(until: string): Problem {
  return new Problem(
    'internal',
    t(
      'Meanwhile a newer token has its place. The one in the file works until {0}, and was not revoked.',
      until,
    ),
    t('Replace it by a reference.'),
  );
}

function notChanged(): Problem {
  return new Problem(
    'internal',
    t('The files can not be edited.'),
    t('Make sure that they are writable, then try again.'),
  );
}

function notSaved(files: readonly string[]): Problem {
  return new Problem(
    'internal',
    t('The files were changed, but these could not be saved: {0}.', listed(files)),
    t('Save them.'),
  );
}
