import { missingScopes } from '../scopes/scope';
import { type AccessToken, isLive } from './accessToken';

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

function isBetter(token: AccessToken, other: AccessToken): boolean {
  if (!covers(other.grantedScope, token.grantedScope)) return false;
  return !covers(token.grantedScope, other.grantedScope) || token.expiresAt > other.expiresAt;
}

function covers(granted: string, scope: string): boolean {
  return missingScopes(scope, granted).length === 0;
}
