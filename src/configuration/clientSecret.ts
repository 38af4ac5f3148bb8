// Tests a secret at the token endpoint, and reads it from the service.
import type { ClientCredentials } from '../core/common/basicAuth';
import { isProblem } from '../core/common/problem';
import type { Profile } from '../core/profile/profile';
import { requestWithWiderScopes } from '../core/scopes/widerScopes';
import type { AccessProofDeps } from './accessProof';
import { isAccessDenied, withAnyAccess } from './anyAccess';
import type { ProfileConfiguration } from './profileConfiguration';

/** What the token endpoint says about a secret; `unknown` if it refused for another reason, `unasked` if it could not be reached. */
type SecretState = 'accepted' | 'refused' | 'unknown' | 'unasked';

/**
 * Tests a secret by requesting a token, which is not stored. Requests a narrow scope first (read the client itself), then
 * wider ones, because a refused scope says nothing about the secret.
 */
export async function testSecret(
  { requestToken, mask }: Pick<AccessProofDeps, 'requestToken' | 'mask'>,
  profile: Profile,
  credentials: ClientCredentials,
): Promise<SecretState> {
  mask(credentials.clientSecret);
  const { clientId } = credentials;
  try {
    const { signal } = new AbortController();
    const accepted = await requestWithWiderScopes(
      `.:config/clients/${clientId}`,
      async scope => {
        const issued = await requestToken({ ...profile, clientId }, credentials, scope, signal);
        mask(issued.accessToken);
        return issued;
      },
      // At last, everything that the client may do.
      () => '*:**',
    );
    return accepted ? 'accepted' : 'unknown';
  } catch (error) {
    if (!isProblem(error)) throw error;
    if (error.kind === 'invalidClient') return 'refused';
    return isAccessDenied(error) || error.kind === 'refusedByService' ? 'unknown' : 'unasked';
  }
}

/**
 * The secret of a client as the service shows it, which may be out of date. Undefined if no access of this machine can
 * read it. Rejects with a `Problem` if the service cannot be reached.
 */
export async function readSecret(
  configuration: ProfileConfiguration,
  id: string,
): Promise<string | undefined> {
  try {
    return await withAnyAccess(configuration, api => api.readSecret(id));
  } catch (error) {
    if (isAccessDenied(error)) return undefined;
    throw error;
  }
}
