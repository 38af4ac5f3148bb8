import type * as vscode from 'vscode';
import { configRequestOf } from '../../core/configRequests';
import { type HttpRequest, listRequests, requestAt } from '../../core/httpDocument';
import { fileVariables } from '../../core/httpVariables';
import { t } from '../../core/l10n';
import { neededScopes } from '../../core/neededScopes';
import { Problem } from '../../core/problem';
import type { Profile } from '../../core/profile';
import { type RequestTarget, requestTarget } from '../../core/requestTarget';
import { dialectOf, documentLines, isTooLongToRead } from '../../ui/httpFiles';
import { tokenVariable } from '../../ui/ids';

/** A request as it is to be sent. */
export interface SendableRequest {
  readonly request: HttpRequest;
  /** With the variables of the file put in. */
  readonly url: string;
  /** Where it goes; undefined where no URL is that long. */
  readonly target: RequestTarget | undefined;
  /** Whether the client puts our token in. */
  readonly carriesReference: boolean;
  /** The narrowest scope list that allows it; undefined where it needs none, or none can be worked out. */
  scopeFor(profile: Profile): string | undefined;
}

/** The request that a lens stands above: as it was when the lens was made, which may be a while ago. */
export interface LensRequest {
  /** The document's version then. */
  readonly version: number;
  readonly line: number;
  readonly method: string;
  /** As it is written. */
  readonly url: string;
}

/** The line where a lens's request is now. Throws a `Problem` where it is gone, or it can not be told from others. */
export function lineOf(document: vscode.TextDocument, { version, line, method, url }: LensRequest): number {
  if (document.version === version) return line;
  const [found, ...others] = sendablesIn(document).filter(
    ({ request }) => request.method === method && request.url === url,
  );
  if (found && others.length === 0) return found.request.requestLine;
  throw new Problem('internal', t('The file changed meanwhile.'), t('Nothing was sent; try again.'));
}

/** The request at a line. Throws a `Problem` of kind `notARequest`. */
export function sendableAt(document: vscode.TextDocument, line: number): SendableRequest {
  const dialect = dialectOf(document);
  if (!dialect) {
    throw new Problem(
      'notARequest',
      t('This is not a REST client file.'),
      t('Open a .http or .rest file, or put the cursor into an http block of a Markdown file.'),
    );
  }
  const lines = documentLines(document);
  const request = requestAt(lines, line, dialect);
  if (!('requestLine' in request)) {
    throw new Problem(
      'notARequest',
      request.kind === 'response'
        ? t('This is a saved response, not a request.')
        : t('There is no request at the cursor.'),
      t('Put the cursor into a request.'),
    );
  }
  const isKnown = !isTooLongToRead(document);
  return readWith(isKnown ? fileVariables(lines, dialect) : text => text, request);
}

/** All requests of a document, top to bottom; none where it is no request file, or one too long to be read. */
export function sendablesIn(document: vscode.TextDocument): readonly SendableRequest[] {
  const dialect = dialectOf(document);
  if (!dialect || isTooLongToRead(document)) return [];
  const lines = documentLines(document);
  const fill = fileVariables(lines, dialect);
  return listRequests(lines, dialect).map(request => readWith(fill, request));
}

function readWith(fill: (text: string) => string, request: HttpRequest): SendableRequest {
  return {
    request,
    url: fill(request.url),
    target: requestTarget(request.url, fill),
    carriesReference: request.authorizations.some(({ value }) => fill(value).includes(tokenVariable)),
    scopeFor: profile => {
      const needed = configRequestOf(request, fill, profile);
      return needed && neededScopes([needed]);
    },
  };
}
