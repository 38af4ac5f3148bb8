import { ConfigurationClient } from '../api/configuration/configurationClient';
import type { Send } from '../api/http';
import type { Disposable } from '../core/common/event';
import { isSameClient, isSameCustomer } from '../core/profile/client';
import type { Profile } from '../core/profile/profile';
import type { PendingWrites } from '../storage/pendingWrites';
import type { ProfileStore } from '../storage/profileStore';
import type { ResourceHistory } from '../storage/resourceHistory';
import type { ConfigurationTokens } from '../tokens/configurationTokens';
import type { IssueToken } from '../tokens/tokenRequests';
import { LockoutGuard } from './lockoutGuard';
import { ResourceCache } from './resourceCache';
import { WriteJournal, type Delay } from './writeJournal';

/** What the configuration of one profile is read and written with. */
export interface ProfileConfiguration {
  readonly profile: Profile;
  readonly resourceCache: ResourceCache;
  readonly guard: LockoutGuard;
  readonly journal: WriteJournal;
}

/** What the configurations of the profiles work with. */
export interface ConfigurationRegistryDeps {
  readonly profiles: ProfileStore;
  readonly send: Send;
  readonly tokens: ConfigurationTokens;
  readonly history: ResourceHistory;
  readonly pendingWrites: PendingWrites;
  readonly issue: IssueToken;
  readonly mask: (secret: string) => void;
  /** See `ProvingPorts`. */
  readonly mayLoseSecrets?: () => boolean;
  readonly newId: () => string;
  /** The process that this window runs in: see `hasProcessEnded`. */
  readonly owner: string;
  readonly delay: Delay;
  /** A note stays though its write is over. */
  readonly onPending: () => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly warn: (message: string, error: unknown) => void;
}

/** The configuration of each profile, as long as its client is the same. */
export class ConfigurationRegistry {
  /** By profile id. */
  readonly #configurations = new Map<string, ProfileConfiguration>();
  readonly #subscription: Disposable;

  constructor(private readonly deps: ConfigurationRegistryDeps) {
    this.#subscription = deps.profiles.onDidChange(() => {
      for (const { profile } of this.#configurations.values()) {
        const current = deps.profiles.all.find(({ id }) => id === profile.id);
        if (!current || !isSameClient(current, profile)) this.#configurations.delete(profile.id);
      }
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#configurations.clear();
  }

  /** The configuration of a profile by its name, or of the active one. Throws a `Problem` of kind `noProfile`. */
  get(name?: string): ProfileConfiguration {
    return this.for(this.deps.profiles.get(name));
  }

  /** Whether a profile is the active one: what a command is for that names none. */
  isActive({ id }: Pick<Profile, 'id'>): boolean {
    return this.deps.profiles.active?.id === id;
  }

  /** The configuration of a profile as it is now. */
  for(profile: Profile): ProfileConfiguration {
    const existing = this.#configurations.get(profile.id);
    if (existing && isSameClient(existing.profile, profile)) {
      return existing.profile.name === profile.name ? existing : this.#store({ ...existing, profile });
    }
    const { send, tokens } = this.deps;
    const api = new ConfigurationClient({ send, profile, authorize: tokens.authorizeFor(profile) });
    const resourceCache = new ResourceCache(api);
    const guard = new LockoutGuard(this.deps, profile);
    const onWritten = () => {
      this.#refreshOthers(profile);
    };
    const journal = new WriteJournal({ ...this.deps, profile, onWritten });
    return this.#store({ profile, resourceCache, guard, journal });
  }

  /** Nothing that was read is known any more, of any profile. */
  refresh(): void {
    for (const { resourceCache } of this.#configurations.values()) resourceCache.refresh();
  }

  /** Other profiles of the same customer have read what is not true any more. */
  #refreshOthers(writing: Profile): void {
    for (const { profile, resourceCache } of this.#configurations.values()) {
      if (profile.id !== writing.id && isSameCustomer(profile, writing)) resourceCache.refresh();
    }
  }

  #store(configuration: ProfileConfiguration): ProfileConfiguration {
    this.#configurations.set(configuration.profile.id, configuration);
    return configuration;
  }
}
