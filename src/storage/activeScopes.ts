import { type State } from './storageAccess';
import { runTransaction, stateWrite } from './transaction';

const key = 'hostedLogin.activeScopes';

/**
 * For each profile the scope whose token is the active one in this workspace, by profile id. Other windows have their
 * own: what somebody asks for there does not change what is in use here. A scope is no secret: plain state holds it.
 */
export class ActiveScopes {
  constructor(private readonly workspaceState: State) {}

  /** The scope list as it was asked for; undefined where none was here. */
  get(profileId: string): string | undefined {
    const scope = this.#all()[profileId];
    return typeof scope === 'string' ? scope : undefined;
  }

  /**
   * Keeps it where it is not kept yet, and drops those of profiles that are not among `known` (their ids).
   * Rejects with a `Problem` of kind `storage`.
   */
  async set(profileId: string, scope: string, profileIds: readonly string[]): Promise<void> {
    if (this.get(profileId) === scope) return;
    const others = Object.entries(this.#all()).filter(([id]) => profileIds.includes(id));
    const scopes = { ...Object.fromEntries(others), [profileId]: scope };
    await runTransaction(stateWrite('write active scope', this.workspaceState, key, scopes));
  }

  #all(): Readonly<Record<string, unknown>> {
    const value = this.workspaceState.get<unknown>(key);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  }
}
