// Reads the whole configuration of a customer.
import type { ConfigurationApi } from '../api/configuration/configurationApi';
import type { Send } from '../api/http';
import { readDiscoveryText } from '../api/token/discovery';
import { Limiter } from '../core/common/async/limiter';
import { t } from '../core/common/l10n';
import { isProblem, Problem, type ProblemKind } from '../core/common/problem';
import type { Profile } from '../core/profile/profile';
import {
  optionNamesOf,
  type ConfigurationSnapshot,
  type UnreadPart,
  type OptionName,
} from '../core/resources/configurationSnapshot';
import {
  pluralLabel,
  type Resource,
  type ResourceEntry,
  resourceKey,
  type ResourceKind,
  resourceKinds,
} from '../core/resources/resource';
import { ownFailures } from './ownFailures';
import type { ConfigurationRegistry } from './profileConfiguration';

/** The maximum number of requests at a time. */
export const maxParallel = 6;

/** With this many failures of the service in a row, one for each request at a time, the service cannot be read. */
const maxFailuresInRow = maxParallel;

/** Failures after which every other request fails too. */
const finalFailures: readonly ProblemKind[] = [
  'cancelled',
  'noProfile',
  'profileChanged',
  'secretMissing',
  'storage',
  'invalidClient',
  'unknownCustomer',
];

interface SnapshotDeps {
  readonly api: Pick<ConfigurationApi, 'list' | 'read' | 'readOption'>;
  readonly profile: Pick<Profile, 'origin' | 'customerId'>;
  /** The text of the discovery document; undefined if it cannot be read. */
  readonly readDiscovery: (signal: AbortSignal) => Promise<string | undefined>;
  /** What the lists may not have yet. */
  readonly createdRecently?: (kind: ResourceKind) => readonly ResourceEntry[];
}

export interface SnapshotOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called after each resource; `of` grows while the lists arrive. */
  readonly onProgress?: (read: number, of: number) => void;
}

/**
 * Reads the whole configuration of a customer: lists, resources, the options of login policies and the discovery document,
 * at most six requests at a time, without waiting for one kind before the next. Resources are in the order of the lists;
 * one that is deleted meanwhile is left out. `unread` has what cannot be read, what was created recently and does not show yet,
 * and each list that is incomplete or whose `total` differs from its entries; these are read nevertheless.
 * Rejects with a `Problem` if nothing can be read, the service fails several times in a row, or the signal is aborted
 * (`cancelled`).
 */
export async function readSnapshot(
  deps: SnapshotDeps,
  options: SnapshotOptions = {},
): Promise<ConfigurationSnapshot> {
  return new SnapshotReader(deps, options).read();
}

/** As `readSnapshot`, from the service of a profile. */
export function readService(
  { configurations, send }: { readonly configurations: ConfigurationRegistry; readonly send: Send },
  profile: Profile,
  options: SnapshotOptions,
): Promise<ConfigurationSnapshot> {
  const { resourceCache, journal } = configurations.for(profile);
  return readSnapshot(
    {
      ...{ api: resourceCache.api, profile },
      readDiscovery: stop => readDiscoveryText(send, profile, stop),
      createdRecently: kind => journal.createdRecently(kind),
    },
    options,
  );
}

class SnapshotReader {
  readonly #limiter = new Limiter(maxParallel);
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #lists = new Map<ResourceKind, readonly ResourceEntry[]>();
  readonly #resources = new Map<string, Resource>();
  readonly #options = new Map<string, Record<OptionName, string | undefined>>();
  readonly #unread: UnreadPart[] = [];
  readonly #goneLoginPolicies = new Set<string>();
  readonly #listProblems: Problem[] = [];
  /** What stopped the reading. */
  #failure: unknown;
  #failuresInRow = 0;
  #read = 0;
  #of = 0;

  constructor(
    private readonly deps: SnapshotDeps,
    private readonly options: SnapshotOptions,
  ) {
    const { signal } = options;
    this.#signal = signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal;
  }

