/** Tokens for our own use only are stored under the profile's id with this suffix. */
const suffix = '.aside';

/** The profile under whose id the tokens for our own use are stored. */
export function reserved<Of extends { readonly id: string }>(profile: Of): Of {
  return { ...profile, id: profile.id + suffix };
}

/** Whether an id is that of tokens for our own use. */
export function isReserved(id: string): boolean {
  return id.endsWith(suffix);
}

/** The id of the profile that the tokens of an id belong to. */
export function ownerOf(id: string): string {
  return isReserved(id) ? id.slice(0, -suffix.length) : id;
}
