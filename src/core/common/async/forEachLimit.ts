/**
 * Processes the items in order, at most `limit` at a time. Rejects with the first error, or with the signal's reason
 * when it is aborted. Then no further item is started.
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
