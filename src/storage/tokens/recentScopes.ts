// The scopes that were requested last, for each profile.
import { resourceKey, type ResourceKey } from '../../core/resources/resource';
import { canonicalScope } from '../../core/scopes/compareScopes';
import type { TitleOf } from '../../core/scopes/describeScope';
import { readObject, type State, textsIn } from '../storageAccess';
import { runTransaction, stateWrite } from '../transaction';

const key = 'hostedLogin.recentScopes';
const maxScopes = 5;

const titlesKey = (profileId: string) => `hostedLogin.scopeTitles.${profileId}`;

/** The title that a resource had when a scope for it was requested. Plain text, one line. */
export function readRecentTitle(state: State, profileId: string, resource: ResourceKey): string | undefined {
  const title = readObject(state, titlesKey(profileId))[resourceKey(resource)];
  return typeof title === 'string' ? title : undefined;
}

/**
 * The scopes requested last for each profile, newest first, with the titles of the resources they name. Neither is a
 * secret, so plain state holds them. Rejects with a `storage` problem.
 */
export class RecentScopes {
  constructor(private readonly state: State) {}

  get(profileId: string): readonly string[] {
    return textsIn(readObject(this.state, key)[profileId]);
  }

  /** Puts a scope at the head of the list. */
  async add(profileId: string, scope: string, titleOf: TitleOf = () => undefined): Promise<void> {
    const others = this.get(profileId).filter(other => canonicalScope(other) !== canonicalScope(scope));
    const scopes = [scope, ...others].slice(0, maxScopes);
    const titles = scopes.flatMap(resourcesIn).flatMap(resource => {
      const title = titleOf(resource) ?? readRecentTitle(this.state, profileId, resource);
      return title === undefined ? [] : [[resourceKey(resource), title] as const];
    });
    await this.#write('write recent scopes', key, { ...readObject(this.state, key), [profileId]: scopes });
    await this.#writeTitles(profileId, titles.length > 0 ? Object.fromEntries(titles) : undefined);
  }

  async forget(profileId: string): Promise<void> {
    const { [profileId]: _, ...others } = readObject(this.state, key);
    await this.#write('write recent scopes', key, others);
    await this.#writeTitles(profileId, undefined);
  }

  #writeTitles(profileId: string, titles: object | undefined): Promise<void> {
    return this.#write('write titles of recent scopes', titlesKey(profileId), titles);
  }

  /** Writes nothing if nothing changed: each write is a round trip. */
  async #write(name: string, stateKey: string, value: object | undefined): Promise<void> {
    if (JSON.stringify(this.state.get(stateKey)) === JSON.stringify(value)) return;
    await runTransaction(stateWrite(name, this.state, stateKey, value));
  }
}

/** The single resources that a scope list names. */
function resourcesIn(scope: string): readonly ResourceKey[] {
  return [...scope.matchAll(/config\/(tokenPolicies|loginPolicies|clients)\/([^\s/*]+)/g)].map(
    ([, kind, id = '']) => ({ kind: kind as ResourceKey['kind'], id }),
  );
}
