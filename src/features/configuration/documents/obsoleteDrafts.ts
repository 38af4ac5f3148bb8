// Finds drafts whose change the service already has.
import type {
  ConfigurationRegistry,
  ProfileConfiguration,
} from '../../../configuration/profileConfiguration';
import { maxLag } from '../../../configuration/replacedVersions';
import type { Clock } from '../../../core/common/clock';
import { isProblem } from '../../../core/common/problem';
import { isEquivalentJson } from '../../../core/resources/equivalentJson';
import { alignMembers } from '../../../core/resources/memberOrder';
import { type Resource, resourceKey, type ResourceKey } from '../../../core/resources/resource';
import { toDocumentText, toRequestBody } from '../../../core/resources/resourceText';
import type { Draft } from '../../../storage/configuration/draftFiles';
import type { Drafts } from '../../../storage/configuration/drafts';
import type { ProfileStore } from '../../../storage/profiles/profileStore';
import { ResourceCacheEvents } from '../language/resourceCacheEvents';

interface ObsoleteDraftsDeps {
  readonly configurations: Pick<ConfigurationRegistry, 'for'>;
  readonly drafts: Pick<Drafts, 'get' | 'of' | 'onDidChange'>;
  readonly profiles: Pick<ProfileStore, 'all'>;
  readonly after: Clock['after'];
  readonly warn: (message: string, error: unknown) => void;
  readonly isSending: (configuration: ProfileConfiguration, draft: Draft) => boolean;
  /** Removes a draft. `shown` is what the service has, with the members in the order of the draft. */
  readonly remove: (configuration: ProfileConfiguration, draft: Draft, shown: string) => Promise<void>;
}

/**
 * Removes drafts that equal what the service has, because somebody else made the same change, or because this machine sent
 * it before its window was closed.
 */
export function watchObsoleteDrafts(deps: ObsoleteDraftsDeps): { readonly dispose: () => void } {
  const watcher = new ObsoleteDraftWatcher(deps);
  watcher.check(undefined);
  return watcher;
}

class ObsoleteDraftWatcher {
  readonly #cacheEvents = new ResourceCacheEvents();
  readonly #subscription: { readonly dispose: () => void };
  /** By revision of a draft: cancels reading its resource again. */
  readonly #waiting = new Map<string, () => void>();
  /** By revision: those that are removed, or being removed. A read that changes the cache checks a draft a second time. */
  readonly #removed = new Set<string>();

  /** By resource: the revision of a draft, and a body that it does not equal. */
  readonly #different = new Map<string, { readonly revision: string; readonly body: string }>();

  constructor(private readonly deps: ObsoleteDraftsDeps) {
    this.#subscription = deps.drafts.onDidChange(() => {
      this.check(undefined);
    });
    this.#cacheEvents.onDidChange(changed => {
      this.check(changed);
    });
  }

  readonly dispose = (): void => {
    this.#subscription.dispose();
    this.#cacheEvents.dispose();
    for (const cancel of this.#waiting.values()) cancel();
  };

  /** Checks the drafts of a resource, or all. */
  check(changed: ResourceKey | undefined): void {
    const { profiles, drafts, configurations } = this.deps;
    for (const profile of profiles.all) {
      // Many resources may be read, one after the other.
      const checked = changed ? [drafts.get(profile, changed)] : drafts.of(profile);
      for (const draft of checked) {
        if (!draft) continue;
        // What is cached may be a read that lagged, however long ago: only the next read counts.
        if (this.#waiting.has(draft.revision)) continue;
        const configuration = configurations.for(profile);
        this.#cacheEvents.follow(configuration.resourceCache);
        const resource = configuration.resourceCache.cached(draft);
        if (resource) void this.#removeIfObsolete(configuration, draft, resource);
      }
    }
  }

  /** Never rejects. */
  async #removeIfObsolete(
    configuration: ProfileConfiguration,
    draft: Draft,
    { body }: Resource,
  ): Promise<void> {
    const { isSending, remove, warn } = this.deps;
    if (isSending(configuration, draft) || !this.#isObsolete(draft, body)) return;
    try {
      // A draft that takes back what was sent last equals the version before that, too.
      // And what is being sent may be rolled back.
      if (await configuration.journal.mayStillChange(draft, toDocumentText(body))) {
        this.#checkLater(configuration, draft);
        return;
      }
      if (this.#removed.has(draft.revision)) return;
      this.#removed.add(draft.revision);
      await remove(configuration, draft, toDocumentText(alignMembers(body, draft.text)));
    } catch (error) {
      this.#removed.delete(draft.revision);
      warn('A draft that equals the service could not be removed', error);
    }
  }

  /** Compares each revision only once with the same body: every save of any draft asks for all. */
  #isObsolete(draft: Draft, body: string): boolean {
    const { profileId, revision } = draft;
    const key = `${profileId}/${resourceKey(draft)}`;
    const last = this.#different.get(key);
    if (last?.revision === revision && last.body === body) return false;
    if (isObsolete(draft, body)) return true;
    this.#different.set(key, { revision, body });
    return false;
  }

  /** Reads the resource again when reads show the last write of this machine for certain. */
  #checkLater(configuration: ProfileConfiguration, draft: Draft): void {
    const { after, drafts, warn } = this.deps;
    const { profile, resourceCache } = configuration;
    if (this.#waiting.has(draft.revision)) return;
    const wait = () => {
      this.#waiting.set(
        draft.revision,
        after(maxLag, () => void check()),
      );
    };
    const check = async () => {
      const isLeft = drafts.of(profile).includes(draft);
      const resource = await (isLeft ? resourceCache.read(draft) : undefined)?.catch((error: unknown) => {
        warn('The resource of a draft could not be read again', error);
      });
      // What is cached still counts for nothing.
      if (isLeft && !resource && resourceCache.cached(draft)) {
        wait();
        return;
      }
      this.#waiting.delete(draft.revision);
      if (resource) await this.#removeIfObsolete(configuration, draft, resource);
    };
    wait();
  }
}

function isObsolete({ text }: Draft, body: string): boolean {
  try {
    return isEquivalentJson(toRequestBody(text, body), body);
  } catch (error) {
    // Not JSON, or a mask without a secret.
    if (isProblem(error) || error instanceof SyntaxError) return false;
    throw error;
  }
}
