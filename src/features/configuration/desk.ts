import { Configuration } from '../../api/configuration';
import type { Send } from '../../api/transport';
import type { Disposable } from '../../core/emitter';
import type { Profile } from '../../core/profile';
import { isSameClient, isSameCustomer } from '../../vault/client';
import type { ConfigurationTokens } from '../../vault/configurationTokens';
import type { ProfileStore } from '../../vault/profileStore';
import type { ResourceHistory } from '../../vault/resourceHistory';
import type { IssueToken } from '../../vault/tokenRequests';
import type { WriteNotes } from '../../vault/writeNotes';
import { Guard } from './guard';
import { Holdings } from './holdings';
import { Journal, type Pause } from './journal';

/** What the configuration of one profile is read and written with. */
export interface ProfileDesk {
  readonly profile: Profile;
  readonly holdings: Holdings;
  readonly guard: Guard;
  readonly journal: Journal;
}

/** What the desks stand on. */
export interface DeskPorts {
  readonly profiles: ProfileStore;
  readonly send: Send;
  readonly tokens: ConfigurationTokens;
  readonly history: ResourceHistory;
  readonly notes: WriteNotes;
  readonly issue: IssueToken;
  readonly mask: (secret: string) => void;
  /** See `ProvingPorts`. */
  readonly mayLoseSecrets?: () => boolean;
  readonly newId: () => string;
  /** The process that this window runs in: see `isProcessGone`. */
  readonly owner: string;
  readonly pause: Pause;
  /** A note stays though its write is over. */
  readonly unsettled: () => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly warn: (message: string, error: unknown) => void;
}

/** A desk for each profile, as long as its client is the same. */
export class Desks {
  /** By profile id. */
  readonly #desks = new Map<string, ProfileDesk>();
  readonly #subscription: Disposable;

  constructor(private readonly ports: DeskPorts) {
    this.#subscription = ports.profiles.onDidChange(() => {
      for (const { profile } of this.#desks.values()) {
        const now = ports.profiles.all.find(({ id }) => id === profile.id);
        if (!now || !isSameClient(now, profile)) this.#desks.delete(profile.id);
      }
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#desks.clear();
  }

  /** The desk of a profile by its name, or of the active one. Throws a `Problem` of kind `noProfile`. */
  of(name?: string): ProfileDesk {
    return this.for(this.ports.profiles.get(name));
  }

  /** Whether a profile is the active one: what a command is for that names none. */
  isActive({ id }: Pick<Profile, 'id'>): boolean {
    return this.ports.profiles.active?.id === id;
  }

  /** The desk of a profile as it is now. */
  for(profile: Profile): ProfileDesk {
    const there = this.#desks.get(profile.id);
    if (there && isSameClient(there.profile, profile)) {
      return there.profile.name === profile.name ? there : this.#keep({ ...there, profile });
    }
    const { send, tokens } = this.ports;
    const configuration = new Configuration({ send, profile, authorize: tokens.authorizeFor(profile) });
    const holdings = new Holdings(configuration);
    const guard = new Guard(this.ports, profile);
    const written = () => {
      this.#refreshOthers(profile);
    };
    const journal = new Journal({ ...this.ports, profile, written });
    return this.#keep({ profile, holdings, guard, journal });
  }

  /** Nothing that was read is known any more, of any profile. */
  refresh(): void {
    for (const { holdings } of this.#desks.values()) holdings.refresh();
  }

  /** Other profiles of the same customer have read what is not true any more. */
  #refreshOthers(writing: Profile): void {
    for (const { profile, holdings } of this.#desks.values()) {
      if (profile.id !== writing.id && isSameCustomer(profile, writing)) holdings.refresh();
    }
  }

  #keep(desk: ProfileDesk): ProfileDesk {
    this.#desks.set(desk.profile.id, desk);
    return desk;
  }
}
