import { canonicalScope } from '../core/scope';
import { allOrNone, type State, stateStep } from './storage';

const key = 'hostedLogin.recentScopes';
const maxScopes = 5;

/** The scopes asked for last, a list for each profile, newest first. A scope is no secret: plain state holds it. */
export class RecentScopes {
  constructor(private readonly state: State) {}

  of(profileId: string): readonly string[] {
    const scopes = this.#all()[profileId];
    return Array.isArray(scopes) ? scopes.filter(scope => typeof scope === 'string') : [];
  }

  async add(profileId: string, scope: string): Promise<void> {
    const others = this.of(profileId).filter(other => canonicalScope(other) !== canonicalScope(scope));
    await this.#write({ ...this.#all(), [profileId]: [scope, ...others].slice(0, maxScopes) });
  }

  async forget(profileId: string): Promise<void> {
    const { [profileId]: _, ...others } = this.#all();
    await this.#write(others);
  }

  #all(): Readonly<Record<string, unknown>> {
    const value = this.state.get<unknown>(key);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  }

  #write(scopes: object): Promise<void> {
    return allOrNone(stateStep('write recent scopes', this.state, key, scopes));
  }
}
