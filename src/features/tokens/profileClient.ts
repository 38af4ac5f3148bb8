import type { ClientCredentials } from '../../core/common/basicAuth';
import type { Profile } from '../../core/profile/profile';
import type { TokenDeps } from './deps';

/** A profile as it is stored now, and its client. */
interface ProfileClient {
  readonly profile: Profile;
  readonly client: ClientCredentials;
}

/**
 * Reads a profile with its client. Use the returned profile for the tokens, so that
 * none is sent to a service that the profile had before. Rejects as `ProfileStore.readWithSecret`.
 */
export async function readProfileClient({ profiles }: TokenDeps, asked: Profile): Promise<ProfileClient> {
  const { profile, clientSecret } = await profiles.readWithSecret(asked);
  return { profile, client: { clientId: profile.clientId, clientSecret } };
}
