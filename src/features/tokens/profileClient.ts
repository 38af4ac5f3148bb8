import type { ClientCredentials } from '../../core/common/basicAuth';
import type { Profile } from '../../core/profile/profile';
import type { TokenDeps } from './deps';

/** A profile as it is stored now, and its client. */
interface ProfileClient {
  readonly profile: Profile;
  readonly client: ClientCredentials;
}

/**
 * Reads a profile with its client, and masks the secret in the log. Use the returned profile for the tokens, so that
 * none is sent to a service that the profile had before. Rejects as `ProfileStore.readWithSecret`.
 */
export async function readProfileClient(
  { profiles, mask }: TokenDeps,
  asked: Profile,
): Promise<ProfileClient> {
  const { profile, clientSecret } = await profiles.readWithSecret(asked);
  mask(clientSecret);
  return { profile, client: { clientId: profile.clientId, clientSecret } };
}
