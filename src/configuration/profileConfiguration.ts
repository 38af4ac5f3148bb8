import { ConfigurationApi } from '../api/configuration/configurationApi';
import type { Send } from '../api/http';
import { isSameClient, isSameCustomer } from '../core/profile/client';
import type { Profile } from '../core/profile/profile';
import { isAccessMember } from '../core/resourceRules/lockoutRules';
import { toDocumentText } from '../core/resources/resourceText';
import type { PendingWrites } from '../storage/configuration/pendingWrites';
import type { ResourceHistory } from '../storage/configuration/resourceHistory';
import { PerProfile } from '../storage/profiles/perProfile';
import type { ProfileStore } from '../storage/profiles/profileStore';
import type { ConfigurationTokens } from '../tokens/configurationTokens';
import type { RequestToken } from '../tokens/newToken';
import { LockoutGuard } from './lockoutGuard';
import type { Delay } from './pollUntilClear';
import { ResourceCache } from './resourceCache';
import { type Creations, WriteJournal } from './writeJournal';

/** Everything to read and write the configuration of one profile. */
export interface ProfileConfiguration {
  readonly profile: Profile;
  readonly resourceCache: ResourceCache;
  readonly guard: LockoutGuard;
  readonly journal: WriteJournal;
}

export interface ConfigurationRegistryDeps {
  readonly profiles: ProfileStore;
  readonly send: Send;
  readonly tokens: ConfigurationTokens;
  readonly history: ResourceHistory;
  readonly pendingWrites: PendingWrites;
  readonly requestToken: RequestToken;
  readonly mask: (secret: string) => void;
  /** See `AccessProofDeps`. */
  readonly mayLoseSecret?: (isNew: boolean) => boolean;
  readonly newId: () => string;
  /** The process of this window: see `currentProcess`. */
  readonly owner: string;
  readonly hasProcessEnded: (owner: string) => boolean;
  readonly delay: Delay;
  /** Called when a write ended but its record stays. */
  readonly onPending: () => void;
  readonly now: () => number;
  readonly warn: (message: string, error: unknown) => void;
}

/** One configuration for each profile; a new one when the client of the profile changes. */
export class ConfigurationRegistry {
  readonly #configurations: PerProfile<ProfileConfiguration>;
  readonly #creations: Creations = new Map();
  /** The profiles by the names that they had in this window: open documents keep the name in their URI. */
  readonly #idsByName = new Map<string, string>();

  constructor(private readonly deps: ConfigurationRegistryDeps) {
    this.#configurations = new PerProfile(deps.profiles);
  }

  dispose(): void {
    this.#configurations.dispose();
  }

  /** By the name of the profile; without one, that of the active profile. Throws a `Problem` of kind `noProfile`. */
  get(name?: string): ProfileConfiguration {
    return this.for(this.deps.profiles.get(name));
  }

  /**
   * As `get`, for the name in the URI of an open document: if no profile has it now, also by one that a profile had earlier in
   * this window. Not for names that a caller gives: they would mean another profile than the caller expects.
   */
  forDocument(name?: string): ProfileConfiguration {
    const { profiles } = this.deps;
    const isEarlier = name !== undefined && !profiles.byName(name);
    const id = isEarlier ? this.#idsByName.get(name) : undefined;
    return this.for(profiles.all.find(each => each.id === id) ?? profiles.get(name));
  }

  isActive({ id }: Pick<Profile, 'id'>): boolean {
    return this.deps.profiles.active?.id === id;
  }

  for(profile: Profile): ProfileConfiguration {
    this.#idsByName.set(profile.name, profile.id);
    const existing = this.#configurations.get(profile.id);
    if (existing && isSameClient(existing.profile, profile)) {
      return existing.profile.name === profile.name
        ? existing
        : this.#configurations.set({ ...existing, profile });
    }
    const { send, tokens } = this.deps;
    const api = new ConfigurationApi({ send, profile, authorize: tokens.authorizeFor(profile) });
    const resourceCache = new ResourceCache(api);
    const onWritten = () => {
      this.#refreshOthers(profile);
    };
    const journal = new WriteJournal({ ...this.deps, creations: this.#creations, profile, onWritten });
    const readClient = async (id: string, signal: AbortSignal) => {
      const key = { kind: 'clients', id } as const;
      return resourceCache.cached(key) ?? (await resourceCache.read(key, signal));
    };
    const guard = new LockoutGuard(this.deps, profile, readClient, async client => {
      const unshown = await journal.unshownMembers(client, toDocumentText(client.body));
      return unshown.some(name => isAccessMember('clients', name));
    });
    return this.#configurations.set({ profile, resourceCache, guard, journal });
  }

  /** Clears the caches of all profiles. */
  refresh(): void {
    for (const { resourceCache } of this.#configurations.all) resourceCache.refresh();
  }

  /** Clears the caches of other profiles of the same customer, which a write made out of date. */
  #refreshOthers(writing: Profile): void {
    for (const { profile, resourceCache } of this.#configurations.all) {
      if (profile.id !== writing.id && isSameCustomer(profile, writing)) resourceCache.refresh();
    }
  }
}
