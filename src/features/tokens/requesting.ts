import type { AccessToken } from '../../core/accessToken';
import type { Profile } from '../../core/profile';
import type { ProfileStore } from '../../vault/profileStore';
import type { RecentScopes } from '../../vault/recentScopes';
import type { TokenKeeper } from '../../vault/tokenKeeper';

interface Rooms {
  readonly profiles: ProfileStore;
  readonly keeper: TokenKeeper;
  readonly recentScopes: RecentScopes;
  readonly warn: (message: string, error: unknown) => void;
}

/**
 * Requests a token and makes its profile the active one, unless somebody switched while it was on its way. Resolves
 * when that is to be seen. Rejects as `TokenKeeper.request` does; what fails after that, the token outlives.
 */
export async function requestAndSwitch(
  { profiles, keeper, recentScopes, warn }: Rooms,
  profile: Profile,
  scope: string,
  signal: AbortSignal,
): Promise<AccessToken> {
  const before = profiles.active?.id;
  const token = await keeper.request(profile, scope, signal);
  if (profiles.active?.id === before) {
    await profiles.switchTo(profile).catch((error: unknown) => {
      warn('The profile of the token could not be made the active one', error);
    });
  }
  await recentScopes.add(profile.id, scope).catch((error: unknown) => {
    warn('The recent scopes could not be kept', error);
  });
  await keeper.upToDate();
  return token;
}
