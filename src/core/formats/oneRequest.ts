import {
  createEditPlan,
  findOtherScheme,
  type HeaderEditPlan,
  type OtherScheme,
} from '../authorizationEdit/editPlan';
import { sortEdits, type TextEdit } from '../common/textEdit';
import { type SentRequest, sentTarget } from '../requestAnalysis/matchProfiles';
import { schemeOf } from '../requests/authorization';
import type { AuthorizationEdit } from './requestFormat';

/** The request of a file that has one. */
export interface RequestOfFile {
  readonly line: number;
  /** As written, with `{{variables}}`. */
  readonly sent: SentRequest;
  readonly otherScheme: OtherScheme | undefined;
  edits(): TextEdit[];
}

/** The plan for a file with one request or none. The cursors may be anywhere. */
export function planOneRequest(
  cursorLines: readonly number[],
  request: RequestOfFile | undefined,
  edit: AuthorizationEdit,
): HeaderEditPlan {
  const [cursor] = cursorLines;
  if (cursor === undefined) return createEditPlan([], [], edit);
  if (!request) return createEditPlan([], [{ kind: 'noRequest', line: cursor }], edit);
  const { line, sent, otherScheme } = request;
  const target = () => sentTarget(sent);
  return createEditPlan([{ line, otherScheme, target, edits: () => sortEdits(request.edits()) }], [], edit);
}

/** The first header that is no bearer token. */
export function findOtherSchemeHeader(
  headers: readonly { readonly line: number; readonly value: string }[],
): OtherScheme | undefined {
  return findOtherScheme(
    headers.map(({ line, value }) => ({ line, value, scheme: schemeOf(value), foldedLines: [] })),
  );
}

/** The name of a client's authorization mode, if it looks like a name. */
export function schemeName(mode: string): string {
  return /^[\w-]{1,32}$/.exec(mode)?.[0] ?? '';
}
