import type { ClientCredentials } from '../../core/basicAuthorization';
import { isProblem, type ProblemKind } from '../../core/problem';
import type { Profile } from '../../core/profile';
import type { ProfileDesk } from './desk';
import type { ProvingPorts } from './proving';

/** What the token endpoint says of a secret: `unknown` where it could not be asked, or says something else. */
export type SecretState = 'accepted' | 'refused' | 'unknown';

/** Tries a secret by a token that may do no more than read its own client, and that is not kept. */
export async function trySecret(
  { issue, mask }: Pick<ProvingPorts, 'issue' | 'mask'>,
  profile: Profile,
  credentials: ClientCredentials,
): Promise<SecretState> {
  mask(credentials.clientSecret);
  const { clientId } = credentials;
  try {
    const { signal } = new AbortController();
    const issued = await issue({ ...profile, clientId }, credentials, `.:config/clients/${clientId}`, signal);
    mask(issued.accessToken);
    return 'accepted';
  } catch (error) {
    if (!isProblem(error)) throw error;
    return error.kind === 'invalidClient' ? 'refused' : 'unknown';
  }
}

/** Where these come, another profile's access may still read it. */
const noAccess: readonly ProblemKind[] = ['invalidClient', 'secretMissing', 'nothingGranted', 'forbidden'];

/**
 * The secret of a client as the service shows it (it may lag): read with what this profile has, else with any access that
 * can be proved from this machine. Undefined where none may read it; rejects with a `Problem` where it could not be asked.
 */
export async function readSecret({ holdings, guard }: ProfileDesk, id: string): Promise<string | undefined> {
  const unlessNoAccess = async (reading: Promise<string>) => {
    try {
      return await reading;
    } catch (error) {
      if (isProblem(error) && noAccess.includes(error.kind)) return undefined;
      throw error;
    }
  };
  return (
    (await unlessNoAccess(holdings.configuration.readSecret(id))) ??
    (await unlessNoAccess(guard.readSecret(id)))
  );
}
