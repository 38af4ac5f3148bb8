import type { Clock } from '../core/common/clock';
import { type Disposable, Emitter } from '../core/common/event';
import type { TokenService } from './tokenService';

/**
 * Raises an event whenever what is shown of the active token may have changed: the token changed, or time passed.
 * Does not run without a live token.
 */
export class ExpiryTimer {
  readonly #timeLeftChanged = new Emitter<void>();
  readonly #subscription: Disposable;
  #cancelTimer: () => void = () => undefined;

  readonly onDidChangeTimeLeft = this.#timeLeftChanged.event;

  constructor(
    private readonly tokenService: TokenService,
    private readonly clock: Clock,
  ) {
    this.#subscription = tokenService.onDidChange(() => {
      this.refresh();
    });
  }

  /** Reads the clock again: after sleep, on focus, when a setting changed. */
  refresh(): void {
    this.#cancelTimer();
    const { token } = this.tokenService.status;
    const wait = token && timeUntilNextChange(token.expiresAt, this.clock.now());
    if (wait !== undefined) {
      this.#cancelTimer = this.clock.after(wait, () => {
        this.refresh();
      });
    }
    this.#timeLeftChanged.fire();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#cancelTimer();
    this.#timeLeftChanged.dispose();
  }
}

const second = 1000;
const minute = 60 * second;

/**
 * Milliseconds until the time left reads differently: it is shown in minutes, in the last minute in seconds. Undefined
 * after the end. At most a minute, so that a changed clock or a sleep of the machine shows soon.
 */
export function timeUntilNextChange(expiresAt: number, now: number): number | undefined {
  const left = expiresAt - now;
  if (left <= 0) return undefined;
  const unit = left <= minute ? second : minute;
  return left % unit || unit;
}
