/**
 * Works on the items in order, at most `limit` at a time. Rejects with the first error or the reason of the aborted signal,
 * and then starts no further item.
 */
export async function forEachLimit<T>(
  limit: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const rest = items.values();
  let failed = false;
  const worker = async () => {
    for (const item of rest) {
      if (failed) return;
      signal?.throwIfAborted();
      try {
        await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}

/** How work on one item ended. */
export type Outcome<Result> = { readonly value: Result } | { readonly error: unknown };

/**
 * Like `forEachLimit`, but continues after errors. Resolves with the outcomes in the order of the items. Rejects only with
 * the reason of the aborted signal.
 */
export async function settleEachLimit<T, Result>(
  limit: number,
  items: readonly T[],
  work: (item: T) => Promise<Result>,
  signal?: AbortSignal,
): Promise<readonly Outcome<Result>[]> {
  const outcomes: Outcome<Result>[] = [];
  const outcomeAt = async ([index, item]: readonly [number, T]) => {
    try {
      outcomes[index] = { value: await work(item) };
    } catch (error) {
      outcomes[index] = { error };
    }
  };
  await forEachLimit(limit, [...items.entries()], outcomeAt, signal);
  // After an abort, the last outcomes are its consequence.
  signal?.throwIfAborted();
  return outcomes;
}
