/**
 * A time-out for each stage of a request. VS Code's `fetch` may replace our agent and its time-outs (observed in 1.139).
 */
export class Deadline {
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  /** Aborted with an `ETIMEDOUT` error when a stage takes too long. */
  readonly signal = this.#controller.signal;

  constructor(milliseconds: number) {
    this.begin(milliseconds);
  }

  /** Starts a stage. */
  begin(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#controller.abort(Object.assign(new Error('time-out'), { code: 'ETIMEDOUT' }));
    }, milliseconds);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
