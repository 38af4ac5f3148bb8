// Checks several times, because reads of the service may lag.
import { isTimeout } from './anyAccess';

export type Delay = (milliseconds: number) => Promise<void>;

/** How long to wait before each check, in ms. Reads that lag longer are checked again later. */
const pollDelays = [0, 1000, 3000];

/**
 * Checks several times until the result is clear. Resolves with the last result; rejects if every check failed.
 * @param isFinal whether an error ends it: by default a time-out, because nobody can cancel the waiting
 */
export async function pollUntilClear<T>(
  delay: Delay,
  check: () => Promise<T>,
  isClear: (found: T) => boolean,
  isFinal = isTimeout,
): Promise<T> {
  let found: { readonly value: T } | undefined;
  let failure: unknown;
  for (const milliseconds of pollDelays) {
    if (milliseconds > 0) await delay(milliseconds);
    try {
      const value = await check();
      if (isClear(value)) return value;
      found = { value };
    } catch (error) {
      failure = error;
      if (isFinal(error)) break;
    }
  }
  if (found) return found.value;
  throw failure;
}
