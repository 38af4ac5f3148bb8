import type { TextEdit } from '../common/textEdit';
import type { InsertionChecker, InsertionCheck } from '../requestAnalysis/insertionRules';
import type { RequestTarget } from '../requestAnalysis/readTarget';
import { type Authorization, isOtherScheme } from '../requests/authorization';
import type { NoRequest } from '../requests/findRequests';

/** The edits that insert, replace or remove the header of the requests at the cursors, and the requests that stay as they are. */
export interface HeaderEditPlan {
  /** Not overlapping, top to bottom; all ranges refer to the present text. */
  readonly edits: readonly TextEdit[];
  /** Number of requests that the edits change. */
  readonly changed: number;
  /** Number of requests that were found, changed or not. */
  readonly requests: number;
  /** Unchanged requests whose scheme is not Bearer. */
  readonly otherSchemes: readonly OtherScheme[];
  /** Unchanged requests that do not certainly go to a profile. */
  readonly unconfirmed: readonly UnconfirmedRequest[];
  /** Cursors without an editable request, one for each section of the document. */
  readonly refused: readonly Refusal[];
}

/** An authorization that is not a bearer token; the scheme is empty if it may be a secret. */
export interface OtherScheme {
  readonly line: number;
  readonly scheme: string;
}

/** A request that does not certainly go to a profile. */
export interface UnconfirmedRequest {
  readonly line: number;
  readonly check: Extract<InsertionCheck, { kind: 'stray' | 'unknown' }>;
}

/** Why a line has nothing to edit. `login`: the request takes no access token. */
export type Refusal = NoRequest | HeaderElsewhere | { readonly kind: 'login'; readonly line: number };

/** A request that gets headers from elsewhere, so that the header may already be there. */
export interface HeaderElsewhere {
  readonly kind: 'elsewhere';
  readonly line: number;
  /** Their source, as the file names it: `@parameters`. */
  readonly source: string;
}

/** A request that a plan can change. */
export interface EditableRequest {
  readonly line: number;
  readonly otherScheme: OtherScheme | undefined;
  /** Called only if needed. */
  target(): RequestTarget;
  /** Top to bottom; empty if the authorization is already right. */
  edits(): readonly TextEdit[];
}

/** Which requests to edit. */
export interface EditRules {
  /** Which requests may get the token; all by default. */
  readonly checkInsertion?: InsertionChecker | undefined;
  /** Also edit requests that do not certainly go to a profile, instead of listing them in `unconfirmed`. */
  readonly includeUnconfirmed?: boolean;
  /** Also replace or remove other schemes, instead of listing them in `otherSchemes`. */
  readonly replaceOtherSchemes?: boolean;
}

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

/**
 * The first authorization that is not a bearer token.
 * @param filled replaces the variables of a file
 */
export function findOtherScheme(
  authorizations: readonly Authorization[],
  filled: (text: string) => string = text => text,
): OtherScheme | undefined {
  const other = authorizations.find(
    each => isOtherScheme(each) && !/^bearer(?:\s|$)/i.test(filled(each.value)),
  );
  return other && { line: other.line, scheme: other.scheme };
}
