import * as z from 'zod/mini';
import { parseJson } from '../core/json';
import { t } from '../core/l10n';
import { Problem } from '../core/problem';
import { endpointUrl, type Profile } from '../core/profile';
import { statusProblem } from './statusProblem';
import type { Send } from './transport';

const Client = z.object({ name: z.optional(z.string()) });

/**
 * Reads a client with an access token and resolves with its name, which may be empty: `GET config/clients/{id}`
 * (hosted-login-api §4). Rejects with a `Problem`; one of kind `http` where the service refuses or does not know it.
 */
export async function readClientName(
  send: Send,
  profile: Pick<Profile, 'origin' | 'customerId'>,
  clientId: string,
  accessToken: string,
  signal: AbortSignal,
): Promise<string> {
  const url = endpointUrl(profile, `config/clients/${encodeURIComponent(clientId)}`);
  const headers = { authorization: `Bearer ${accessToken}`, accept: 'application/json' };
  const response = await send({ method: 'GET', url, headers, signal });
  const { status } = response;
  if (status === 401 || status === 403 || status === 404) {
    throw new Problem(
      'http',
      status === 404
        ? t('The service has no client {0} to read.', clientId)
        : t('The service does not let this token read the client {0} (HTTP {1}).', clientId, status),
      t('Check the allowedScopes of the token policy behind this client.'),
      `HTTP ${status}`,
    );
  }
  if (status !== 200) throw statusProblem(response, url);
  const parsed = Client.safeParse(parseJson(response.body));
  if (parsed.success) return parsed.data.name ?? '';
  throw new Problem(
    'badAnswer',
    t('{0} answers, but not with a client.', new URL(url).host),
    t('Check the origin; the console calls it oidc_url.'),
  );
}
