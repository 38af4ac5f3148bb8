import type { ResourceCache } from '../../../configuration/resourceCache';
import { Emitter } from '../../../core/common/event';
import type { ResourceKey } from '../../../core/resources/resource';

/** Combines the change events of several caches. */
export class ResourceCacheEvents {
  readonly #followed = new Map<ResourceCache, { dispose(): void }>();
  readonly #changed = new Emitter<ResourceKey | undefined>();

  /** A resource changed, or (undefined) everything may have changed. */
  readonly onDidChange = this.#changed.event;

  follow(resourceCache: ResourceCache): void {
    if (this.#followed.has(resourceCache)) return;
    this.#followed.set(
      resourceCache,
      resourceCache.onDidChange(key => {
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
