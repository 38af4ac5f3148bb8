// The commands that insert and remove the authorization header.
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { t } from '../../../core/common/l10n';
import { Problem } from '../../../core/common/problem';
import { type InsertionChecker, createInsertionChecker } from '../../../core/requestAnalysis/insertionRules';
import { isLive } from '../../../core/tokens/accessToken';
import type { ProfileStore } from '../../../storage/profileStore';
import type { TokenService } from '../../../tokens/tokenService';
import type { Command } from '../../../ui/commands/commandRegistry';
import { defineCommand } from '../../../ui/commands/defineCommand';
import { runCommand } from '../../../ui/commands/runCommand';
import { commands } from '../../../ui/ids';
import { askQuestion, confirm, showStatusBarMessage } from '../../../ui/notifications';
import { cancelled } from '../../../ui/quickInput';
import { headerMode } from '../../../ui/settings';
import {
  askToRemove,
  askToReplace,
  askToIncludeUnconfirmed,
  type AuthorizationChange,
  changeAuthorization,
  changedProblem,
  formatFor,
  rejectOtherSchemes,
  rejectUnconfirmed,
  assertRequests,
} from './authorizationChange';
import { clientFor } from './clientOfDocument';
import { offerNextStep, type ShownOnce } from './nextSteps';

const Args = z.strictObject({
  mode: z.optional(z.enum(['reference', 'literal'])),
  client: z.optional(z.enum(['auto', 'restClient', 'httpYac', 'jetBrains', 'kulala'])),
});
const NoArgs = z.strictObject({});

export interface AuthorizationHeaderDeps {
  readonly profiles: ProfileStore;
  readonly tokenService: TokenService;
  readonly now: () => number;
  /** Told when a person's insertion has succeeded. */
  readonly onInserted: () => void;
  readonly shown: ShownOnce;
}

/** The command of the contract: every request that a cursor or a selection of the active editor touches. */
export function insertAuthorizationHeader(deps: AuthorizationHeaderDeps): Command {
  return defineCommand(Args, async args => {
    const editor = activeEditor();
    const lines = () => selectedLines(editor);
    if (!args) return insertInteractively(deps, editor, lines);
    const format = formatFor(editor.document, await clientFor(editor.document, args.client));
    const isLiteral = (args.mode ?? headerMode()) === 'literal';
    const token = isLiteral ? literalToken(deps) : format.reference;
    const { changed } = await changeAuthorization(editor, lines(), format, token, {
      checkInsertion: insertionCheckerFor(deps, isLiteral),
      confirmUnconfirmed: rejectUnconfirmed,
      confirmReplace: rejectOtherSchemes,
    });
    return changed;
  });
}

/** The command of the contract: takes the authorization away from the requests that cursors and selections touch. */
export function removeAuthorizationHeader(): Command {
  return defineCommand(NoArgs, async args => {
    const editor = activeEditor();
    const { document } = editor;
    const lines = selectedLines(editor);
    const mayRemove = args ? rejectOtherSchemes : askToRemove;
    // Whatever the client is: every reference of ours is a Bearer authorization.
    const format = formatFor(document, 'restClient');
    const { changed, requests } = await changeAuthorization(editor, lines, format, undefined, {
      confirmReplace: mayRemove,
    });
    if (!args) showStatusBarMessage(removalMessage(changed, requests));
    return changed;
  });
}

/** What sending does first: puts the reference into the request at a line. What there is to ask has been asked. */
export async function authorizeRequest(
  { onInserted }: AuthorizationHeaderDeps,
  uri: vscode.Uri,
  line: number,
): Promise<void> {
  const editor = vscode.window.visibleTextEditors.find(
    each => each.document.uri.toString() === uri.toString(),
  );
  const shown = editor ?? (await vscode.window.showTextDocument(uri));
  const { version } = shown.document;
  const format = formatFor(shown.document, await clientFor(shown.document));
  if (shown.document.version !== version) throw changedProblem();
  await changeAuthorization(shown, [line], format, format.reference, { confirmReplace: rejectOtherSchemes });
  onInserted();
}

/**
 * Asks what there is to ask, inserts, and tells. `lines` is asked last: cursors move while questions are open.
 * Resolves with the number of requests changed.
 */
