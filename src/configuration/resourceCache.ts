// The cache of what was read of one profile's configuration.
import type { ConfigurationApi } from '../api/configuration/configurationApi';
import { forEachLimit } from '../core/common/async/forEachLimit';
import { InFlight } from '../core/common/async/inFlight';
import { Limiter } from '../core/common/async/limiter';
import { Emitter } from '../core/common/event';
import { isProblem } from '../core/common/problem';
import {
  type Resource,
  type ResourceEntry,
  resourceKey,
  type ResourceKey,
  type ResourceKind,
} from '../core/resources/resource';

/** The maximum number of parallel read requests. */
const maxParallel = 6;

/** Reading many resources stops after this many consecutive failures. */
const maxFailuresInRow = 8 * maxParallel;

export interface ReadResult {
  readonly resources: readonly Resource[];
  readonly failed: readonly { readonly key: ResourceKey; readonly error: unknown }[];
}

/**
 * The lists and resources of one profile, as last read. Code that shows them uses the cache; code that changes them reads
 * from the service (`read`) and updates the cache (`set`, `delete`).
 */
export class ResourceCache {
  /** By kind, then by id, because a list may have ten thousand clients. */
  readonly #lists = new Map<ResourceKind, Map<string, ResourceEntry>>();
  /** By kind: the total that the service reported, minus the number of entries it listed. */
  readonly #countMismatch = new Map<ResourceKind, number>();
  readonly #resources = new Map<string, Resource>();
  readonly #listing = new InFlight<readonly ResourceEntry[]>();
  readonly #reading = new InFlight<Resource>();
  readonly #changed = new Emitter<ResourceKey | undefined>();
  readonly #limiter = new Limiter(maxParallel);
  /** Increased by a refresh: answers to earlier requests are ignored. */
  #version = 0;
  /** Increased by each read as it begins, and by `set` and `delete`. */
  #readCount = 0;
  /** Order of the read that produced the cached value; the results of earlier reads are ignored. */
  readonly #readOrder = new Map<string, number>();

