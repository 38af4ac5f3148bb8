/** The client secret of a profile. */
interface StoredSecret {
  readonly clientSecret: string;
  /** Whether it was created on this machine and never copied. */
  readonly isOnlyHere: boolean;
}

/**
 * Asks whether to copy or discard the only copy of a secret. Asks again if the secret has changed meanwhile: a dialog may
 * stay open for hours, and another window may reset the secret. Resolves with the secret if it is to be copied.
 * @param readLoss what would be lost now
 * @param ask resolves with whether to copy it; rejects if the user cancels
 */
export async function agreeToLoss<Loss extends { readonly secret?: string | undefined }>(
  readLoss: () => Promise<Loss>,
  ask: (loss: Loss) => Promise<boolean>,
): Promise<string | undefined> {
  for (let shown = await readLoss(); ;) {
    const isCopyWanted = await ask(shown);
    const now = await readLoss();
    if (now.secret === shown.secret) return isCopyWanted ? now.secret : undefined;
    shown = now;
  }
}

/**
 * Whether a change loses the only copy of a secret.
 * @param stored the profile's secret now
 * @param after the new one; undefined if the profile is removed
 * @param others the secrets of other profiles of the same client
 */
export function losesOnlyCopy(
  stored: StoredSecret,
  after: string | undefined,
  others: readonly string[],
): boolean {
  return stored.isOnlyHere && stored.clientSecret !== after && !others.includes(stored.clientSecret);
}
