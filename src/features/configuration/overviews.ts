import { type Disposable, Emitter } from '../../core/emitter';
import type { Problem } from '../../core/problem';
import type { Profile } from '../../core/profile';
import type { ProfileStore } from '../../vault/profileStore';
import type { Guard } from './guard';
import type { Holdings } from './holdings';
import { Overview, type OverviewChange, type OverviewPorts } from './overview';

/** What the overviews stand on. */
export interface OverviewsPorts extends Pick<OverviewPorts, 'working'> {
  readonly profiles: Pick<ProfileStore, 'all' | 'active' | 'onDidChange'>;
  readonly desks: {
    readonly for: (profile: Profile) => {
      readonly holdings: Holdings;
      readonly guard: Pick<Guard, 'access'>;
    };
  };
  /** The problem that a failure is to people, once the log knows of it. */
  readonly problemOf: (what: string, error: unknown) => Problem;
}

/** An overview for each profile that was looked at, as long as its client is the same. */
export class Overviews {
  readonly #changed = new Emitter<{ readonly profile: Profile; readonly change: OverviewChange }>();
  /** By profile id. */
  readonly #overviews = new Map<string, Overview>();
  readonly #subscription: Disposable;

  readonly onDidChange = this.#changed.event;

  constructor(private readonly ports: OverviewsPorts) {
    let known = JSON.stringify(ports.profiles.all);
    this.#subscription = ports.profiles.onDidChange(() => {
      const { all, active } = ports.profiles;
      const isOther = known !== JSON.stringify(all);
      known = JSON.stringify(all);
      for (const [id, overview] of this.#overviews) {
        if (!all.some(profile => profile.id === id)) this.#drop(id, overview);
        else if (id !== active?.id) overview.rest();
        else if (isOther) overview.profilesChanged();
      }
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    for (const [id, overview] of this.#overviews) this.#drop(id, overview);
    this.#changed.dispose();
  }

  of(profile: Profile): Overview {
    const { holdings, guard } = this.ports.desks.for(profile);
    const there = this.#overviews.get(profile.id);
    if (there?.holdings === holdings) return there;
    if (there) this.#drop(profile.id, there);
    const overview = new Overview({
      holdings,
      access: signal => guard.access(signal),
      problemFrom: error => this.ports.problemOf(`configuration of ${profile.name}`, error),
      working: this.ports.working,
    });
    overview.onDidChange(change => {
      this.#changed.fire({ profile, change });
    });
    this.#overviews.set(profile.id, overview);
    return overview;
  }

  #drop(id: string, overview: Overview): void {
    overview.dispose();
    this.#overviews.delete(id);
  }
}
