interface Run<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  waiterCount: number;
}

/** Shares work: callers with the same key get the result of the run that is in progress. */
export class InFlight<T> {
  readonly #runs = new Map<string, Run<T>>();

  /** The keys of the runs in progress. */
  get keys(): readonly string[] {
    return [...this.#runs.keys()];
  }

  /**
   * Joins the run of the key, or starts one. `signal` cancels only this caller, which rejects with its reason. The run is
   * aborted when its last caller has left; the next caller starts a new one.
   */
  async run(key: string, start: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const run = this.#runs.get(key) ?? this.#start(key, start);
    run.waiterCount += 1;
    let rejectCaller: () => void = () => undefined;
    const callerAborted = new Promise<never>((_, reject) => {
      rejectCaller = () => {
        reject(signal?.reason instanceof Error ? signal.reason : new Error('cancelled'));
      };
    });
    signal?.addEventListener('abort', rejectCaller);
    try {
      return await Promise.race([run.result, callerAborted]);
    } finally {
      signal?.removeEventListener('abort', rejectCaller);
      run.waiterCount -= 1;
      // Remove it first: nobody may join a run that is being aborted.
      if (run.waiterCount === 0 && this.#remove(key, run)) run.controller.abort();
    }
  }

  #start(key: string, start: (signal: AbortSignal) => Promise<T>): Run<T> {
    const controller = new AbortController();
    const result = start(controller.signal).finally(() => this.#remove(key, run));
    // No unhandled rejection when all callers have left.
    result.catch(() => undefined);
    const run: Run<T> = { result, controller, waiterCount: 0 };
    this.#runs.set(key, run);
    return run;
  }

  /** Returns whether this was still the current run of its key. */
  #remove(key: string, run: Run<T>): boolean {
    return this.#runs.get(key) === run && this.#runs.delete(key);
  }
}
