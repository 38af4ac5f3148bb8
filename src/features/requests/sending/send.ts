// The command that sends the request at the cursor.
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { t } from '../../../core/common/l10n';
import { isProblem, Problem } from '../../../core/common/problem';
import type { Profile } from '../../../core/profile/profile';
import type { AccessToken } from '../../../core/tokens/accessToken';
import { isCurrentClient } from '../../../storage/profiles/perProfile';
import { profileChangedProblem } from '../../../tokens/tokenProblems';
import type { Command } from '../../../ui/commands/commandRegistry';
import { defineCommand } from '../../../ui/commands/defineCommand';
import { runCommand } from '../../../ui/commands/runCommand';
import { setContextKey } from '../../../ui/contextKeys';
import { commands, contextKeys, tokenVariable } from '../../../ui/ids';
import { askQuestion } from '../../../ui/notifications';
import { cancelled } from '../../../ui/quickInput';
import { detectDialect } from '../../../ui/requestFiles/requestFileKind';
import { isSharedWithExtensions } from '../../../ui/settings';
import type { InstalledClient } from './installedClients';
import {
  agreeToEarlierRequests,
  assertSameTarget,
  ensureProfile,
  type ReadRequest,
  readRequest,
  readRequestAs,
  type SendingDeps,
} from './requestToSend';
import {
  type AskedRequest,
  askedAt,
  lineOf,
  readAgain,
  requestChangedProblem,
  scopeForDocument,
} from './sendableRequest';
import { ensureToken } from './tokenForRequest';

const Args = z.strictObject({});

interface SendDeps extends SendingDeps {
  /**
   * Hooks into httpYac if it is installed. Resolves with a function that says whether httpYac asks for a token each time
   * it sends. Never rejects.
   */
  readonly hookHttpYac: () => Promise<() => boolean>;
}

/** Sends the request at the cursor of the active editor (contract). */
export function send(deps: SendDeps): Command {
  return defineCommand(Args, async args => {
    const editor = vscode.window.activeTextEditor;
    if (!editor) {
      throw new Problem(
        'noEditor',
        t('There is no open editor.'),
        t('Open a .http or .rest file and put the cursor into a request.'),
      );
    }
    await sendAt(deps, editor.document, editor.selection.active.line, args === undefined);
  });
}

const LensArgs = z.object({ version: z.number(), line: z.number(), method: z.string(), url: z.string() });

/** Sends the request of a lens, wherever it is in the document now. Rejects with a `Problem`. */
export async function sendRequest(deps: SendDeps, uri: vscode.Uri, lens: unknown): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  await sendAt(deps, document, lineOf(document, z.parse(LensArgs, lens)), true);
}

/**
 * Makes a token active that allows the request, makes sure that the client gets it, and runs the client's command. Asks
 * the user if `isInteractive`, otherwise rejects with a `Problem`. Resolves when the client's command does.
 */
async function sendAt(
  deps: SendDeps,
  document: vscode.TextDocument,
  line: number,
  isInteractive: boolean,
): Promise<void> {
  // Problems of the request come before the question of which client is installed.
  let asked = askedAt(document, line);
  assertSharing();
  // Before httpYac reads the file: it takes the hooks then.
  const isAsked = await deps.hookHttpYac();
  const request = await readRequest(document, asked, isAsked);
  const { client, sendable } = request;
  const keepsToken = client.name === 'httpYac' && isAsked();
  const asking = { isInteractive, keepsToken };
  const profile = await ensureProfile(deps, request, asking);
  await agreeToEarlierRequests(deps, request, profile, asking);
  asked = await ensureAuthorization(document, asked, request, isInteractive);
  const scope = sendable.scopeFor(profile);
  const fileScope = scopeForDocument(document, profile);
  const token = await ensureToken(deps, profile, scope, fileScope, isInteractive).catch((error: unknown) => {
    throw isProblem(error) && error.kind === 'profileChanged' ? notSentProblem(profile) : error;
  });
  await deps.tokenService.whenSettled();
  // The user may move the cursor while it is activated.
  await withClient(client, deps.redact, async () => vscode.extensions.getExtension(client.id)?.activate());
  await putCursor(document, asked);
  const now = await readRequestAs(client, document, asked, isAsked);
  assertSameTarget(request, now);
  assertCursorInRequest(document, now);
  assertShared(deps, profile, token);
  await runClientCommand(client, deps.redact);
}

async function runClientCommand(client: InstalledClient, redact: (text: string) => string): Promise<void> {
  await withClient(client, redact, () => vscode.commands.executeCommand(client.command));
  setContextKey(contextKeys.requestSent, true);
}

