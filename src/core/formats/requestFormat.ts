import type { EditRules, HeaderEditPlan } from '../authorizationEdit/editPlan';
import type { Lines } from '../common/lines';

/** How one kind of file authorizes a request. To add one: docs/architecture.md, Places of an addition. */
export interface RequestFormat {
  /** The reference that the client replaces by the token: `{{$processEnv HOSTED_LOGIN_TOKEN}}`. */
  readonly reference: string;

  /**
   * Plans the authorization of the request at each cursor. Replaces an existing one in place, deletes further ones, and
   * inserts a missing one where every client of the format reads it. Does not change what is already right, or anything
   * outside of the request. Never throws.
   */
  plan(lines: Lines, cursorLines: readonly number[], edit: AuthorizationEdit): HeaderEditPlan;
}

export interface AuthorizationEdit extends EditRules {
  /** The reference, or the token itself; undefined removes the authorization. */
  readonly token: string | undefined;
  readonly eol: '\n' | '\r\n';
}
