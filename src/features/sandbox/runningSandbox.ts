// The running sandbox of this window and its profile.
import { Queue } from '../../core/common/async/queue';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import { isSameClient } from '../../core/profile/client';
import type { Profile } from '../../core/profile/profile';
import type { Sandbox } from '../../sandbox/index';
import type { ProfileStore } from '../../storage/profiles/profileStore';
import type { TokenService } from '../../tokens/tokenService';

/** The name of the sandbox's profile (contract). */
const profileName = 'Sandbox';

type Service = Pick<Sandbox, 'origin' | 'customerId' | 'clientId' | 'clientSecret' | 'stop'>;

interface RunningSandboxDeps {
  readonly profiles: ProfileStore;
  readonly tokenService: TokenService;
  readonly mask: (secret: string) => void;
  readonly startService: () => Promise<Service>;
  /** Called when the sandbox was started or stopped. */
  readonly onDidChangeState: (runs: boolean) => void;
}

/** The service of this window and its profile. Either both exist or none. */
export class RunningSandbox {
  readonly #queue = new Queue();
  #service: Service | undefined;

  constructor(private readonly deps: RunningSandboxDeps) {}

  /** The origin of the service; undefined if it does not run. */
  get origin(): string | undefined {
    return this.#service?.origin;
  }

  /**
   * Starts the service unless it runs, and makes its profile the active one. Rejects with a `Problem`: `invalidInput` if
   * the user has a profile of that name, or `storage`. Then nothing was started.
   */
  start(): Promise<{ readonly profile: Profile; readonly isNew: boolean }> {
    return this.#queue.run(async () => {
      this.#refuseToReplaceOwnProfile();
      const isNew = this.#service === undefined;
      const service = this.#service ?? (await this.deps.startService());
      const profile = await this.#activate(service).catch(async (error: unknown) => {
        if (isNew) await service.stop();
        throw error;
      });
      this.#service = service;
      if (isNew) this.deps.onDidChangeState(true);
      return { profile, isNew };
    });
  }

  /**
   * Stops the service and removes its profile; the previous profile becomes the active one. Rejects with a `storage`
   * problem if the profile cannot be removed. Then both still exist.
   */
  stop(): Promise<void> {
    return this.#queue.run(async () => {
      const service = this.#service;
      if (!service) return;
      const { profiles, tokenService } = this.deps;
      const profile = profiles.sandbox;
      if (profile?.origin === service.origin) {
        await profiles.remove(profile, async () => {
          // If the user edited it meanwhile, it is theirs.
          if (profiles.sandbox?.origin !== service.origin) return false;
          await tokenService.forget(profile);
          return true;
        });
      }
      await service.stop();
      this.#service = undefined;
      this.deps.onDidChangeState(false);
      await tokenService.whenSettled();
    });
  }

  async #activate(service: Service): Promise<Profile> {
    const { profiles, tokenService, mask } = this.deps;
    const { origin, customerId, clientId, clientSecret } = service;
    const left = profiles.sandbox;
    if (left && isSameClient(left, service)) {
      await profiles.switchTo(left);
      await tokenService.whenSettled();
      return left;
    }
    mask(clientSecret);
    const profile = await profiles.saveSandbox(
      { name: profileName, origin, customerId, clientId },
      clientSecret,
    );
    if (left) await tokenService.tryForget(left);
    await tokenService.whenSettled();
    return profile;
  }

  /** A profile of that name that the sandbox did not create belongs to the user, and is not replaced. */
  #refuseToReplaceOwnProfile(): void {
    const { profiles } = this.deps;
    const existing = profiles.byName(profileName);
    if (!existing || existing.id === profiles.sandbox?.id) return;
    throw new Problem(
      'invalidInput',
      t('There is already a profile “{0}”, for {1}.', existing.name, new URL(existing.origin).host),
      t('Rename it, then start the sandbox.'),
    );
  }
}
