import type { ClientCredentials } from '../../core/common/basicAuth';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import type { Profile } from '../../core/profile/profile';
import type { Send } from '../http';
import { isPage } from '../problems/edgeProblem';
import { postAsClient } from './postAsClient';

/**
 * Revokes a token: `POST /{customerId}/login/token/revoke`, Basic, `token=…` (docs/hosted-login-api.md, Token endpoint).
 * 200 and 204 are success with any body, also for an unknown token (RFC 7009 §2.2), but not a web page, which does not
 * come from the service. Rejects with a `Problem`:
 * `invalidClient`, `unknownCustomer`, `rateLimited`, `server`, `http`, `badAnswer` …
 */
export async function revokeToken(
  send: Send,
  profile: Pick<Profile, 'origin' | 'customerId'>,
  client: ClientCredentials,
  token: string,
  signal?: AbortSignal,
): Promise<void> {
  const path = 'login/token/revoke';
  const response = await postAsClient(send, profile, path, client, { token }, signal, [200, 204]);
  if (!isPage(response)) return;
  throw new Problem(
    'badAnswer',
    t(
      '{0} answered with a web page. Whether the token was revoked is not known.',
      new URL(profile.origin).host,
    ),
    t('Check that the origin in the profile is the Hosted Login service.'),
    `${response.body.length} characters`,
  );
}
