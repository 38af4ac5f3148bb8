/**
 * A time-out of our own for each stage: VS Code's `fetch` may put an agent of its own in the place of ours, whose
 * time-outs are gone then (observed in 1.139).
 */
export class Deadline {
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  /** Aborted when a stage lasted too long, with an error of code `ETIMEDOUT`. */
  readonly signal = this.#controller.signal;

  constructor(milliseconds: number) {
    this.begin(milliseconds);
  }

  /** The stage that begins now may last that long. */
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
