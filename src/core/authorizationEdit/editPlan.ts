import type { TextEdit } from '../common/textEdit';
import type { InsertionChecker, InsertionCheck } from '../requestAnalysis/insertionRules';
import type { RequestTarget } from '../requestAnalysis/requestTarget';
import { type Authorization, isOtherScheme } from '../requests/authorization';
import type { NoRequest } from '../requests/document';

/** What to change so that the requests at the cursors carry the header. */
export interface HeaderEditPlan {
  /** Non-overlapping, top to bottom; all of them count in the text as it is now. */
  readonly edits: readonly TextEdit[];
  /** How many requests the edits change. */
  readonly changed: number;
  /** How many requests were found, with those that are right already and those left alone. */
  readonly requests: number;
  /** Requests left alone because their present scheme is not Bearer (the scheme is empty where it is unknown). */
  readonly otherSchemes: readonly OtherScheme[];
  /** Requests left alone because they go to somebody else, or perhaps. */
  readonly unconfirmed: readonly UnconfirmedRequest[];
  /** Cursors without a request that can be edited, one for each section of the document. */
  readonly refused: readonly Refusal[];
}

/** How a request authorizes in another way than by a bearer token; the scheme is empty where it may be a secret. */
export interface OtherScheme {
  readonly line: number;
  readonly scheme: string;
}

/** A request that does not surely go to a profile. */
export interface UnconfirmedRequest {
  readonly line: number;
  readonly check: Extract<InsertionCheck, { kind: 'stray' | 'unknown' }>;
}

/** Why nothing can be edited at a line. `login`: the request takes no access token. */
export type Refusal = NoRequest | HeaderElsewhere | { readonly kind: 'login'; readonly line: number };

/** A request that gets headers from somewhere else, so that a further one might be a second. */
export interface HeaderElsewhere {
  readonly kind: 'elsewhere';
  readonly line: number;
  /** What holds them, as it is called in the file: `@parameters`. */
  readonly source: string;
}

/** A request as a plan needs it. */
export interface EditableRequest {
  /** Where it begins. */
  readonly line: number;
  readonly otherScheme: OtherScheme | undefined;
  /** Where it goes; asked only where that matters. */
  target(): RequestTarget;
  /** What changes its authorization, top to bottom; empty where it is right already. */
  edits(): readonly TextEdit[];
}

/** Which requests are edited. */
export interface EditRules {
  /** Who may get the token; left out, all may. */
  readonly checkInsertion?: InsertionChecker | undefined;
  /** Edit those that do not surely go to a profile too, instead of telling them in `stray`. */
  readonly includeUnconfirmed?: boolean;
  /** Replace or remove schemes other than Bearer too, instead of telling them in `foreign`. */
  readonly replaceOtherSchemes?: boolean;
}

/** The plan for the requests that were found, top to bottom. */
export function createEditPlan(
  found: readonly EditableRequest[],
  refused: readonly Refusal[],
  { checkInsertion, includeUnconfirmed, replaceOtherSchemes }: EditRules,
): HeaderEditPlan {
  const edits: TextEdit[] = [];
  const otherSchemes: OtherScheme[] = [];
  const unconfirmed: UnconfirmedRequest[] = [];
  const login: Refusal[] = [];
  let changed = 0;
  for (const request of found) {
    const check = checkInsertion?.(request.target());
    if (check?.kind === 'login') login.push({ kind: 'login', line: request.line });
    else if ((check?.kind === 'stray' || check?.kind === 'unknown') && !includeUnconfirmed)
      unconfirmed.push({ line: request.line, check });
    else if (request.otherScheme && !replaceOtherSchemes) otherSchemes.push(request.otherScheme);
    else {
      const own = request.edits();
      for (const edit of own) edits.push(edit);
      if (own.length > 0) changed++;
    }
  }
  const requests = found.length - login.length;
  return { edits, changed, requests, otherSchemes, unconfirmed, refused: [...refused, ...login] };
}

/** The first of these that is no bearer's. */
export function findOtherScheme(authorizations: readonly Authorization[]): OtherScheme | undefined {
  const other = authorizations.find(isOtherScheme);
  return other && { line: other.line, scheme: other.scheme };
}
