// The `RequestFormat` of files that hold one request: Bruno's `.bru` and OpenCollection.
import { createEditPlan, findOtherScheme, type OtherScheme } from '../authorizationEdit/editPlan';
import type { Lines } from '../common/lines';
import { sortEdits, type TextEdit } from '../common/textEdit';
import { type SentRequest, sentTarget } from '../requestAnalysis/matchProfiles';
import { withUrlsOfFile } from '../requestAnalysis/possibleUrls';
import { schemeOf } from '../requests/authorization';
import type { RequestFormat } from './requestFormat';

/** A header, by the line of its value. */
interface Header {
  readonly line: number;
  readonly value: string;
}

/** The request of a file that has one. */
export interface RequestOfFile {
  readonly line: number;
  /** As written, with `{{variables}}`. */
  readonly sent: SentRequest;
  /** How the client authorizes it, which wins over headers: `bearer`, `oauth2`. */
  readonly mode: Header | undefined;
  /** The `Authorization` headers that are sent. */
  readonly headers: readonly Header[];
  inserted(token: string, eol: string): TextEdit[];
  removed(): TextEdit[];
}

/**
 * The format of Bruno's files, which hold one request or none. The cursors may be anywhere. Bruno authorizes by its mode, or
 * by a header (measured with `bru` 4.1.0).
 */
export function singleRequestFormat(requestOf: (lines: Lines) => RequestOfFile | undefined): RequestFormat {
  return {
    reference: '{{process.env.HOSTED_LOGIN_TOKEN}}',
    plan: (lines, cursorLines, edit) => {
      const [cursor] = cursorLines;
      const request = cursor === undefined ? undefined : requestOf(lines);
      if (cursor === undefined) return createEditPlan([], [], edit);
      if (!request) return createEditPlan([], [{ kind: 'noRequest', line: cursor }], edit);
      const { token, eol } = edit;
      const editable = {
        line: request.line,
        otherScheme: otherSchemeOf(request),
        target: () => withUrlsOfFile(sentTarget(request.sent), lines),
        edits: () => sortEdits(token === undefined ? request.removed() : request.inserted(token, eol)),
      };
      return createEditPlan([editable], [], edit);
    },
  };
}

function otherSchemeOf({ mode, headers }: RequestOfFile): OtherScheme | undefined {
  if (!mode || /^(?:none|inherit|bearer)?$/.test(mode.value)) return findOtherSchemeHeader(headers);
  // A value that is not a name may be a secret.
  return { line: mode.line, scheme: /^[\w-]{1,32}$/.exec(mode.value)?.[0] ?? '' };
}

/** The first header that is not a bearer token. */
export function findOtherSchemeHeader(headers: readonly Header[]): OtherScheme | undefined {
  return findOtherScheme(
    headers.map(({ line, value }) => ({ line, value, scheme: schemeOf(value), foldedLines: [] })),
  );
}
