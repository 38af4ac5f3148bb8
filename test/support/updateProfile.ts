import type { Profile } from '../../src/core/profile/profile';
import type { ProfileStore } from '../../src/storage/profiles/profileStore';

/** Saves a changed profile (same `id`), and its secret if given. Rejects like `ProfileStore.change`. */
export function updateProfile(
  profiles: ProfileStore,
  profile: Profile,
  clientSecret?: string,
  options: { readonly isOnlyHere?: boolean; readonly makeActive?: boolean } = {},
): Promise<Profile> {
  return profiles.change(profile, () => ({ profile, clientSecret, ...options }));
}
