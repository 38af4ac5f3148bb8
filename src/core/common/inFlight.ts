interface Run<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  /** How many callers wait for it. */
  waiterCount: number;
}

/** One run at a time for a key: whoever asks while it is under way gets the same result. */
export class InFlight<T> {
  readonly #runs = new Map<string, Run<T>>();

  /** The keys of the runs that somebody waits for. */
  get keys(): readonly string[] {
    return [...this.#runs.keys()];
  }

  /**
   * Joins the run of that key, or starts it. A caller's `signal` takes only this caller out (it rejects with the
   * signal's reason); the run itself is aborted when nobody waits for it any more, and the next caller starts anew.
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
      // Nobody joins a run that is being aborted, and it does not count as under way, however long it takes to end.
      if (run.waiterCount === 0 && this.#remove(key, run)) run.controller.abort();
    }
  }

  #start(key: string, start: (signal: AbortSignal) => Promise<T>): Run<T> {
    const controller = new AbortController();
    const result = start(controller.signal).finally(() => this.#remove(key, run));
    // A run that everybody left ends unheard; that is no unhandled rejection.
    result.catch(() => undefined);
    const run: Run<T> = { result, controller, waiterCount: 0 };
    this.#runs.set(key, run);
    return run;
  }

  /** Whether the run was still the one under way for its key. */
  #remove(key: string, run: Run<T>): boolean {
    return this.#runs.get(key) === run && this.#runs.delete(key);
  }
}