/** Runs what a client does for us. Rejects with a `Problem` that says what to look at. */
async function withClient(
  { title }: InstalledClient,
  redact: (text: string) => string,
  run: () => Thenable<unknown>,
): Promise<void> {
  try {
    await run();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem(
      'internal',
      t('{0} could not send the request: {1}', title, redact(reason)),
      t('Check its output. Variables of an environment have a value only if that environment is selected.'),
    );
  }
}

/** The client sends the shared token, so sharing must be on. */
function assertSharing(): void {
  if (isSharedWithExtensions()) return;
  throw vscode.workspace.isTrusted
    ? new Problem(
        'notShared',
        t('The access token is not shared with other extensions, so a REST client would send none.'),
        t('Turn on the setting hostedLogin.share.extensions.'),
      )
    : new Problem(
        'untrustedWorkspace',
        t('In an untrusted workspace, no token is shared, so a REST client would send none.'),
        t('Trust the workspace first.'),
      );
}

/**
 * Inserts the reference of the client that sends, if the request is not authorized with it. Asks before it replaces an
 * authorization. Resolves with the request as it is then. Throws a `Problem` if not `isInteractive`.
 */
async function ensureAuthorization(
  document: vscode.TextDocument,
  asked: AskedRequest,
  { client, sendable: { request, carriesReference, otherScheme } }: ReadRequest,
  isInteractive: boolean,
): Promise<AskedRequest> {
  if (carriesReference) return asked;
  const [present] = request.authorizations;
  if (!isInteractive) {
    throw new Problem(
      'otherScheme',
      present
        ? t('The Authorization header on line {0} does not use {1}.', present.line + 1, tokenVariable)
        : t('The request has no Authorization header.'),
      t('Run Insert Authorization Header in the request.'),
    );
  }
  if (present) {
    const replace = t('Replace and Send');
    const question = otherScheme
      ? t(
          'Line {0} uses the scheme {1}. Replace it with the access token?',
          otherScheme.line + 1,
          otherScheme.scheme || '?',
        )
      : t(
          'The Authorization header on line {0} does not use {1}. Replace it first?',
          present.line + 1,
          tokenVariable,
        );
    const detail = t('The reference takes its place; the token itself stays out of the file');
    const answer = await askQuestion(question, [replace], { isModal: true, detail });
    if (answer !== replace) throw cancelled();
  }
  readAgain(document, asked);
  const { version } = document;
  const { requestLine: line, method, url } = request;
  await runCommand(commands.authorizeRequest, document.uri, { version, line, client: client.name });
  const now = askedAt(document, line);
  if (now.request.requestLine !== line || now.request.method !== method || now.request.url !== url)
    throw requestChangedProblem();
  // The command has shown the reason.
  if (!now.carriesReference) throw cancelled();
  return now;
}

/** Shows the document with one cursor in the request. */
async function putCursor(document: vscode.TextDocument, asked: AskedRequest): Promise<void> {
  const { viewColumn } = vscode.window.visibleTextEditors.find(editor => editor.document === document) ?? {};
  const { activeTextEditor } = vscode.window;
  const editor =
    activeTextEditor?.document === document
      ? activeTextEditor
      : await vscode.window.showTextDocument(document, viewColumn === undefined ? {} : { viewColumn });
  const now = readAgain(document, asked).request;
  const { active } = editor.selection;
  // In Markdown, clients do not agree on where a request ends.
  const isThere =
    detectDialect(document) === 'http' && active.line >= now.requestLine && active.line <= now.lastLine;
  const position = isThere ? active : new vscode.Position(now.requestLine, 0);
  // A client sends the selected text instead of the request.
  editor.selection = new vscode.Selection(position, position);
}

/** Throws if the client would send something else, because another editor is active or the cursor has moved. */
function assertCursorInRequest(document: vscode.TextDocument, { sendable }: ReadRequest): void {
  const editor = vscode.window.activeTextEditor;
  const [cursor, ...others] = editor?.document === document ? editor.selections : [];
  const isThere = cursor?.isEmpty === true && others.length === 0;
  const { requestLine, lastLine } = sendable.request;
  if (isThere && cursor.active.line >= requestLine && cursor.active.line <= lastLine) return;
  throw requestChangedProblem(t('The cursor is no longer in the request.'));
}

function notSentProblem(profile: Profile): Problem {
  return profileChangedProblem(profile, t('Nothing was sent. Send it again.'));
}

/**
 * The variable is set when a token becomes active. Something else may have changed it since, or the profile may lead elsewhere:
 * then the token is not for the host of the request.
 */
function assertShared({ profiles }: SendDeps, profile: Profile, token: AccessToken): void {
  if (!isCurrentClient(profiles, profile)) {
    throw notSentProblem(profile);
  }
  if (process.env[tokenVariable] === token.value) return;
  throw new Problem(
    'internal',
    t('{0} does not hold the access token. Nothing was sent.', tokenVariable),
    t('The token or the variable has changed in the meantime. Try again.'),
  );
}
