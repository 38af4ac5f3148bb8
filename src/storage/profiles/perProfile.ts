import type { Disposable } from '../../core/common/event';
import { isSameClient } from '../../core/profile/client';
import type { Profile } from '../../core/profile/profile';
import type { ProfileStore } from './profileStore';

type Profiles = Pick<ProfileStore, 'all' | 'onDidChange'>;

/** One value for each profile. A value is dropped when its profile is removed or gets another client. */
export class PerProfile<T extends { readonly profile: Profile }> {
  readonly #values = new Map<string, T>();
  readonly #subscription: Disposable;

  /**
   * @param isUpToDate a further condition for a value to stay
   * @param onDrop called with a value that is dropped or replaced
   */
  constructor(
    private readonly profiles: Profiles,
    private readonly isUpToDate: (value: T) => boolean = () => true,
    private readonly onDrop: (value: T) => void = () => undefined,
  ) {
    this.#subscription = profiles.onDidChange(() => {
      for (const [id, value] of this.#values) if (!this.#isCurrent(value)) this.delete(id);
    });
  }

  /** Drops all values. */
  dispose(): void {
    this.#subscription.dispose();
    for (const id of this.#values.keys()) this.delete(id);
  }

  get all(): readonly T[] {
    return [...this.#values.values()];
  }

  get(profileId: string): T | undefined {
    const value = this.#values.get(profileId);
    return value && this.#isCurrent(value) ? value : undefined;
  }

  set(value: T): T {
    this.delete(value.profile.id);
    this.#values.set(value.profile.id, value);
    return value;
  }

  delete(profileId: string): void {
    const value = this.#values.get(profileId);
    this.#values.delete(profileId);
    if (value) this.onDrop(value);
  }

  #isCurrent(value: T): boolean {
    return isCurrentClient(this.profiles, value.profile) && this.isUpToDate(value);
  }
}

/** Whether the stored profile still has the client of this one. */
export function isCurrentClient(profiles: Pick<Profiles, 'all'>, profile: Profile): boolean {
  const current = profiles.all.find(({ id }) => id === profile.id);
  return current !== undefined && isSameClient(current, profile);
}
