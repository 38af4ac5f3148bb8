/** A client secret as it is kept for a profile. */
interface Kept {
  readonly clientSecret: string;
  /** Whether it was created on this machine and never copied: nobody else has it. */
  readonly isOnlyHere: boolean;
}

/**
 * Whether the only copy of a secret goes.
 * @param kept the secret that is kept for a profile now
 * @param after the secret that takes its place; undefined where it goes with the profile
 * @param others the secrets that are kept for other profiles of the same client
 */
export function losesOnlyCopy(kept: Kept, after: string | undefined, others: readonly string[]): boolean {
  return kept.isOnlyHere && kept.clientSecret !== after && !others.includes(kept.clientSecret);
}
