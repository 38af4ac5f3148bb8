import type { ResourceCache } from '../../../configuration/resourceCache';
import { Emitter } from '../../../core/common/event';
import type { ResourceKey } from '../../../core/resources/resource';

/** The changes of all caches that are followed, in one event. */
export class ResourceCacheEvents {
  readonly #followed = new Map<ResourceCache, { dispose(): void }>();
  readonly #changed = new Emitter<ResourceKey | undefined>();

  /** A resource is known otherwise, or (undefined) anything may be. */
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
