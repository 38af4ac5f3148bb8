import type { ResourceKey } from '../../core/configuration';
import { Emitter } from '../../core/emitter';
import type { Holdings } from './holdings';

/** Hears of the changes of all holdings that were asked, once each. */
export class HoldingsWatch {
  readonly #followed = new Map<Holdings, { dispose(): void }>();
  readonly #changed = new Emitter<ResourceKey | undefined>();

  /** A resource is known otherwise, or (undefined) anything may be. */
  readonly onDidChange = this.#changed.event;

  follow(holdings: Holdings): void {
    if (this.#followed.has(holdings)) return;
    this.#followed.set(
      holdings,
      holdings.onDidChange(key => {
        this.#changed.fire(key);
      }),
    );
  }

  dispose(): void {
    for (const subscription of this.#followed.values()) subscription.dispose();
    this.#followed.clear();
    this.#changed.dispose();
  }
}
