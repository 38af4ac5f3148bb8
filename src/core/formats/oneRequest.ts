import { type Foreign, foreignAmong, planOf } from '../headerPlan';
import { schemeOf } from '../httpAuthorization';
import { inOrder, type TextEdit } from '../httpTextEdit';
import { type SentRequest, sentTarget } from '../requestTarget';
import type { AuthorizationEdit, HeaderEditPlan } from './requestFormat';

export type { Foreign } from '../headerPlan';

/** What a client does with the request of a file. */
export interface RequestOfFile {
  readonly line: number;
  /** As it is written, `{{variables}}` in it. */
  readonly sent: SentRequest;
  readonly foreign: Foreign | undefined;
  edits(): TextEdit[];
}

/** The plan for a file that is one request, or none where `request` is undefined: the cursors may be anywhere. */
export function planOneRequest(
  cursorLines: readonly number[],
  request: RequestOfFile | undefined,
  edit: AuthorizationEdit,
): HeaderEditPlan {
  const [cursor] = cursorLines;
  if (cursor === undefined) return planOf([], [], edit);
  if (!request) return planOf([], [{ kind: 'noRequest', line: cursor }], edit);
  const { line, sent, foreign } = request;
  const target = () => sentTarget(sent);
  return planOf([{ line, foreign, target, edits: () => inOrder(request.edits()) }], [], edit);
}

/** The first of these headers that is not a bearer's. */
export function foreignHeader(
  headers: readonly { readonly line: number; readonly value: string }[],
): Foreign | undefined {
  return foreignAmong(
    headers.map(({ line, value }) => ({ line, value, scheme: schemeOf(value), foldedLines: [] })),
  );
}

/** The name of a client's way to authorize, where it looks like a name. */
export function schemeName(mode: string): string {
  return /^[\w-]{1,32}$/.exec(mode)?.[0] ?? '';
}