  /** A resource changed, or (undefined) everything may have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(readonly api: ConfigurationApi) {}

  /** The list of a kind, from the cache or the service. Rejects with a `Problem`. */
  async list(kind: ResourceKind, signal?: AbortSignal): Promise<readonly ResourceEntry[]> {
    const cached = this.#lists.get(kind);
    if (cached) return [...cached.values()];
    const version = this.#version;
    return this.#listing.run(
      `${kind} ${version}`,
      async running => {
        const { entries, total } = await this.#limiter.run(() => this.api.list(kind, running), running);
        if (version === this.#version) {
          this.#lists.set(kind, new Map(entries.map(entry => [entry.id, entry])));
          this.#countMismatch.set(kind, (total ?? entries.length) - entries.length);
        }
        return entries;
      },
      signal,
    );
  }

  cachedList(kind: ResourceKind): readonly ResourceEntry[] | undefined {
    const cached = this.#lists.get(kind);
    return cached && [...cached.values()];
  }

  /** The total that the service reported, minus the number of entries it listed; may be negative. */
  countMismatch(kind: ResourceKind): number {
    return this.#countMismatch.get(kind) ?? 0;
  }

  /** The entry of a resource in the cached list of its kind. */
  listEntry({ kind, id }: ResourceKey): ResourceEntry | undefined {
    return this.#lists.get(kind)?.get(id);
  }

  cached(key: ResourceKey): Resource | undefined {
    return this.#resources.get(resourceKey(key));
  }

  /** The title from the cached resource or list; empty if neither is cached. */
  titleOf(key: ResourceKey): string {
    return this.cached(key)?.title ?? this.#lists.get(key.kind)?.get(key.id)?.title ?? '';
  }

  /**
   * Reads a resource from the service. Does not join a running request, which may have started before a write. Rejects
   * with a `Problem`; `gone` if it does not exist.
   */
  async read(key: ResourceKey, signal?: AbortSignal): Promise<Resource> {
    const version = this.#version;
    const order = ++this.#readCount;
    const isNewest = () => version === this.#version && order > (this.#readOrder.get(resourceKey(key)) ?? 0);
    try {
      const resource = await this.#limiter.run(() => this.api.read(key.kind, key.id, signal), signal);
      if (isNewest()) this.#store(resource, order);
      return resource;
    } catch (error) {
      if (isProblem(error) && error.kind === 'gone' && isNewest()) this.delete(key);
      throw error;
    }
  }

  /**
   * All resources of a kind; reads those that are not cached. Rejects with a `Problem` if the list cannot be read or the
   * signal is aborted. Resources that were deleted in the meantime are left out.
   */
  async readAll(
    kind: ResourceKind,
    signal?: AbortSignal,
    progress: (read: number, of: number) => void = () => undefined,
  ): Promise<ReadResult> {
    return this.readMany(await this.list(kind, signal), signal, progress);
  }

  /** As `readAll`, for these keys. After `maxFailuresInRow` the remaining ones count as failed without a request. */
  async readMany(
    keys: readonly ResourceKey[],
    signal?: AbortSignal,
    progress: (read: number, of: number) => void = () => undefined,
  ): Promise<ReadResult> {
    // A refresh may clear the cache in the meantime; what was read is still a valid answer.
    const found = new Map(keys.map(key => [resourceKey(key), this.cached(key)]));
    const unknown = keys.filter(key => !this.cached(key));
    const version = this.#version;
    const failed: { key: ResourceKey; error: unknown }[] = [];
    let read = keys.length - unknown.length;
    let inRow = 0;
    let lastError: unknown;
    progress(read, keys.length);
    await forEachLimit(
      maxParallel,
      unknown,
      async key => {
        if (inRow >= maxFailuresInRow) {
          failed.push({ key, error: lastError });
          return;
        }
        try {
          const name = resourceKey(key);
          const resource = await this.#reading.run(
            `${name} ${version}`,
            running => this.read(key, running),
            signal,
          );
          found.set(name, resource);
          inRow = 0;
        } catch (error) {
          signal?.throwIfAborted();
          if (!isProblem(error) || error.kind !== 'gone') {
            failed.push({ key, error });
            if (isServiceFailure(error)) inRow += 1;
            lastError = error;
          }
        }
        progress(++read, keys.length);
      },
      signal,
    );
    return { resources: [...found.values()].filter(resource => resource !== undefined), failed };
  }

  /** Updates the cache, for example after a write. */
  set(resource: Resource): void {
    this.#store(resource, ++this.#readCount);
  }

  #store(resource: Resource, order: number): void {
    const { kind, id, title, body } = resource;
    const key = resourceKey(resource);
    this.#readOrder.set(key, order);
    const before = this.#resources.get(key);
    this.#resources.set(key, resource);
    this.#lists.get(kind)?.set(id, { kind, id, title });
    if (before?.body !== body) this.#changed.fire({ kind, id });
  }

  /** Removes a deleted resource from the cache. */
  delete({ kind, id }: ResourceKey): void {
    const key = resourceKey({ kind, id });
    this.#readOrder.set(key, ++this.#readCount);
    const wasKnown = this.#resources.delete(key);
    const wasListed = this.#lists.get(kind)?.delete(id) === true;
    // Only for a real change: a listener that reads again on each change would never stop.
    if (wasKnown || wasListed) this.#changed.fire({ kind, id });
  }

  /** Clears the cache. */
  refresh(): void {
    this.#version += 1;
    this.#lists.clear();
    this.#countMismatch.clear();
    this.#resources.clear();
    this.#changed.fire(undefined);
  }
}

/** Whether other reads will probably fail too. A resource that this client may not read says nothing about others. */
function isServiceFailure(error: unknown): boolean {
  return !isProblem(error) || (error.kind !== 'forbidden' && error.kind !== 'nothingGranted');
}
