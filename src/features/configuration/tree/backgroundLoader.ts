import { policiesOf } from '../../../configuration/references';
import type { ResourceCache, ReadResult } from '../../../configuration/resourceCache';
import { Emitter } from '../../../core/common/event';
import type { Problem } from '../../../core/common/problem';
import type { ConfigurationAccess } from '../../../core/resourceRules/configurationAccess';
import {
  type Resource,
  type ResourceEntry,
  resourceKey,
  type ResourceKey,
  type ResourceKind,
} from '../../../core/resources/resource';
import { maxUngrouped } from '../../../core/resources/resourceOrder';
import type { ConfigurationAccessStatus } from './accessStatus';

/** What a loader works with. */
export interface BackgroundLoaderDeps {
  readonly resourceCache: ResourceCache;
  /** The configuration access that can be proved from this machine now. */
  readonly findAccess: (signal: AbortSignal) => Promise<readonly ConfigurationAccess[]>;
  /** What a failure is to people, once the log knows of it. */
  readonly toProblem: (error: unknown) => Problem;
  /** Told of work in the background, to show that there is some. It never rejects. */
  readonly onProgress: (work: Promise<unknown>) => void;
}

/** What became known otherwise: a resource, the configuration access, or (`all`) anything. */
export type LoaderChange = ResourceKey | 'health' | 'all';

/**
 * What is known of one profile's configuration: the lists and resources that are held, who uses a policy, which can
 * only be known once all clients are, and the configuration access. Reads in the background what is looked at, each look
 * until it is ended.
 */
