// The background loaders of all profiles that are shown.
import type { LockoutGuard } from '../../../configuration/lockoutGuard';
import type { ResourceCache } from '../../../configuration/resourceCache';
import { type Disposable, Emitter } from '../../../core/common/event';
import type { Problem } from '../../../core/common/problem';
import type { Profile } from '../../../core/profile/profile';
import { PerProfile } from '../../../storage/profiles/perProfile';
import type { ProfileStore } from '../../../storage/profiles/profileStore';
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
  readonly #loaders: PerProfile<{ readonly profile: Profile; readonly loader: BackgroundLoader }>;
  readonly #subscription: Disposable;

  readonly onDidChange = this.#changed.event;

  constructor(private readonly deps: BackgroundLoadersDeps) {
    this.#loaders = new PerProfile(
      deps.profiles,
      () => true,
      ({ loader }) => {
        loader.dispose();
      },
    );
    let known = JSON.stringify(deps.profiles.all);
    this.#subscription = deps.profiles.onDidChange(() => {
      const { all, active } = deps.profiles;
      const haveProfilesChanged = known !== JSON.stringify(all);
      known = JSON.stringify(all);
      for (const { profile, loader } of this.#loaders.all) {
        if (profile.id !== active?.id) loader.cancelAll();
        else if (haveProfilesChanged) loader.onProfilesChange();
      }
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#loaders.dispose();
    this.#changed.dispose();
  }

  for(profile: Profile): BackgroundLoader {
    const { resourceCache, guard } = this.deps.configurations.for(profile);
    const existing = this.#loaders.get(profile.id)?.loader;
    if (existing?.resourceCache === resourceCache) return existing;
    const loader = new BackgroundLoader({
      resourceCache,
      findAccess: signal => guard.findConfigurationAccess(signal),
      toProblem: error => this.deps.problemOf(`configuration of ${profile.name}`, error),
      onProgress: this.deps.onProgress,
    });
    loader.onDidChange(change => {
      this.#changed.fire({ profile, change });
    });
    return this.#loaders.set({ profile, loader }).loader;
  }
}
