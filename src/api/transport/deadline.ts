/** A time-out for each stage of a request: those of `fetch` itself are minutes. */
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
