import type { Resource, ResourceEntry, ResourceKey, ResourceKind } from '../../core/configuration';
import type { ConfigurationAccess } from '../../core/configurationAccess';
import { Emitter } from '../../core/emitter';
import type { Problem } from '../../core/problem';
import { mostSideBySide } from '../../core/resourceOrder';
import type { Health } from './health';
import type { Holdings, ReadAll } from './holdings';
import { policiesOf } from './usage';

/** What an overview stands on. */
export interface OverviewPorts {
  readonly holdings: Holdings;
  /** The configuration access that can be proved from this machine now. */
  readonly access: (signal: AbortSignal) => Promise<readonly ConfigurationAccess[]>;
  /** What a failure is to people, once the log knows of it. */
  readonly problemFrom: (error: unknown) => Problem;
  /** Told of work in the background, to show that there is some. It never rejects. */
  readonly working: (work: Promise<unknown>) => void;
}

/** What became known otherwise: a resource, the configuration access, or (`all`) anything. */
export type OverviewChange = ResourceKey | 'health' | 'all';

/**
 * What is to be seen of one profile's configuration: the lists and resources that are held, who uses a policy, which can
 * only be known once all clients are, and the configuration access. Reads in the background what is looked at, each look
 * until it is ended.
 */
export class Overview {
  readonly #changed = new Emitter<OverviewChange>();
  readonly #subscription;
  /** By what looks. */
  readonly #looks = new Map<string, AbortController>();
  readonly #failures = new Map<string, Problem>();
  #lists = new AbortController();
  #health: Health | undefined;
  /** Found once after each change; without `by` where not every client is known. */
  #users: { readonly by: ReadonlyMap<string, readonly Resource[]> | undefined } | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(private readonly ports: OverviewPorts) {
    this.#subscription = ports.holdings.onDidChange(key => {
      this.#heard(key);
    });
  }

  get holdings(): Holdings {
    return this.ports.holdings;
  }

  /** Ends what is under way, and tells nobody any more. */
  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
    this.#endAll();
  }

  /** The list of a kind. Rejects with a `Problem`, or with an abort where everything is asked for again. */
  list(kind: ResourceKind): Promise<readonly ResourceEntry[]> {
    return this.holdings.list(kind, this.#lists.signal);
  }

  /** A resource as it was read last, or read now. Rejects as `list` does. */
  async resource(key: ResourceKey): Promise<Resource> {
    return this.holdings.known(key) ?? this.holdings.read(key, this.#lists.signal);
  }

  /** Why a resource could not be read, the last time it was tried. */
  failureOf({ kind, id }: ResourceKey): Problem | undefined {
    return this.#failures.get(`${kind}/${id}`);
  }

  /** The clients that point to a policy; undefined as long as not every client is known. */
  usersOf(policy: ResourceKey): readonly Resource[] | undefined {
    this.#users ??= { by: this.#findUsers() };
    return this.#users.by && (this.#users.by.get(`${policy.kind}/${policy.id}`) ?? []);
  }

  /** How many clients are listed and not known. */
  get unknownClients(): number {
    const listed = this.holdings.listed('clients') ?? [];
    return listed.filter(key => !this.holdings.known(key)).length;
  }

  /**
   * Reads resources in the background; those that failed are not tried again. Another look of the same name ends the one
   * before. Resolves when it has ended, however it did.
   */
  async look(name: string, keys: readonly ResourceKey[]): Promise<void> {
    this.endLook(name);
    const unread = keys.filter(key => !this.holdings.known(key) && !this.failureOf(key));
    if (unread.length === 0) return;
    await this.#inBackground(name, async signal => {
      this.#noteFailures(await this.holdings.some(unread, signal));
    });
  }

  /** Reads all clients in the background, unless they are too many. */
  lookForUsers(name: string): void {
    this.endLook(name);
    void this.#inBackground(name, async signal => {
      const clients = await this.holdings.list('clients', signal);
      if (clients.length <= mostSideBySide) this.#noteFailures(await this.holdings.some(clients, signal));
    });
  }

  /** Whether there was one to end. */
  endLook(name: string): boolean {
    this.#looks.get(name)?.abort();
    return this.#looks.delete(name);
  }

  /** Reads all clients, however many. Rejects with a `Problem`, or with an abort; what was read stays. */
  async lookThroughClients(
    signal: AbortSignal,
    progress?: (read: number, of: number) => void,
  ): Promise<ReadAll> {
    const read = await this.holdings.all('clients', signal, progress);
    this.#noteFailures(read);
    return read;
  }

  /** The configuration access as far as it is known; asked for the first time, this begins to prove it. */
  get health(): Health {
    if (!this.#health) this.proveAccess();
    return this.#health ?? { is: 'looking' };
  }

  /** Other profiles may have access now; where nobody asked for it yet, nothing is done. */
  profilesChanged(): void {
    if (this.#health) this.proveAccess();
  }

  /** Nobody looks any more: what is under way in the background ends. */
  rest(): void {
    for (const name of [...this.#looks.keys()]) this.endLook(name);
    if (this.#health?.is === 'looking') this.#health = undefined;
  }

  /** Proves the configuration access once more, in the background. */
  proveAccess(): void {
    const name = 'health';
    this.endLook(name);
    this.#setHealth({ is: 'looking' });
    void this.#inBackground(name, async signal => {
      try {
        const access = await this.ports.access(signal);
        if (!signal.aborted) this.#setHealth({ is: 'seen', access });
      } catch (error) {
        if (!signal.aborted) this.#setHealth({ is: 'failed', problem: this.ports.problemFrom(error) });
      }
    });
  }

  #setHealth(health: Health): void {
    this.#health = health;
    this.#changed.fire('health');
  }

  #heard(key: ResourceKey | undefined): void {
    this.#users = undefined;
    if (!key) {
      this.#endAll();
      this.#failures.clear();
      this.#lists = new AbortController();
      this.#health = undefined;
      this.#changed.fire('all');
      return;
    }
    this.#failures.delete(`${key.kind}/${key.id}`);
    this.#changed.fire(key);
    if (this.#isOtherAccess(key)) this.proveAccess();
  }

  /** Whether a client or a policy that gives access is another one than when it was proved. */
  #isOtherAccess(key: ResourceKey): boolean {
    if (this.#health?.is !== 'seen') return false;
    const proved = this.#health.access
      .flatMap(({ client, policy }) => [client, policy])
      .find(({ kind, id }) => kind === key.kind && id === key.id);
    return proved !== undefined && proved.body !== this.holdings.known(key)?.body;
  }

  #findUsers(): ReadonlyMap<string, readonly Resource[]> | undefined {
    const listed = this.holdings.listed('clients');
    const clients = listed?.flatMap(key => this.holdings.known(key) ?? []);
    if (!listed || !clients || clients.length < listed.length) return undefined;
    const users = new Map<string, Resource[]>();
    for (const client of clients) {
      for (const { kind, id } of policiesOf(client)) {
        const others = users.get(`${kind}/${id}`);
        if (others) others.push(client);
        else users.set(`${kind}/${id}`, [client]);
      }
    }
    return users;
  }

  #noteFailures({ failed }: ReadAll): void {
    for (const { key, error } of failed) {
      this.#failures.set(`${key.kind}/${key.id}`, this.ports.problemFrom(error));
      this.#changed.fire(key);
    }
  }

  #inBackground(name: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const controller = new AbortController();
    this.#looks.set(name, controller);
    const { signal } = controller;
    const done = work(signal)
      .catch((error: unknown) => {
        // Whatever is asked for by a person fails visibly; this was only meant to save them the time.
        if (!signal.aborted) this.ports.problemFrom(error);
      })
      .finally(() => {
        if (this.#looks.get(name) === controller) this.#looks.delete(name);
      });
    this.ports.working(done);
    return done;
  }

  #endAll(): void {
    this.#lists.abort();
    this.rest();
  }
}
