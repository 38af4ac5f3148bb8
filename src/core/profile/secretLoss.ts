/** A client secret as it is kept for a profile. */
interface StoredSecret {
  readonly clientSecret: string;
  /** Whether it was created on this machine and never copied: nobody else has it. */
  readonly isOnlyHere: boolean;
}

/**
 * Asks about the only copy of a secret until the answer is about the one that is there then: a question may stand for
 * hours, and another window may reset the secret meanwhile. Resolves with the secret to copy, where that was the answer.
 * @param look what would be lost now
 * @param ask resolves with whether to copy it; rejects where the answer is no
 */
export async function agreeToLoss<Loss extends { readonly secret?: string | undefined }>(
  look: () => Promise<Loss>,
  ask: (loss: Loss) => Promise<boolean>,
): Promise<string | undefined> {
  for (let told = await look(); ;) {
    const isCopyWanted = await ask(told);
    const now = await look();
    if (now.secret === told.secret) return isCopyWanted ? now.secret : undefined;
    told = now;
  }
}

/**
 * Whether the only copy of a secret goes.
 * @param stored the secret that is kept for a profile now
 * @param after the secret that takes its place; undefined where it goes with the profile
 * @param others the secrets that are kept for other profiles of the same client
 */
export function losesOnlyCopy(
  stored: StoredSecret,
  after: string | undefined,
  others: readonly string[],
): boolean {
  return stored.isOnlyHere && stored.clientSecret !== after && !others.includes(stored.clientSecret);
}
