import { missingScopes } from '../scopes/scope';
import { type AccessToken, isLive } from './accessToken';

/**
 * The live token that can do all that a scope list asks for, by what was granted; undefined where none can. Of several
 * one that can do least, and of those the one that lives longest. `now`: ms since 1970.
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

function isBetter(token: AccessToken, other: AccessToken): boolean {
  if (!covers(other.grantedScope, token.grantedScope)) return false;
  return !covers(token.grantedScope, other.grantedScope) || token.expiresAt > other.expiresAt;
}

function covers(granted: string, scope: string): boolean {
  return missingScopes(scope, granted).length === 0;
}
