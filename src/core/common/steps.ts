/**
 * A computation that may pause wherever it yields, because it reads a large document. `finish` runs it at once; callers that
 * share their thread with others run it in slices.
 */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Reading a line takes less time than a pause, so pause only after this many lines. */
export const linesOfStep = 100;

/** Runs a computation without pauses. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}
