import type * as vscode from 'vscode';
import { findOtherScheme, type OtherScheme } from '../../../core/authorizationEdit/editPlan';
import { t } from '../../../core/common/l10n';
import { Problem } from '../../../core/common/problem';
import type { Profile } from '../../../core/profile/profile';
import { configurationRequests } from '../../../core/requestAnalysis/configurationRequests';
import { earlierRequests } from '../../../core/requestAnalysis/earlierRequests';
import { configPath, requestTargets } from '../../../core/requestAnalysis/matchProfiles';
import { neededScopes } from '../../../core/requestAnalysis/neededScopes';
import { type RequestTarget, unreadableTarget } from '../../../core/requestAnalysis/readTarget';
import { tokenUseOf } from '../../../core/requestAnalysis/tokenReferences';
import { listRequests, requestAt } from '../../../core/requests/findRequests';
import { isVariable } from '../../../core/requests/lineSyntax';
import type { WrittenRequest } from '../../../core/requests/request';
import {
  type ClientContext,
  fileVariables,
  type VariableResolver,
} from '../../../core/requests/variables/fileVariables';
import type { LensRequest } from '../../../ui/commands/commandLink';
import { readAsked, snapshotOf } from '../../../ui/documents/documentSnapshot';
import { noRequestProblem, otherLanguageProblem } from '../../../ui/requestFiles/requestEdits';
import { detectDialect } from '../../../ui/requestFiles/requestFileKind';
import { isTooLongToRead } from '../../../ui/requestFiles/requestFiles';

/** A request of a document that can be sent, before its profile (`requestToSend.ts`) and token are chosen. */
export interface SendableRequest {
  readonly request: WrittenRequest;
  readonly target: RequestTarget;
  /** Whether the client authorizes it with our token, as a bearer token. */
  readonly carriesReference: boolean;
  /** Its first authorization that is not a bearer token. */
  readonly otherScheme: OtherScheme | undefined;
  /** The narrowest scope list that allows the request; undefined if it needs none, or if that cannot be found out. */
  scopeFor(profile: Profile): string | undefined;
}

/** The line where a lens's request is now. Throws a `Problem` if it is gone or ambiguous. */
export function lineOf(document: vscode.TextDocument, { version, line, method, url }: LensRequest): number {
  if (document.version === version) return line;
  const [found, ...others] = sendablesIn(document).filter(
    ({ request }) => request.method === method && request.url === url,
  );
  if (found && others.length === 0) return found.request.requestLine;
  throw requestChangedProblem();
}

/** Something changed before the request was sent, for example while a question was open. */
export function requestChangedProblem(message = t('The file has changed in the meantime.')): Problem {
  return new Problem('internal', message, t('Nothing was sent. Try again.'));
}

/** The request at a line, with what is known of its client. Throws a `Problem` of kind `notARequest`. */
export function sendableAt(
  document: vscode.TextDocument,
  line: number,
  knowledge: ClientContext = {},
): SendableRequest {
  const dialect = detectDialect(document);
  if (!dialect) {
    throw (
      otherLanguageProblem(document) ??
      new Problem(
        'notARequest',
        t('This is not a request file.'),
        t('Open a .http or .rest file, or put the cursor into an http block of a Markdown file.'),
      )
    );
  }
  return readAsked(document, () => {
    const lines = snapshotOf(document);
    const request = requestAt(lines, line, dialect);
    if (!('requestLine' in request)) throw noRequestProblem(request.kind === 'response');
    if (isTooLongToRead(document)) {
      return readWith(request, unreadableTarget(t('the file is too long to be read')), text => text);
    }
    const target = requestTargets(lines, dialect, knowledge)(request);
    return readWith(request, target, fileVariables(lines, dialect, knowledge));
  });
}

/** A request that is to be sent, as it was when the user asked for it. */
export interface AskedRequest extends SendableRequest {
  /** What it says, and the variables of its file. */
  readonly text: string;
}

/** The request at a line, before anything is known of its client. Throws a `Problem` of kind `notARequest`. */
export function askedAt(document: vscode.TextDocument, line: number): AskedRequest {
  const sendable = sendableAt(document, line);
  return { ...sendable, text: textThatCounts(document, sendable.request) };
}

/**
 * The same request as it is now, with what is known of its client. Throws a `Problem` if it changed or moved, for example while a
 * question was open.
 */
export function readAgain(
  document: vscode.TextDocument,
  { request, text }: AskedRequest,
  knowledge: ClientContext = {},
): SendableRequest {
  const now = sendableAt(document, request.requestLine, knowledge);
  if (now.request.requestLine === request.requestLine && textThatCounts(document, now.request) === text)
    return now;
  throw requestChangedProblem();
}

function textThatCounts(document: vscode.TextDocument, { firstLine, lastLine }: WrittenRequest): string {
  const lines = snapshotOf(document);
  const all = Array.from({ length: lines.lineCount }, (_, line) => lines.line(line).trimEnd());
  const own = all.slice(firstLine, lastLine + 1).join('\n');
  return [own.trimEnd(), ...all.filter(isVariable)].join('\n');
}

/** A request that httpYac sends before another one; undefined if only httpYac knows which one has that name. */
export interface SentBefore {
  readonly name: string;
  readonly sendable: SendableRequest | undefined;
}

/** What httpYac sends before a request, because that refers to it. Empty if the file is too long to be read. */
export function sentBefore(
  document: vscode.TextDocument,
  request: WrittenRequest,
  knowledge: ClientContext,
): readonly SentBefore[] {
  const dialect = detectDialect(document);
  if (!dialect || isTooLongToRead(document)) return [];
  return readAsked(document, () => {
    const lines = snapshotOf(document);
    const fill = fileVariables(lines, dialect, knowledge);
    const targetOf = requestTargets(lines, dialect, knowledge);
    return earlierRequests(lines, dialect, request).map(({ name, request: earlier }) => ({
      name,
      sendable: earlier && readWith(earlier, targetOf(earlier), fill),
    }));
  });
}

/** The narrowest scope for all requests of a document to a profile's configuration; `''` for none. */
export function scopeForDocument(document: vscode.TextDocument, profile: Profile): string {
  const dialect = detectDialect(document);
  if (!dialect || isTooLongToRead(document)) return '';
  return readAsked(document, () =>
    neededScopes(configurationRequests(snapshotOf(document), dialect, profile)),
  );
}

/** All requests of a document, top to bottom; none if it is not a request file, or too long to be read. */
function sendablesIn(document: vscode.TextDocument): readonly SendableRequest[] {
  const dialect = detectDialect(document);
  if (!dialect || isTooLongToRead(document)) return [];
  return readAsked(document, () => {
    const lines = snapshotOf(document);
    const fill = fileVariables(lines, dialect);
    const targetOf = requestTargets(lines, dialect);
    return listRequests(lines, dialect).map(request => readWith(request, targetOf(request), fill));
  });
}

function readWith(request: WrittenRequest, target: RequestTarget, fill: VariableResolver): SendableRequest {
  return {
    request,
    target,
    otherScheme: findOtherScheme(request.authorizations, text => fill(text, request)),
    carriesReference: tokenUseOf(request, fill).isAuthorized,
    scopeFor: profile => {
      const path = configPath(target, profile);
      return path === undefined ? undefined : neededScopes([{ method: request.method, path }]);
    },
  };
}
