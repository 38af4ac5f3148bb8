import type { Clock } from '../core/common/clock';
import { type Disposable, Emitter } from '../core/common/event';
import type { TokenService } from './tokenService';

/**
 * Tells whenever what can be seen of the active token may have changed: the keeper said so, or time went on.
 * The one timer of the extension; while no live token is there, it does not run.
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

  /** Looks at the clock again: after sleep, when the window gets the focus, when a setting changed. */
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
 * Milliseconds until the time left, shown in minutes and in the last minute in seconds, reads differently; undefined
 * when it has run out. At most a minute, so that a clock that was changed or a machine that slept shows soon.
 */
export function timeUntilNextChange(expiresAt: number, now: number): number | undefined {
  const left = expiresAt - now;
  if (left <= 0) return undefined;
  const unit = left <= minute ? second : minute;
  return left % unit || unit;
}
