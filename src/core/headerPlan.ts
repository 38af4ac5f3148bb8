import { type Authorization, isForeign } from './httpAuthorization';
import type { NoRequest } from './httpDocument';
import type { TextEdit } from './httpTextEdit';
import type { Judge, Verdict } from './insertionRules';
import type { RequestTarget } from './requestTarget';

/** What to change so that the requests at the cursors carry the header. */
export interface HeaderEditPlan {
  /** Non-overlapping, top to bottom; all of them count in the text as it is now. */
  readonly edits: readonly TextEdit[];
  /** How many requests the edits change. */
  readonly changed: number;
  /** How many requests were found, with those that are right already and those left alone. */
  readonly requests: number;
  /** Requests left alone because their present scheme is not Bearer (the scheme is empty where it is unknown). */
  readonly foreign: readonly Foreign[];
  /** Requests left alone because they go to somebody else, or perhaps. */
  readonly stray: readonly Stray[];
  /** Cursors without a request that can be edited, one for each section of the document. */
  readonly refused: readonly Refusal[];
}

/** How a request authorizes in another way than by a bearer token; the scheme is empty where it may be a secret. */
export interface Foreign {
  readonly line: number;
  readonly scheme: string;
}

/** A request that does not surely go to a profile. */
export interface Stray {
  readonly line: number;
  readonly verdict: Extract<Verdict, { kind: 'stray' | 'unknown' }>;
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
  readonly foreign: Foreign | undefined;
  /** Where it goes; asked only where that matters. */
  target(): RequestTarget;
  /** What changes its authorization, top to bottom; empty where it is right already. */
  edits(): readonly TextEdit[];
}

/** Which requests are edited. */
export interface EditRules {
  /** Who may get the token; left out, all may. */
  readonly judge?: Judge | undefined;
  /** Edit those that do not surely go to a profile too, instead of telling them in `stray`. */
  readonly includeStray?: boolean;
  /** Replace or remove schemes other than Bearer too, instead of telling them in `foreign`. */
  readonly replaceForeign?: boolean;
}

/** The plan for the requests that were found, top to bottom. */
export function planOf(
  found: readonly EditableRequest[],
  refused: readonly Refusal[],
  { judge, includeStray, replaceForeign }: EditRules,
): HeaderEditPlan {
  const edits: TextEdit[] = [];
  const foreign: Foreign[] = [];
  const stray: Stray[] = [];
  const login: Refusal[] = [];
  let changed = 0;
  for (const request of found) {
    const verdict = judge?.(request.target());
    if (verdict?.kind === 'login') login.push({ kind: 'login', line: request.line });
    else if ((verdict?.kind === 'stray' || verdict?.kind === 'unknown') && !includeStray)
      stray.push({ line: request.line, verdict });
    else if (request.foreign && !replaceForeign) foreign.push(request.foreign);
    else {
      const own = request.edits();
      for (const edit of own) edits.push(edit);
      if (own.length > 0) changed++;
    }
  }
  const requests = found.length - login.length;
  return { edits, changed, requests, foreign, stray, refused: [...refused, ...login] };
}

/** The first of these that is no bearer's. */
export function foreignAmong(authorizations: readonly Authorization[]): Foreign | undefined {
  const other = authorizations.find(isForeign);
  return other && { line: other.line, scheme: other.scheme };
}