export class BackgroundLoader {
  readonly #changed = new Emitter<LoaderChange>();
  readonly #subscription;
  /** By what looks. */
  readonly #loads = new Map<string, AbortController>();
  readonly #failures = new Map<string, Problem>();
  #lists = new AbortController();
  #accessStatus: ConfigurationAccessStatus | undefined;
  /** Found once after each change; without `by` where not every client is known. */
  #users: { readonly by: ReadonlyMap<string, readonly Resource[]> | undefined } | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(private readonly deps: BackgroundLoaderDeps) {
    this.#subscription = deps.resourceCache.onDidChange(key => {
      this.#onCacheChange(key);
    });
  }

  get resourceCache(): ResourceCache {
    return this.deps.resourceCache;
  }

  /** Ends what is under way, and tells nobody any more. */
  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
    this.#abortAll();
  }

  /** The list of a kind. Rejects with a `Problem`, or with an abort where everything is asked for again. */
  list(kind: ResourceKind): Promise<readonly ResourceEntry[]> {
    return this.resourceCache.list(kind, this.#lists.signal);
  }

  /** A resource as it was read last, or read now. Rejects as `list` does. */
  async resource(key: ResourceKey): Promise<Resource> {
    return this.resourceCache.cached(key) ?? this.resourceCache.read(key, this.#lists.signal);
  }

  /** Why a resource could not be read, the last time it was tried. */
  failureOf(key: ResourceKey): Problem | undefined {
    return this.#failures.get(resourceKey(key));
  }

  /** The clients that point to a policy; undefined as long as not every client is known. */
  clientsUsing(policy: ResourceKey): readonly Resource[] | undefined {
    this.#users ??= { by: this.#findUsers() };
    return this.#users.by && (this.#users.by.get(resourceKey(policy)) ?? []);
  }

  /** How many clients are listed and not known. */
  get uncachedClientCount(): number {
    const listed = this.resourceCache.cachedList('clients') ?? [];
    return listed.filter(key => !this.resourceCache.cached(key)).length;
  }

  /**
   * Reads resources in the background; those that failed are not tried again. Another look of the same name ends the one
   * before. Resolves when it has ended, however it did.
   */
  async load(name: string, keys: readonly ResourceKey[]): Promise<void> {
    this.cancel(name);
    const unread = keys.filter(key => !this.resourceCache.cached(key) && !this.failureOf(key));
    if (unread.length === 0) return;
    await this.#inBackground(name, async signal => {
      this.#storeFailures(await this.resourceCache.readMany(unread, signal));
    });
  }

  /** Reads all clients in the background, unless they are too many. */
  loadUsers(name: string): void {
    this.cancel(name);
    void this.#inBackground(name, async signal => {
      const clients = await this.resourceCache.list('clients', signal);
      if (clients.length <= maxUngrouped)
        this.#storeFailures(await this.resourceCache.readMany(clients, signal));
    });
  }

  /** Whether there was one to end. */
  cancel(name: string): boolean {
    this.#loads.get(name)?.abort();
    return this.#loads.delete(name);
  }

  /** Reads all clients, however many. Rejects with a `Problem`, or with an abort; what was read stays. */
  async loadAllClients(
    signal: AbortSignal,
    progress?: (read: number, of: number) => void,
  ): Promise<ReadResult> {
    const read = await this.resourceCache.readAll('clients', signal, progress);
    this.#storeFailures(read);
    return read;
  }

  /** The configuration access as far as it is known; asked for the first time, this begins to prove it. */
  get accessStatus(): ConfigurationAccessStatus {
    if (!this.#accessStatus) this.proveAccess();
    return this.#accessStatus ?? { is: 'looking' };
  }

  /** Other profiles may have access now; where nobody asked for it yet, nothing is done. */
  onProfilesChange(): void {
    if (this.#accessStatus) this.proveAccess();
  }

  /** Nobody looks any more: what is under way in the background ends. */
  cancelAll(): void {
    for (const name of [...this.#loads.keys()]) this.cancel(name);
    if (this.#accessStatus?.is === 'looking') this.#accessStatus = undefined;
  }

  /** Proves the configuration access once more, in the background. */
  proveAccess(): void {
    const name = 'health';
    this.cancel(name);
    this.#setAccessStatus({ is: 'looking' });
    void this.#inBackground(name, async signal => {
      try {
        const access = await this.deps.findAccess(signal);
        if (!signal.aborted) this.#setAccessStatus({ is: 'seen', access });
      } catch (error) {
        if (!signal.aborted) this.#setAccessStatus({ is: 'failed', problem: this.deps.toProblem(error) });
      }
    });
  }

  #setAccessStatus(accessStatus: ConfigurationAccessStatus): void {
    this.#accessStatus = accessStatus;
    this.#changed.fire('health');
  }

  #onCacheChange(key: ResourceKey | undefined): void {
    this.#users = undefined;
    if (!key) {
      this.#abortAll();
      this.#failures.clear();
      this.#lists = new AbortController();
      this.#accessStatus = undefined;
      this.#changed.fire('all');
      return;
    }
    this.#failures.delete(resourceKey(key));
    this.#changed.fire(key);
    if (this.#hasAccessChanged(key)) this.proveAccess();
  }

  /** Whether a client or a policy that gives access is another one than when it was proved. */
  #hasAccessChanged(key: ResourceKey): boolean {
    if (this.#accessStatus?.is !== 'seen') return false;
    const proved = this.#accessStatus.access
      .flatMap(({ client, policy }) => [client, policy])
      .find(({ kind, id }) => kind === key.kind && id === key.id);
    return proved !== undefined && proved.body !== this.resourceCache.cached(key)?.body;
  }

  #findUsers(): ReadonlyMap<string, readonly Resource[]> | undefined {
    const clientList = this.resourceCache.cachedList('clients');
    const clients = clientList?.flatMap(key => this.resourceCache.cached(key) ?? []);
    if (!clientList || !clients || clients.length < clientList.length) return undefined;
    const users = new Map<string, Resource[]>();
    for (const client of clients) {
      for (const policy of policiesOf(client)) {
        const others = users.get(resourceKey(policy));
        if (others) others.push(client);
        else users.set(resourceKey(policy), [client]);
      }
    }
    return users;
  }

  #storeFailures({ failed }: ReadResult): void {
    for (const { key, error } of failed) {
      this.#failures.set(resourceKey(key), this.deps.toProblem(error));
      this.#changed.fire(key);
    }
  }

  #inBackground(name: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const controller = new AbortController();
    this.#loads.set(name, controller);
    const { signal } = controller;
    const done = work(signal)
      .catch((error: unknown) => {
        // Whatever is asked for by a person fails visibly; this was only meant to save them the time.
        if (!signal.aborted) this.deps.toProblem(error);
      })
      .finally(() => {
        if (this.#loads.get(name) === controller) this.#loads.delete(name);
      });
    this.deps.onProgress(done);
    return done;
  }

  #abortAll(): void {
    this.#lists.abort();
    this.cancelAll();
  }
}
