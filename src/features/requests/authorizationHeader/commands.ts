// The commands that insert and remove the authorization header.
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { t } from '../../../core/common/l10n';
import { Problem } from '../../../core/common/problem';
import { type InsertionChecker, createInsertionChecker } from '../../../core/requestAnalysis/insertionRules';
import { isLive } from '../../../core/tokens/accessToken';
import type { ProfileStore } from '../../../storage/profiles/profileStore';
import type { TokenService } from '../../../tokens/tokenService';
import type { Command } from '../../../ui/commands/commandRegistry';
import { defineCommand } from '../../../ui/commands/defineCommand';
import { runCommand } from '../../../ui/commands/runCommand';
import { commands } from '../../../ui/ids';
import { askQuestion, confirm, showStatusBarMessage } from '../../../ui/notifications';
import { cancelled } from '../../../ui/quickInput';
import { clientFor } from '../../../ui/requestFiles/clientOfDocument';
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
  /** Called when a user has inserted a header. */
  readonly onInserted: () => void;
  readonly shown: ShownOnce;
}

/** Inserts the header into each request that a cursor or selection of the active editor touches (contract). */
export function insertAuthorizationHeader(deps: AuthorizationHeaderDeps): Command {
  return defineCommand(Args, async args => {
    const editor = activeEditor();
    const lines = () => selectedLines(editor);
    if (!args) return insertInteractively(deps, editor, lines);
    const isLiteral = (args.mode ?? headerMode()) === 'literal';
    const client = await clientFor(editor.document, { asked: args.client, isLiteral });
    const format = formatFor(editor.document, client);
    const token = isLiteral ? literalToken(deps) : format.reference;
    const { changed } = await changeAuthorization(editor, lines(), format, token, {
      checkInsertion: insertionCheckerFor(deps, isLiteral),
      confirmUnconfirmed: rejectUnconfirmed,
      confirmReplace: rejectOtherSchemes,
    });
    return changed;
  });
}

/** Removes the authorization of each request that a cursor or selection of the active editor touches (contract). */
export function removeAuthorizationHeader(): Command {
  return defineCommand(NoArgs, async args => {
    const editor = activeEditor();
    const { document } = editor;
    const lines = selectedLines(editor);
    const mayRemove = args ? rejectOtherSchemes : askToRemove;
    // The client does not matter: each of our references is a Bearer authorization.
    const format = formatFor(document, 'restClient');
    const { changed, requests } = await changeAuthorization(editor, lines, format, undefined, {
      confirmReplace: mayRemove,
    });
    if (!args) showStatusBarMessage(removalMessage(changed, requests));
    return changed;
  });
}

const RequestArgs = z.object({
  version: z.number(),
  line: z.number(),
  client: z.enum(['restClient', 'httpYac']),
});

/**
 * Inserts the reference into a request (`RequestToAuthorize`), before it is sent. The user has been asked already. Rejects with a
 * `Problem` if the document has changed.
 */
export async function authorizeRequest(
  deps: AuthorizationHeaderDeps,
  uri: vscode.Uri,
  request: unknown,
): Promise<void> {
  const { version, line, client } = z.parse(RequestArgs, request);
  const editor = vscode.window.visibleTextEditors.find(
    each => each.document.uri.toString() === uri.toString(),
  );
  const shown = editor ?? (await vscode.window.showTextDocument(uri));
  const format = formatFor(shown.document, client);
  if (shown.document.version !== version) throw changedProblem();
  await changeAuthorization(shown, [line], format, format.reference, {
    checkInsertion: insertionCheckerFor(deps, false),
    confirmUnconfirmed: () => Promise.resolve(true),
    confirmReplace: () => Promise.resolve(true),
  });
  deps.onInserted();
}

/**
 * Asks the user, inserts the header, and shows the result. Reads `lines` last, because cursors move while a question is
 * open. Resolves with the number of changed requests.
 */
async function insertInteractively(
  deps: AuthorizationHeaderDeps,
  editor: vscode.TextEditor,
  lines: () => readonly number[],
): Promise<number> {
  const { document } = editor;
  const isLiteral = headerMode() === 'literal';
  const format = formatFor(document, await clientFor(document, { isLiteral }));
  assertRequests(document, lines(), format, insertionCheckerFor(deps, isLiteral));
  if (isLiteral) {
    assertTrusted();
    await askForLiteral(deps.shown);
  }
  await offerToken(deps, isLiteral);
  const token = isLiteral ? literalToken(deps) : format.reference;
  const change = await changeAuthorization(editor, lines(), format, token, {
    // Created again: another profile may be active now.
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

/** Undefined without a profile: there is no token, and no host to compare with. */
function insertionCheckerFor(
  { profiles: { all, active } }: AuthorizationHeaderDeps,
  isLiteral: boolean,
): InsertionChecker | undefined {
  if (!active) return undefined;
  return createInsertionChecker(isLiteral ? [active] : all, isLiteral);
}

/** The lines with a cursor or selected text. A line does not count if a selection ends at its beginning. */
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

/** If there is no live token, offers to request one first. A reference may also be inserted without one. */
async function offerToken(
  { profiles, tokenService, now }: AuthorizationHeaderDeps,
  isLiteral: boolean,
): Promise<void> {
  // Throws `noProfile` first.
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
    { isModal: true, detail: t('Without it, the request is sent with an empty Authorization header.') },
  );
  if (answer === insertOnly) return;
  if (answer !== request) throw cancelled();
  await runCommand(commands.requestToken);
  // The command has shown why there is no token, or was cancelled.
  if (!isThere()) throw cancelled();
}

function assertTrusted(): void {
  if (vscode.workspace.isTrusted) return;
  throw new Problem(
    'untrustedWorkspace',
    t('In an untrusted workspace, the token itself is never inserted.'),
    t('Trust the workspace, or use the mode “reference”.'),
  );
}

/** The token itself. Throws a `Problem` in an untrusted workspace. */
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

/** Warns once in a window before a token is written into a file. */
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
