// Makes a change that may lose the only copy of a client secret: asks first.
/** The client secret of a profile. */
interface StoredSecret {
  readonly clientSecret: string;
  /** Whether it was created on this machine and never copied. */
  readonly isOnlyHere?: boolean;
}

/** What a change of a profile loses. */
export interface Loss {
  /** The only copy of a secret. */
  readonly secret?: string | undefined;
  /** What the question says about the loss, besides its own words. */
  readonly warning?: string | undefined;
}

/**
 * Asks whether to copy or discard the only copy of a secret, then makes the change. Asks again, and changes nothing, if
 * the change would lose something else than the user was told: a dialog may stay open for hours, and another window may
 * reset the secret.
 * @param ask resolves with whether to copy the secret; rejects if the user cancels
 * @param change makes the change, in one step with the call of `mayLose`, unless that resolves with false
 */
export async function changeWithAgreement(
  shown: Loss,
  ask: (loss: Loss) => Promise<boolean>,
  copy: (secret: string) => PromiseLike<void>,
  change: (mayLose: (loss: Loss) => Promise<boolean>) => Promise<void>,
): Promise<void> {
  for (let toConfirm: Loss | undefined = shown; toConfirm !== undefined;) {
    const { secret, warning } = toConfirm;
    const isCopyWanted = await ask(toConfirm);
    toConfirm = undefined;
    await change(async now => {
      toConfirm = now.secret === secret && now.warning === warning ? undefined : now;
      if (toConfirm) return false;
      if (isCopyWanted && secret !== undefined) await copy(secret);
      return true;
    });
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
  return stored.isOnlyHere === true && stored.clientSecret !== after && !others.includes(stored.clientSecret);
}
