import type { EditRules, HeaderEditPlan } from '../authorizationEdit/editPlan';
import type { Lines } from '../requests/document';

export type { HeaderEditPlan } from '../authorizationEdit/editPlan';

/**
 * How one kind of file carries a request's authorization. A further format is one file beside this one, with one table
 * of cases.
 */
export interface RequestFormat {
  /** What stands for the token, so that the client puts it in when it sends: `{{$processEnv HOSTED_LOGIN_TOKEN}}`. */
  readonly reference: string;

  /**
   * Plans the authorization of the request at each cursor. What is there is replaced in place, further ones go, a
   * missing one is inserted where every client of the format reads it; what is right already stays byte for byte, and
   * nothing outside the request changes. Never throws, whatever the text is.
   */
  plan(lines: Lines, cursorLines: readonly number[], edit: AuthorizationEdit): HeaderEditPlan;
}

/** What to do with the authorization of the requests. */
export interface AuthorizationEdit extends EditRules {
  /** The reference, or the token itself; undefined takes the authorization away. */
  readonly token: string | undefined;
  readonly eol: '\n' | '\r\n';
}
