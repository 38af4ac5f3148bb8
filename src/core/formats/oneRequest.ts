import { isForeign, schemeOf } from '../httpAuthorization';
import { inOrder, type TextEdit } from '../httpTextEdit';
import type { AuthorizationEdit, HeaderEditPlan } from './requestFormat';

/** How a request authorizes in another way than by a bearer token; the scheme is empty where it may be a secret. */
export interface Foreign {
  readonly line: number;
  readonly scheme: string;
}

/** The plan for a file that is one request, or none where `request` is undefined: the cursors may be anywhere. */
export function planOneRequest<Request>(
  cursorLines: readonly number[],
  request: Request | undefined,
  foreignIn: (request: Request) => Foreign | undefined,
  editsOf: (request: Request) => TextEdit[],
  { replaceForeign }: AuthorizationEdit,
): HeaderEditPlan {
  const [cursor] = cursorLines;
  const nothing: HeaderEditPlan = { edits: [], changed: 0, requests: 0, foreign: [], refused: [] };
  if (cursor === undefined) return nothing;
  if (!request) return { ...nothing, refused: [{ kind: 'noRequest', line: cursor }] };
  const foreign = replaceForeign ? undefined : foreignIn(request);
  if (foreign) return { ...nothing, requests: 1, foreign: [foreign] };
  const edits = inOrder(editsOf(request));
  return { ...nothing, edits, changed: edits.length > 0 ? 1 : 0, requests: 1 };
}

/** The first of these headers that is not a bearer's. */
export function foreignHeader(
  headers: readonly { readonly line: number; readonly value: string }[],
): Foreign | undefined {
  for (const { line, value } of headers) {
    const scheme = schemeOf(value);
    if (isForeign({ line, value, scheme, foldedLines: [] })) return { line, scheme };
  }
  return undefined;
}

/** The name of a client's way to authorize, where it looks like a name. */
export function schemeName(mode: string): string {
  return /^[\w-]{1,32}$/.exec(mode)?.[0] ?? '';
}
