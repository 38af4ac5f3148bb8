import { missingScopes } from '../scopes/compareScopes';
import { type AccessToken, isLive, outlivesRequest } from './accessToken';

/**
 * The valid token whose granted scope covers a scope list. Prefers the token with the least access, then the one that lives
 * longest. `now`: ms since 1970.
 */
export function findCoveringToken(
  scope: string,
  tokens: readonly AccessToken[],
  now: number,
): AccessToken | undefined {
  return tokens
    .filter(token => isLive(token, now) && covers(token.grantedScope, scope))
    .reduce<AccessToken | undefined>(
      (best, token) => (best && !isBetter(token, best) ? best : token),
      undefined,
    );
}

/**
 * The token to use for a scope list: the active one, else another one, if it outlives a request. If none does, the one to
 * renew: the active one, which may have expired, else a live one. For anything (`scope` is undefined) the active one comes
 * first in any case. `now`: ms since 1970.
 */
export function chooseToken(
  scope: string | undefined,
  active: AccessToken | undefined,
  others: readonly AccessToken[],
  now: number,
): AccessToken | undefined {
  if (scope === undefined) return active ?? others[0];
  const covering = active && covers(active.grantedScope, scope) ? active : undefined;
  if (covering && outlivesRequest(covering, now)) return covering;
  const lasting = others.filter(token => outlivesRequest(token, now));
  return findCoveringToken(scope, lasting, now) ?? covering ?? findCoveringToken(scope, others, now);
}

/** The token of `chooseToken`, unless it has to be renewed first. */
export function findReusable(...choice: Parameters<typeof chooseToken>): AccessToken | undefined {
  const token = chooseToken(...choice);
  return token && outlivesRequest(token, choice[3]) ? token : undefined;
}

function isBetter(token: AccessToken, other: AccessToken): boolean {
  if (!covers(other.grantedScope, token.grantedScope)) return false;
  return !covers(token.grantedScope, other.grantedScope) || token.expiresAt > other.expiresAt;
}

function covers(granted: string, scope: string): boolean {
  return missingScopes(scope, granted).length === 0;
}
