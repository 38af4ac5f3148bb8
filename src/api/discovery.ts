import * as z from 'zod/mini';
import { parseJson } from '../core/json';
import { t } from '../core/l10n';
import { Problem } from '../core/problem';
import { endpointUrl, type Profile } from '../core/profile';
import { statusProblem } from './statusProblem';
import type { Send } from './transport';

/** As much of OpenID Connect Discovery as tells a Hosted Login service from another host. */
const Discovery = z.object({ issuer: z.string(), token_endpoint: z.string() });

/**
 * Checks host and customer ID without any credential: reads the discovery document (hosted-login-api §1).
 * Rejects with a `Problem`: a connection problem, `unknownCustomer`, `badAnswer`.
 */
export async function checkService(
  send: Send,
  profile: Pick<Profile, 'origin' | 'customerId'>,
  signal?: AbortSignal,
): Promise<void> {
  const url = endpointUrl(profile, 'login/.well-known/openid-configuration');
  const response = await send({
    method: 'GET',
    url,
    headers: { accept: 'application/json' },
    ...(signal ? { signal } : {}),
  });
  if (response.status !== 200) throw statusProblem(response, url);
  if (!Discovery.safeParse(parseJson(response.body)).success) {
    throw new Problem(
      'badAnswer',
      t('{0} answers, but not as a Hosted Login service does.', new URL(url).host),
      t('Check the origin; the console calls it oidc_url.'),
    );
  }
}
