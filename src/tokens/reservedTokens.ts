/** Ends the id under which the tokens of a profile are kept that are for our own use alone. */
const suffix = '.aside';

/** What the tokens of a profile are kept under that are for our own use alone. */
export function reserved<Of extends { readonly id: string }>(profile: Of): Of {
  return { ...profile, id: profile.id + suffix };
}

/** Whether the tokens that are told of with this id are such. */
export function isReserved(id: string): boolean {
  return id.endsWith(suffix);
}

/** The id of the profile, by the one that tokens are told of with. */
export function ownerOf(id: string): string {
  return isReserved(id) ? id.slice(0, -suffix.length) : id;
}
