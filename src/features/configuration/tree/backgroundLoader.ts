// Loads the tree of one profile in the background.
import type { ResourceCache, ReadResult } from '../../../configuration/resourceCache';
import { addToList } from '../../../core/common/collections';
import { Emitter } from '../../../core/common/event';
import type { Problem } from '../../../core/common/problem';
import type { ConfigurationAccess } from '../../../core/resourceRules/configurationAccess';
import { policiesOf } from '../../../core/resources/policyReferences';
import {
  type Resource,
  type ResourceEntry,
  resourceKey,
  type ResourceKey,
  type ResourceKind,
} from '../../../core/resources/resource';
import { maxUngrouped } from '../../../core/resources/resourceLists';
import type { ConfigurationAccessStatus } from './accessStatus';

export interface BackgroundLoaderDeps {
  readonly resourceCache: ResourceCache;
  /** The configuration access that can be proved from this machine now. */
  readonly findAccess: (signal: AbortSignal) => Promise<readonly ConfigurationAccess[]>;
  /** Logs an error and converts it to a `Problem`. */
  readonly toProblem: (error: unknown) => Problem;
  /** Called with work in the background, to show progress. The promise never rejects. */
  readonly onProgress: (work: Promise<unknown>) => void;
}

/** What changed: a resource, the configuration access, or everything. */
export type LoaderChange = ResourceKey | 'access' | 'all';

/**
 * Loads what the tree shows of one profile: lists, resources, the users of each policy (known once all clients are
 * cached), and the configuration access. Each load has a name and runs in the background until it is cancelled.
 */
export class BackgroundLoader {
  readonly #changed = new Emitter<LoaderChange>();
  readonly #subscription;
  /** By the name of the load. */
  readonly #loads = new Map<string, AbortController>();
  readonly #failures = new Map<string, Problem>();
  #lists = new AbortController();
  #accessStatus: ConfigurationAccessStatus | undefined;
  /** Computed once after each change; `by` is undefined if not every client is cached. */
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

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
    this.#abortAll();
  }

  /** The list of a kind. Rejects with a `Problem`, or with an abort error after a refresh. */
  list(kind: ResourceKind): Promise<readonly ResourceEntry[]> {
    return this.resourceCache.list(kind, this.#lists.signal);
  }

  /** A resource from the cache or the service. Rejects as `list` does. */
  async resource(key: ResourceKey): Promise<Resource> {
    return this.resourceCache.cached(key) ?? this.resourceCache.read(key, this.#lists.signal);
  }

  /** Why the last try to read a resource failed. */
  failureOf(key: ResourceKey): Problem | undefined {
    return this.#failures.get(resourceKey(key));
  }

  /** The clients that point to a policy; undefined until every client is cached. */
  clientsUsing(policy: ResourceKey): readonly Resource[] | undefined {
    this.#users ??= { by: this.#findUsers() };
    return this.#users.by && (this.#users.by.get(resourceKey(policy)) ?? []);
  }

  /** The number of listed clients that are not cached. */
  get uncachedClientCount(): number {
    const listed = this.resourceCache.cachedList('clients') ?? [];
    return listed.filter(key => !this.resourceCache.cached(key)).length;
  }

  /**
   * Reads resources in the background, except those that failed before. Cancels an earlier load with the same name.
   * Never rejects.
   */
  async load(name: string, keys: readonly ResourceKey[]): Promise<void> {
    this.cancel(name);
    const unread = keys.filter(key => !this.resourceCache.cached(key) && !this.failureOf(key));
    if (unread.length === 0) return;
    await this.#inBackground(name, async signal => {
      this.#storeFailures(await this.resourceCache.readMany(unread, signal));
    });
  }

  /** Reads all clients in the background, unless there are too many. */
  loadUsers(name: string): void {
    this.cancel(name);
    void this.#inBackground(name, async signal => {
      const clients = await this.resourceCache.list('clients', signal);
      if (clients.length <= maxUngrouped)
        this.#storeFailures(await this.resourceCache.readMany(clients, signal));
    });
  }

  /** Returns whether a load with this name was running. */
  cancel(name: string): boolean {
    this.#loads.get(name)?.abort();
    return this.#loads.delete(name);
  }

  /** Reads all clients, without a limit. Rejects with a `Problem` or an abort error; what was read stays cached. */
  async loadAllClients(
    signal: AbortSignal,
    progress?: (read: number, of: number) => void,
  ): Promise<ReadResult> {
    const read = await this.resourceCache.readAll('clients', signal, progress);
    this.#storeFailures(read);
    return read;
  }

  /** Starts to prove the access when it is called for the first time. */
  get accessStatus(): ConfigurationAccessStatus {
    if (!this.#accessStatus) this.proveAccess();
    return this.#accessStatus ?? { kind: 'loading' };
  }

  /** Proves the access again, if it was asked for before: other profiles may have access now. */
  onProfilesChange(): void {
    if (this.#accessStatus) this.proveAccess();
  }

  cancelAll(): void {
    for (const name of [...this.#loads.keys()]) this.cancel(name);
    if (this.#accessStatus?.kind === 'loading') this.#accessStatus = undefined;
  }

  /** Proves the configuration access again, in the background. */
  proveAccess(): void {
    const name = 'access';
    this.cancel(name);
    this.#setAccessStatus({ kind: 'loading' });
    void this.#inBackground(name, async signal => {
      try {
        const access = await this.deps.findAccess(signal);
        if (!signal.aborted) this.#setAccessStatus({ kind: 'loaded', access });
      } catch (error) {
        if (!signal.aborted) this.#setAccessStatus({ kind: 'failed', problem: this.deps.toProblem(error) });
      }
    });
  }

  #setAccessStatus(accessStatus: ConfigurationAccessStatus): void {
    this.#accessStatus = accessStatus;
    this.#changed.fire('access');
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

  /** Whether a client or policy that gives access changed since it was proved. */
  #hasAccessChanged(key: ResourceKey): boolean {
    if (this.#accessStatus?.kind !== 'loaded') return false;
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
      for (const policy of policiesOf(client)) addToList(users, resourceKey(policy), client);
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
        // Only logged: the same request fails visibly when a user asks for it.
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
