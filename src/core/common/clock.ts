/** Time, injected so that tests control it. All values are milliseconds; instants count from 1970. */
export interface Clock {
  readonly now: () => number;
  /** Calls back once. The result cancels it. */
  readonly after: (milliseconds: number, callback: () => void) => () => void;
}
