import { type Authorization, isForeign } from './httpAuthorization';
import type { NoRequest } from './httpDocument';
import type { TextEdit } from './httpTextEdit';

/** What to change so that the requests at the cursors carry the header. */
export interface HeaderEditPlan {
  /** Non-overlapping, top to bottom; all of them count in the text as it is now. */
  readonly edits: readonly TextEdit[];
  /** How many requests the edits change. */
  readonly changed: number;
  /** How many requests were found, with those that are right already and those left alone. */
  readonly requests: number;
  /** Requests left alone because their present scheme is not Bearer (the scheme is empty where it is unknown). */
  readonly foreign: readonly { readonly line: number; readonly scheme: string }[];
  /** Cursors without a request that can be edited, one for each section of the document. */
  readonly refused: readonly Refusal[];
}

/** Why nothing can be edited at a line. */
export type Refusal = NoRequest | HeaderElsewhere;

/** A request that gets headers from somewhere else, so that a further one might be a second. */
export interface HeaderElsewhere {
  readonly kind: 'elsewhere';
  readonly line: number;
  /** What holds them, as it is called in the file: `@parameters`. */
  readonly source: string;
}

/** A request as a plan needs it. */
export interface EditableRequest {
  readonly authorizations: readonly Authorization[];
  /** What changes its authorization, top to bottom; empty where it is right already. */
  edits(): readonly TextEdit[];
}

/** The plan for the requests that were found; those with another scheme than Bearer are left alone unless told so. */
export function planOf(
  found: readonly EditableRequest[],
  refused: readonly Refusal[],
  replaceForeign: boolean | undefined,
): HeaderEditPlan {
  const edits: TextEdit[] = [];
  const foreign: { line: number; scheme: string }[] = [];
  let changed = 0;
  for (const request of found) {
    const other = request.authorizations.find(isForeign);
    if (other && !replaceForeign) {
      foreign.push({ line: other.line, scheme: other.scheme });
      continue;
    }
    const own = request.edits();
    for (const edit of own) edits.push(edit);
    if (own.length > 0) changed++;
  }
  return { edits, changed, requests: found.length, foreign, refused };
}
