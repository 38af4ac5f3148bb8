import type { ClientCredentials } from '../../core/common/basicAuth';
import type { Profile } from '../../core/profile/profile';
import type { TokenDeps } from './deps';

/** A profile as it is kept now, and its client: what a token of that very profile is sent to the service with. */
interface ServiceClient {
  readonly profile: Profile;
  readonly client: ClientCredentials;
}

/**
 * The client of a profile, its secret masked in the log. The tokens are to be read for the profile that comes with it,
 * so that none goes to another service than its own. Rejects as `ProfileStore.readWithSecret` does.
 */
export async function serviceClient({ profiles, mask }: TokenDeps, asked: Profile): Promise<ServiceClient> {
  const { profile, clientSecret } = await profiles.readWithSecret(asked);
  mask(clientSecret);
  return { profile, client: { clientId: profile.clientId, clientSecret } };
}
