/** Time as the countdown needs it. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Calls back once after that many milliseconds; the result takes it back. */
  readonly after: (milliseconds: number, callback: () => void) => () => void;
}
