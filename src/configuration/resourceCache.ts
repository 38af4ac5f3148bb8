import type { ConfigurationClient } from '../api/configuration/configurationClient';
import { Emitter } from '../core/common/event';
import { forEachLimit } from '../core/common/forEachLimit';
import { InFlight } from '../core/common/inFlight';
import { Limiter } from '../core/common/limiter';
import { isProblem } from '../core/common/problem';
import {
  type Resource,
  type ResourceEntry,
  resourceKey,
  type ResourceKey,
  type ResourceKind,
} from '../core/resources/resource';

/** As many requests as the service gets at a time from one person who only looks. */
const maxParallel = 6;

/** A service that failed so many requests in a row does so with the next thousands. */
const maxFailuresInRow = 8 * maxParallel;

/** The resources of a kind as far as they could be read. */
export interface ReadResult {
  readonly resources: readonly Resource[];
  /** Those that could not be read, and why not. */
  readonly failed: readonly { readonly key: ResourceKey; readonly error: unknown }[];
}

/**
 * What is known of one profile's configuration: the lists and the resources as they were read last. What shows them
 * asks here; what changes them asks the service (`read`), and tells (`set`, `delete`).
 */
export class ResourceCache {
  /** By kind, then by id: ten thousand clients that are read one by one must not be looked through each time. */
  readonly #lists = new Map<ResourceKind, Map<string, ResourceEntry>>();
  /** How many more the service says there are than it named, by kind, as it answered. */
  readonly #countMismatch = new Map<ResourceKind, number>();
  readonly #resources = new Map<string, Resource>();
  readonly #listing = new InFlight<readonly ResourceEntry[]>();
  readonly #reading = new InFlight<Resource>();
  readonly #changed = new Emitter<ResourceKey | undefined>();
  /** However many look at the same time. */
  readonly #limiter = new Limiter(maxParallel);
  /** Counts what makes an answer under way stale. */
  #version = 0;
  /** Counts the reads as they begin, and what is known without one. */
  #readCount = 0;
  /** The moment that what is known of a resource is of: what was asked for before it is no news. */
  readonly #readOrder = new Map<string, number>();

  /** A resource is known otherwise than before, or (undefined) anything may be. */
  readonly onDidChange = this.#changed.event;

  constructor(readonly api: ConfigurationClient) {}

  /** The list of a kind, asked for once. Rejects with a `Problem`. */
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

  /** The list of a kind as it was read last, if it was. */
  cachedList(kind: ResourceKind): readonly ResourceEntry[] | undefined {
    const cached = this.#lists.get(kind);
    return cached && [...cached.values()];
  }

  /** How many more the service said there are than it named: negative where it named more. */
  countMismatch(kind: ResourceKind): number {
    return this.#countMismatch.get(kind) ?? 0;
  }

  /** A resource as its list names it; undefined where there is none in it, or no list. */
  listEntry({ kind, id }: ResourceKey): ResourceEntry | undefined {
    return this.#lists.get(kind)?.get(id);
  }

  /** A resource as it was read last, if it was. */
  cached(key: ResourceKey): Resource | undefined {
    return this.#resources.get(resourceKey(key));
  }

  /** How a list or a resource names it; empty where nothing is known of it. */
  titleOf(key: ResourceKey): string {
    return this.cached(key)?.title ?? this.#lists.get(key.kind)?.get(key.id)?.title ?? '';
  }

  /**
   * A resource as the service has it now: asked for anew, since one that is under way may be from before a write. Rejects
   * with a `Problem`; `gone` where there is none.
   */
  async read({ kind, id }: ResourceKey, signal?: AbortSignal): Promise<Resource> {
    const version = this.#version;
    const order = ++this.#readCount;
    const isNewest = () =>
      version === this.#version && order > (this.#readOrder.get(resourceKey({ kind, id })) ?? 0);
    try {
      const resource = await this.#limiter.run(() => this.api.read(kind, id, signal), signal);
      if (isNewest()) this.#store(resource, order);
      return resource;
    } catch (error) {
      if (isProblem(error) && error.kind === 'gone' && isNewest()) this.delete({ kind, id });
      throw error;
    }
  }

  /**
   * All resources of a kind, those that are not known yet read six at a time. Rejects with a `Problem` where the list
   * can not be read or the signal is aborted; one that vanished meanwhile is left out, and no failure.
   */
  async readAll(
    kind: ResourceKind,
    signal?: AbortSignal,
    progress: (read: number, of: number) => void = () => undefined,
  ): Promise<ReadResult> {
    return this.readMany(await this.list(kind, signal), signal, progress);
  }

  /** As `readAll`, for these. After 48 failures in a row the rest counts as failed without being asked for. */
  async readMany(
    keys: readonly ResourceKey[],
    signal?: AbortSignal,
    progress: (read: number, of: number) => void = () => undefined,
  ): Promise<ReadResult> {
    // Kept here as well: somebody may refresh meanwhile, and what was read is still an answer.
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

  /** A resource is now as it is given. */
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

  /** A resource is not there any more. */
  delete({ kind, id }: ResourceKey): void {
    this.#readOrder.set(resourceKey({ kind, id }), ++this.#readCount);
    const wasKnown = this.#resources.delete(resourceKey({ kind, id }));
    const wasListed = this.#lists.get(kind)?.delete(id) === true;
    // Who looks again at each change would otherwise ask without end for what is gone.
    if (wasKnown || wasListed) this.#changed.fire({ kind, id });
  }

  /** Nothing is known any more: everything is asked for again when it is needed. */
  refresh(): void {
    this.#version += 1;
    this.#lists.clear();
    this.#countMismatch.clear();
    this.#resources.clear();
    this.#changed.fire(undefined);
  }
}

/** Whether the service fails altogether: what this client may not read says nothing of the others. */
function isServiceFailure(error: unknown): boolean {
  return !isProblem(error) || (error.kind !== 'forbidden' && error.kind !== 'nothingGranted');
}
