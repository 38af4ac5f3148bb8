// Stops computations that take too long, so that no text freezes the window for long.
import inspector from 'node:inspector';
import { type Context, createContext, Script } from 'node:vm';

/** A computation was stopped by `withTimeLimit`. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
}

/** Node stops only what a script runs. */
const script = new Script('compute()');
const global: { compute?: () => unknown } = {};
let context: Context | undefined;

/**
 * Runs a computation for at most this time, in ms. Throws a `TimeLimitError` if it is stopped; then its `finally` blocks do not
 * run, so it must only compute. A single call of V8's own functions, such as `includes`, runs to its end. There is no limit
 * while a debugger may stop the time.
 */
export function withTimeLimit<T>(timeout: number, compute: () => T): T {
  if (inspector.url() !== undefined) return compute();
  context ??= createContext(global);
  global.compute = compute;
  try {
    return script.runInContext(context, { timeout }) as T;
  } catch (error) {
    // The error is one of the other context.
    if ((error as { code?: unknown } | undefined)?.code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new TimeLimitError(`It was stopped after ${timeout} ms.`);
  } finally {
    delete global.compute;
  }
}
