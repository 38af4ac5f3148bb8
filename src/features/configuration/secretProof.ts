import type { ClientCredentials } from '../../core/basicAuthorization';
import { isProblem } from '../../core/problem';
import type { Profile } from '../../core/profile';
import { askWider } from '../../core/widerScopes';
import { isNoAccess, withAnyAccess } from './anyAccess';
import type { ProfileDesk } from './desk';
import type { ProvingPorts } from './proving';

/** What the token endpoint says of a secret: `unknown` where it says something else, `unasked` where it could not be asked. */
export type SecretState = 'accepted' | 'refused' | 'unknown' | 'unasked';

/**
 * Tries a secret by a token that is not kept and may do as little as the service grants: to read its own client, or more
 * where that is refused, since a refused scope says nothing certain of the secret.
 */
export async function trySecret(
  { issue, mask }: Pick<ProvingPorts, 'issue' | 'mask'>,
  profile: Profile,
  credentials: ClientCredentials,
): Promise<SecretState> {
  mask(credentials.clientSecret);
  const { clientId } = credentials;
  try {
    const { signal } = new AbortController();
    const accepted = await askWider(
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
    return isNoAccess(error) || error.kind === 'refusedByService' ? 'unknown' : 'unasked';
  }
}

/**
 * The secret of a client as the service shows it (it may lag). Undefined where no access of this machine may read it;
 * rejects with a `Problem` where the service could not be asked.
 */
export async function readSecret(desk: ProfileDesk, id: string): Promise<string | undefined> {
  try {
    return await withAnyAccess(desk, configuration => configuration.readSecret(id));
  } catch (error) {
    if (isNoAccess(error)) return undefined;
    throw error;
  }
}
