import { readObject, type State } from '../storageAccess';
import { runTransaction, stateWrite } from '../transaction';

const key = 'hostedLogin.activeScopes';

/**
 * The scope of the active token of each profile in this workspace. Each workspace has its own: a request in another one
 * changes nothing here. A scope is not a secret, so plain state holds it.
 */
export class ActiveScopes {
  constructor(private readonly workspaceState: State) {}

  /** The scope list as requested; undefined for none. */
  get(profileId: string): string | undefined {
    const scope = readObject(this.workspaceState, key)[profileId];
    return typeof scope === 'string' ? scope : undefined;
  }

  /** Stores the scope, and drops those of profiles that are not in `profileIds`. Rejects with a `storage` problem. */
  async set(profileId: string, scope: string, profileIds: readonly string[]): Promise<void> {
    if (this.get(profileId) === scope) return;
    const all = Object.entries(readObject(this.workspaceState, key));
    const others = all.filter(([id]) => profileIds.includes(id));
    const scopes = { ...Object.fromEntries(others), [profileId]: scope };
    await runTransaction(stateWrite('write active scope', this.workspaceState, key, scopes));
  }
}