  async read(): Promise<ConfigurationSnapshot> {
    let discovery: string | undefined;
    const readDiscovery = async () => {
      discovery = await this.#limiter.run(() => this.deps.readDiscovery(this.#signal), this.#signal);
    };
    try {
      await this.#all([...resourceKinds.map(kind => () => this.#readKind(kind)), readDiscovery]);
    } catch {
      throw this.options.signal?.aborted === true ? new Problem('cancelled', t('Cancelled.')) : this.#failure;
    }
    const { origin, customerId } = this.deps.profile;
    const order = (kind: ResourceKind) => resourceKinds.indexOf(kind);
    return {
      origin,
      customerId,
      resources: resourceKinds.flatMap(kind =>
        (this.#lists.get(kind) ?? []).flatMap(entry => this.#resources.get(resourceKey(entry)) ?? []),
      ),
      loginPolicyOptions: this.#options,
      discovery,
      unread: this.#unread
        .filter(({ part, entry }) => part === undefined || !this.#goneLoginPolicies.has(entry?.id ?? ''))
        .sort((one, other) => order(one.kind) - order(other.kind)),
    };
  }

  /** The list of a kind, then everything in it. */
  async #readKind(kind: ResourceKind): Promise<void> {
    const list = await this.#try(
      () => this.deps.api.list(kind, this.#signal),
      problem => {
        this.#listProblems.push(problem);
        const [first] = this.#listProblems;
        if (first && this.#listProblems.length === resourceKinds.length) throw first;
        this.#unread.push({ kind, reason: problem.message });
      },
    );
    if (!list) return;
    const { entries, total = entries.length, isIncomplete } = list;
    // Read once, whatever the case of the ID in the list.
    const listed = new Set(entries.map(({ id }) => id.toLowerCase()));
    const unlisted = (this.deps.createdRecently?.(kind) ?? []).filter(
      ({ id }) => !listed.has(id.toLowerCase()),
    );
    const all = [...entries, ...unlisted];
    this.#lists.set(kind, all);
    if (total !== entries.length) {
      const reason = t(
        'The service counts {0} {1}, but lists {2}.',
        total,
        pluralLabel(kind),
        entries.length,
      );
      this.#unread.push({ kind, reason });
    } else if (isIncomplete === true) {
      const reason = t(
        'The list of {0} has entries that cannot be read, or the link to its next page is not followed.',
        pluralLabel(kind),
      );
      this.#unread.push({ kind, reason });
    }
    this.#of += all.length;
    await this.#all(all.map(entry => () => this.#readEntry(entry, unlisted.includes(entry))));
  }

  async #readEntry(entry: ResourceEntry, isNew: boolean): Promise<void> {
    await this.#all([
      () => this.#readResource(entry, isNew),
      ...optionNamesOf(entry.kind).map(part => () => this.#readOption(entry, part)),
    ]);
  }

  async #readResource(entry: ResourceEntry, isNew: boolean): Promise<void> {
    const { kind, id } = entry;
    const resource = await this.#try(
      () => this.deps.api.read(kind, id, this.#signal),
      problem => {
        if (problem.kind !== 'gone') this.#unread.push({ kind, entry, reason: problem.message });
        else if (isNew)
          this.#unread.push({
            kind,
            entry,
            reason: t('It was created recently, and the service does not show it yet.'),
          });
        else if (kind === 'loginPolicies') this.#goneLoginPolicies.add(id);
      },
    );
    if (resource) this.#resources.set(resourceKey(resource), resource);
    this.options.onProgress?.(++this.#read, this.#of);
  }

  async #readOption(entry: ResourceEntry, part: OptionName): Promise<void> {
    const { kind, id } = entry;
    const text = await this.#try(
      () => this.deps.api.readOption(id, part, this.#signal),
      problem => {
        const reason = problem.kind === 'gone' ? t('The service does not have it.') : problem.message;
        this.#unread.push({ kind, entry, part, reason });
      },
    );
    const known = this.#options.get(id) ?? { pushClaims: undefined, allowedResponseTypes: undefined };
    this.#options.set(id, { ...known, [part]: text });
  }

  /** One request when it is its turn. Undefined if it fails for a reason of its own; rejects if everything does. */
  async #try<T>(request: () => Promise<T>, onFailure: (problem: Problem) => void): Promise<T | undefined> {
    return this.#limiter.run(async () => {
      try {
        const result = await request();
        this.#failuresInRow = 0;
        return result;
      } catch (error) {
        if (!isProblem(error) || finalFailures.includes(error.kind)) throw error;
        if (ownFailures.includes(error.kind)) this.#failuresInRow = 0;
        else if (++this.#failuresInRow >= maxFailuresInRow) throw error;
        onFailure(error);
        return undefined;
      }
    }, this.#signal);
  }

  /** Runs the work in parallel. Rejects with the first error, and aborts the rest. */
  async #all(work: readonly (() => Promise<void>)[]): Promise<void> {
    await Promise.all(
      work.map(async each => {
        try {
          await each();
        } catch (error) {
          this.#failure ??= error;
          this.#stop.abort(error);
          throw error;
        }
      }),
    );
  }
}
