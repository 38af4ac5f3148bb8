import type { ClientCredentials } from '../core/common/basicAuth';
import { isProblem } from '../core/common/problem';
import type { Profile } from '../core/profile/profile';
import { issueWithWiderScopes } from '../core/scopes/widerScopes';
import type { AccessProofDeps } from './accessProof';
import { isAccessDenied, withAnyAccess } from './anyAccess';
import type { ProfileConfiguration } from './profileConfiguration';

/** What the token endpoint says of a secret: `unknown` where it says something else, `unasked` where it could not be asked. */
export type SecretState = 'accepted' | 'refused' | 'unknown' | 'unasked';

/**
 * Tries a secret by a token that is not kept and may do as little as the service grants: to read its own client, or more
 * where that is refused, since a refused scope says nothing certain of the secret.
 */
export async function testSecret(
  { issue, mask }: Pick<AccessProofDeps, 'issue' | 'mask'>,
  profile: Profile,
  credentials: ClientCredentials,
): Promise<SecretState> {
  mask(credentials.clientSecret);
  const { clientId } = credentials;
  try {
    const { signal } = new AbortController();
    const accepted = await issueWithWiderScopes(
      `.:config/clients/${clientId}`,
      async scope => {
        const issued = await issue({ ...profile, clientId }, credentials, scope, signal);
        mask(issued.accessToken);
        return issued;
      },
      // Whatever it may do.
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
 * The secret of a client as the service shows it (it may lag). Undefined where no access of this machine may read it;
 * rejects with a `Problem` where the service could not be asked.
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
