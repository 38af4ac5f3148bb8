import { type Disposable, Emitter } from '../core/emitter';
import type { TokenKeeper } from './tokenKeeper';

/** Time as the countdown needs it. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Calls back once after that many milliseconds; the result takes it back. */
  readonly after: (milliseconds: number, callback: () => void) => () => void;
}

/**
 * Tells whenever what can be seen of the active token may have changed: the keeper said so, or time went on.
 * The one timer of the extension; while no live token is there, it does not run.
 */
export class Countdown {
  readonly #ticked = new Emitter<void>();
  readonly #keeperChanges: Disposable;
  #takeBack: () => void = () => undefined;

  readonly onDidTick = this.#ticked.event;

  constructor(
    private readonly keeper: TokenKeeper,
    private readonly clock: Clock,
  ) {
    this.#keeperChanges = keeper.onDidChange(() => {
      this.refresh();
    });
  }

  /** Looks at the clock again: after sleep, when the window gets the focus, when a setting changed. */
  refresh(): void {
    this.#takeBack();
    const { token } = this.keeper.status;
    const wait = token && untilNextChange(token.expiresAt, this.clock.now());
    if (wait !== undefined) {
      this.#takeBack = this.clock.after(wait, () => {
        this.refresh();
      });
    }
    this.#ticked.fire();
  }

  dispose(): void {
    this.#keeperChanges.dispose();
    this.#takeBack();
    this.#ticked.dispose();
  }
}

const second = 1000;
const minute = 60 * second;

/**
 * Milliseconds until the time left, shown in minutes and in the last minute in seconds, reads differently; undefined
 * when it has run out. At most a minute, so that a clock that was changed or a machine that slept shows soon.
 */
export function untilNextChange(expiresAt: number, now: number): number | undefined {
  const left = expiresAt - now;
  if (left <= 0) return undefined;
  const unit = left <= minute ? second : minute;
  return left % unit || unit;
}
