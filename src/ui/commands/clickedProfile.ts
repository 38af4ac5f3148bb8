import type { Profile } from '../../core/profile/profile';

/** The profile of the node that a command was called on in the view; undefined if it was called elsewhere. */
export function clickedProfile(
  profiles: { readonly all: readonly Profile[] },
  [node]: readonly unknown[],
): Profile | undefined {
  if (typeof node !== 'object' || node === null || !('profile' in node)) return undefined;
  const { profile } = node;
  return profiles.all.find(
    ({ id }) => typeof profile === 'object' && profile !== null && 'id' in profile && profile.id === id,
  );
}
