import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { isLive } from '../../core/accessToken';
import { t } from '../../core/l10n';
import { Problem } from '../../core/problem';
import { command } from '../../ui/commandArguments';
import type { Command } from '../../ui/commands';
import { commands, tokenReference } from '../../ui/ids';
import { cancelled } from '../../ui/quickInput';
import { headerMode } from '../../ui/settings';
import type { ProfileStore } from '../../vault/profileStore';
import type { TokenKeeper } from '../../vault/tokenKeeper';
import { askToReplace, changedMeanwhile, type Insertion, insertHeader, refuseToReplace } from './insert';

const Args = z.strictObject({ mode: z.optional(z.enum(['reference', 'literal'])) });

/** What the commands about the header work with. */
export interface HeaderRooms {
  readonly profiles: ProfileStore;
  readonly keeper: TokenKeeper;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told when a person's insertion has succeeded. */
  readonly inserted: () => void;
}

/** The command of the contract: the request under every cursor of the active editor. */
export function insertAuthorizationHeader(rooms: HeaderRooms): Command {
  return command(Args, async args => {
    const editor = activeEditor();
    const lines = () => editor.selections.map(({ active }) => active.line);
    if (!args) return insertAsPerson(rooms, editor, lines);
    const isLiteral = (args.mode ?? headerMode()) === 'literal';
    const value = isLiteral ? literalValue(rooms) : tokenReference;
    const { changed } = await insertHeader(editor, lines(), value, refuseToReplace);
    return changed;
  });
}

/** What the lens does: the request at a line of a document that is open in an editor. */
export async function authorizeRequest(rooms: HeaderRooms, uri: vscode.Uri, line: number): Promise<void> {
  const editor = vscode.window.visibleTextEditors.find(
    each => each.document.uri.toString() === uri.toString(),
  );
  const shown = editor ?? (await vscode.window.showTextDocument(uri));
  const { version } = shown.document;
  await insertAsPerson(rooms, shown, () => {
    if (shown.document.version !== version) throw changedMeanwhile();
    return [line];
  });
}

/**
 * Asks what there is to ask, inserts, and tells. `lines` is asked last: cursors move while questions are open.
 * Resolves with the number of requests changed.
 */
async function insertAsPerson(
  rooms: HeaderRooms,
  editor: vscode.TextEditor,
  lines: () => readonly number[],
): Promise<number> {
  const isLiteral = headerMode() === 'literal';
  if (isLiteral) {
    refuseUntrusted();
    await askForLiteral();
  }
  await offerToken(rooms, isLiteral);
  const value = isLiteral ? literalValue(rooms) : tokenReference;
  const insertion = await insertHeader(editor, lines(), value, askToReplace);
  tell(insertion);
  rooms.inserted();
  return insertion.changed;
}

function activeEditor(): vscode.TextEditor {
  const editor = vscode.window.activeTextEditor;
  if (editor) return editor;
  throw new Problem(
    'noEditor',
    t('There is no open editor.'),
    t('Open a .http or .rest file and put the cursor into a request.'),
  );
}

/** With no live token, offers to request one first; a reference may also be inserted for later. */
async function offerToken({ profiles, keeper, now }: HeaderRooms, isLiteral: boolean): Promise<void> {
  // Where there is no profile, that comes first.
  profiles.get();
  const isThere = () => {
    const { token } = keeper.status;
    return token !== undefined && isLive(token, now());
  };
  if (isThere()) return;
  const request = t('Request Access Token…');
  const insertOnly = t('Insert the Reference Only');
  const answer = await vscode.window.showInformationMessage(
    t('There is no live access token. Request one first?'),
    { modal: true, detail: t('Without it, the request is sent with an empty authorization.') },
    ...(isLiteral ? [request] : [request, insertOnly]),
  );
  if (answer === insertOnly) return;
  if (answer !== request) throw cancelled();
  await vscode.commands.executeCommand(commands.requestToken);
  // The request has told why there is none, or was cancelled.
  if (!isThere()) throw cancelled();
}

function refuseUntrusted(): void {
  if (vscode.workspace.isTrusted) return;
  throw new Problem(
    'untrustedWorkspace',
    t('In a workspace that is not trusted the token itself is never inserted.'),
    t('Trust the workspace, or use the mode “reference”.'),
  );
}

/** `Bearer` and the token itself. Never in a workspace that is not trusted. */
function literalValue({ keeper, profiles, now }: HeaderRooms): string {
  refuseUntrusted();
  const { token } = keeper.status;
  if (token && isLive(token, now())) return `Bearer ${token.value}`;
  throw new Problem(
    'noToken',
    t('“{0}” has no live access token.', profiles.get().name),
    t('Request an access token first.'),
  );
}

function tell({ changed, requests }: Insertion): void {
  const message =
    changed === 0
      ? t('$(check) The request is authorized already')
      : requests === 1
        ? t('$(check) Authorization header inserted')
        : t('$(check) Authorization header inserted into {0} of {1} requests', changed, requests);
  void vscode.window.setStatusBarMessage(message, 4000);
}

let isLiteralAccepted = false;

/** The one clear warning before a token is written into a file; once a window. */
async function askForLiteral(): Promise<void> {
  if (isLiteralAccepted) return;
  const insert = t('Insert the Token');
  const answer = await vscode.window.showWarningMessage(
    t('Insert the access token itself into the file?'),
    {
      modal: true,
      detail: t(
        'The file, its backups and git will hold a working token until it expires. The mode “reference” (setting hostedLogin.authorizationHeader.mode) keeps it off the disk.',
      ),
    },
    insert,
  );
  if (answer !== insert) throw cancelled();
  isLiteralAccepted = true;
}