async function insertInteractively(
  deps: AuthorizationHeaderDeps,
  editor: vscode.TextEditor,
  lines: () => readonly number[],
): Promise<number> {
  const { document } = editor;
  const format = formatFor(document, await clientFor(document));
  const isLiteral = headerMode() === 'literal';
  assertRequests(document, lines(), format, insertionCheckerFor(deps, isLiteral));
  if (isLiteral) {
    assertTrusted();
    await askForLiteral(deps.shown);
  }
  await offerToken(deps, isLiteral);
  const token = isLiteral ? literalToken(deps) : format.reference;
  const change = await changeAuthorization(editor, lines(), format, token, {
    // Asked again: the profile may be another one by now.
    checkInsertion: insertionCheckerFor(deps, isLiteral),
    confirmUnconfirmed: askToIncludeUnconfirmed,
    confirmReplace: askToReplace,
  });
  showResult(change);
  deps.onInserted();
  if (!isLiteral && change.changed > 0) {
    const scope = deps.tokenService.status.token?.requestedScope ?? '.:config/**';
    void offerNextStep(document, format, deps.profiles.get(), scope, deps.shown);
  }
  return change.changed;
}

/** Without a profile there is nobody to tell from somebody else, and no token. */
function insertionCheckerFor(
  { profiles: { all, active } }: AuthorizationHeaderDeps,
  isLiteral: boolean,
): InsertionChecker | undefined {
  if (!active) return undefined;
  return createInsertionChecker(isLiteral ? [active] : all, isLiteral);
}

/** The lines with a cursor or selected text, without a line that a selection ends at the beginning of. */
function selectedLines({ selections }: vscode.TextEditor): number[] {
  return selections.flatMap(({ start, end, isEmpty }) => {
    const last = !isEmpty && end.character === 0 ? end.line - 1 : end.line;
    return Array.from({ length: last - start.line + 1 }, (_, index) => start.line + index);
  });
}

function activeEditor(): vscode.TextEditor {
  const editor = vscode.window.activeTextEditor;
  if (editor) return editor;
  throw new Problem(
    'noEditor',
    t('There is no open editor.'),
    t('Open a file with requests and put the cursor into one.'),
  );
}

/** With no live token, offers to request one first; a reference may also be inserted for later. */
async function offerToken(
  { profiles, tokenService, now }: AuthorizationHeaderDeps,
  isLiteral: boolean,
): Promise<void> {
  // Where there is no profile, that comes first.
  profiles.get();
  const isThere = () => {
    const { token } = tokenService.status;
    return token !== undefined && isLive(token, now());
  };
  if (isThere()) return;
  const request = t('Request Access Token…');
  const insertOnly = t('Insert the Reference Only');
  const answer = await askQuestion(
    t('There is no live access token. Request one first?'),
    isLiteral ? [request] : [request, insertOnly],
    { isModal: true, detail: t('Without it, the request is sent with an empty authorization.') },
  );
  if (answer === insertOnly) return;
  if (answer !== request) throw cancelled();
  await runCommand(commands.requestToken);
  // The request has told why there is none, or was cancelled.
  if (!isThere()) throw cancelled();
}

function assertTrusted(): void {
  if (vscode.workspace.isTrusted) return;
  throw new Problem(
    'untrustedWorkspace',
    t('In a workspace that is not trusted the token itself is never inserted.'),
    t('Trust the workspace, or use the mode “reference”.'),
  );
}

/** The token itself. Never in a workspace that is not trusted. */
function literalToken({ tokenService, profiles, now }: AuthorizationHeaderDeps): string {
  assertTrusted();
  const { token } = tokenService.status;
  if (token && isLive(token, now())) return token.value;
  throw new Problem(
    'noToken',
    t('“{0}” has no live access token.', profiles.get().name),
    t('Request an access token first.'),
  );
}

function showResult({ changed, requests }: AuthorizationChange): void {
  const message =
    changed === 0
      ? t('The request is already authorized')
      : requests === 1
        ? t('Authorization header inserted')
        : t('Authorization header inserted into {0} of {1} requests', changed, requests);
  showStatusBarMessage(message);
}

function removalMessage(changed: number, requests: number): string {
  if (changed === 0) return t('The request has no authorization');
  return requests === 1
    ? t('Authorization header removed')
    : t('Authorization header removed from {0} of {1} requests', changed, requests);
}

/** The one clear warning before a token is written into a file; once a window. */
async function askForLiteral(shown: ShownOnce): Promise<void> {
  if (shown.has('literal')) return;
  await confirm(
    t('Insert the access token itself into the file?'),
    t('Insert the Token'),
    t(
      'The file, its backups and Git will hold a working token until it expires. The mode “reference” (setting hostedLogin.authorizationHeader.mode) keeps it off the disk.',
    ),
  );
  shown.add('literal');
}
