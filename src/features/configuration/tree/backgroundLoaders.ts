import type { LockoutGuard } from '../../../configuration/lockoutGuard';
import type { ResourceCache } from '../../../configuration/resourceCache';
import { type Disposable, Emitter } from '../../../core/common/event';
import type { Problem } from '../../../core/common/problem';
import type { Profile } from '../../../core/profile/profile';
import type { ProfileStore } from '../../../storage/profileStore';
import { BackgroundLoader, type LoaderChange, type BackgroundLoaderDeps } from './backgroundLoader';

export interface BackgroundLoadersDeps extends Pick<BackgroundLoaderDeps, 'onProgress'> {
  readonly profiles: Pick<ProfileStore, 'all' | 'active' | 'onDidChange'>;
  readonly configurations: {
    readonly for: (profile: Profile) => {
      readonly resourceCache: ResourceCache;
      readonly guard: Pick<LockoutGuard, 'findConfigurationAccess'>;
    };
  };
  /** Logs an error and converts it to a `Problem`. */
  readonly problemOf: (what: string, error: unknown) => Problem;
}

/** One loader for each profile that is shown; a new one when the client of the profile changes. */
export class BackgroundLoaders {
  readonly #changed = new Emitter<{ readonly profile: Profile; readonly change: LoaderChange }>();
  /** By profile id. */
  readonly #loaders = new Map<string, BackgroundLoader>();
  readonly #subscription: Disposable;

  readonly onDidChange = this.#changed.event;

  constructor(private readonly deps: BackgroundLoadersDeps) {
    let known = JSON.stringify(deps.profiles.all);
    this.#subscription = deps.profiles.onDidChange(() => {
      const { all, active } = deps.profiles;
      const haveProfilesChanged = known !== JSON.stringify(all);
      known = JSON.stringify(all);
      for (const [id, loader] of this.#loaders) {
        if (!all.some(profile => profile.id === id)) this.#drop(id, loader);
        else if (id !== active?.id) loader.cancelAll();
        else if (haveProfilesChanged) loader.onProfilesChange();
      }
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    for (const [id, loader] of this.#loaders) this.#drop(id, loader);
    this.#changed.dispose();
  }

  for(profile: Profile): BackgroundLoader {
    const { resourceCache, guard } = this.deps.configurations.for(profile);
    const existing = this.#loaders.get(profile.id);
    if (existing?.resourceCache === resourceCache) return existing;
    if (existing) this.#drop(profile.id, existing);
    const loader = new BackgroundLoader({
      resourceCache,
      findAccess: signal => guard.findConfigurationAccess(signal),
      toProblem: error => this.deps.problemOf(`configuration of ${profile.name}`, error),
      onProgress: this.deps.onProgress,
    });
    loader.onDidChange(change => {
      this.#changed.fire({ profile, change });
    });
    this.#loaders.set(profile.id, loader);
    return loader;
  }

  #drop(id: string, loader: BackgroundLoader): void {
    loader.dispose();
    this.#loaders.delete(id);
  }
}
