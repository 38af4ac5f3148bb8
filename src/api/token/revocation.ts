import type { ClientCredentials } from '../../core/common/basicAuth';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import type { Profile } from '../../core/profile/profile';
import type { Send } from '../http';
import { isPage } from '../problems/edgeProblem';
import { postAsClient } from './postAsClient';

/**
 * Ends a token's life at the service: `POST /{customerId}/login/token/revoke`, Basic, `token=…` (docs/hosted-login-api.md, Token endpoint).
 * 200 is success (and 204, which says the same) whatever comes with it, also for a token that the service does not know (RFC 7009 §2.2); but a page
 * is none, since only something between us and the service answers with one. Rejects with a `Problem`:
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
      '{0} answered with a page, so whether the token was revoked is not known.',
      new URL(profile.origin).host,
    ),
    t('Check that the origin in the profile is the Hosted Login service.'),
    `${response.body.length} characters`,
  );
}
