import { t } from '../common/l10n';
import { plainText } from '../masking/redaction';
import { missingScopes } from '../scopes/compareScopes';
import type { AccessToken } from './accessToken';

/**
 * A warning if less than the requested scope was granted. The service issues such tokens without an error, and requests
 * that need the missing scope fail (docs/hosted-login-api.md, Token endpoint).
 */
export function grantWarning({ requestedScope, grantedScope }: AccessToken): string | undefined {
  if (grantedScope === '') {
    // Always the same text, so that VS Code shows it only once. The tooltip names the scope.
    return t(
      'This access token can do nothing: the service granted no scope. The token policy of this client allows nothing that was requested. Choose another scope, or add this one to allowedScopes of the policy.',
    );
  }
  const missing = missingScopes(requestedScope, grantedScope);
  if (missing.length === 0) return undefined;
  return t(
    'The service did not grant {0}. The token policy of this client does not allow it; the token can do the rest.',
    plainText(missing.join(' ')),
  );
}
