/** One run at a time for a key: whoever asks while it is under way gets the same result. */
export class InFlight<T> {
  readonly #runs = new Map<string, { result: Promise<T>; controller: AbortController; waiting: number }>();

  get size(): number {
    return this.#runs.size;
  }

  /**
   * Joins the run of that key, or starts it. A caller's `signal` takes only this caller out (it rejects with the
   * signal's reason); the run itself is aborted when nobody waits for it any more.
   */
  async run(key: string, start: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const run = this.#runs.get(key) ?? this.#start(key, start);
    run.waiting += 1;
    let leave: () => void = () => undefined;
    const left = new Promise<never>((_, reject) => {
      leave = () => {
        reject(signal?.reason instanceof Error ? signal.reason : new Error('cancelled'));
      };
    });
    signal?.addEventListener('abort', leave);
    try {
      return await Promise.race([run.result, left]);
    } finally {
      signal?.removeEventListener('abort', leave);
      run.waiting -= 1;
      if (run.waiting === 0) run.controller.abort();
    }
  }

  #start(key: string, start: (signal: AbortSignal) => Promise<T>) {
    const controller = new AbortController();
    const result = start(controller.signal).finally(() => this.#runs.delete(key));
    // A run that everybody left ends unheard; that is no unhandled rejection.
    result.catch(() => undefined);
    const run = { result, controller, waiting: 0 };
    this.#runs.set(key, run);
    return run;
  }
}
