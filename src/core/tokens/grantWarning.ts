import { t } from '../common/l10n';
import { plainText } from '../common/redaction';
import { missingScopes } from '../scopes/scope';
import type { AccessToken } from './accessToken';

/**
 * What to tell about a token whose granted scope is less than the requested one; undefined where it is not.
 * The service issues such tokens without an error, and every call with them fails (docs/hosted-login-api.md, Token endpoint).
 */
export function grantWarning({ requestedScope, grantedScope }: AccessToken): string | undefined {
  if (grantedScope === '') {
    // Always the same text: VS Code shows only one message of it. The tooltip tells what was asked for.
    return t(
      'This access token can do nothing: the service granted no scope. The token policy of this client allows none of what was asked for; choose another scope, or add it to allowedScopes of that policy.',
    );
  }
  const missing = missingScopes(requestedScope, grantedScope);
  if (missing.length === 0) return undefined;
  return t(
    'The service did not grant {0}. The token policy of this client does not allow it; the token can do the rest.',
    plainText(missing.join(' ')),
  );
}
