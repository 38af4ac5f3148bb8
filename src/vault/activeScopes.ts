import { allOrNone, type State, stateStep } from './storage';

const key = 'hostedLogin.activeScopes';

/**
 * For each profile the scope whose token is the active one in this workspace, by profile id. Other windows have their
 * own: what somebody asks for there does not change what is in use here. A scope is no secret: plain state holds it.
 */
export class ActiveScopes {
  constructor(private readonly workspaceState: State) {}

  /** The scope list as it was asked for; undefined where none was here. */
  of(profileId: string): string | undefined {
    const scope = this.#all()[profileId];
    return typeof scope === 'string' ? scope : undefined;
  }

  /** Keeps it where it is not kept yet. Rejects with a `Problem` of kind `storage`. */
  async set(profileId: string, scope: string): Promise<void> {
    if (this.of(profileId) === scope) return;
    await allOrNone(
      stateStep('write active scope', this.workspaceState, key, { ...this.#all(), [profileId]: scope }),
    );
  }

  #all(): Readonly<Record<string, unknown>> {
    const value = this.workspaceState.get<unknown>(key);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  }
}
