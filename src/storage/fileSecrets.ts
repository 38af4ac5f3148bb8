import { jsonObject } from '../core/json/json';
import type { Profile } from '../core/profile/profile';
import { accessStorage, type Secrets, type State } from './storageAccess';

/** The names of the secrets of each profile, by its id: SecretStorage cannot list its keys. */
const namesKey = 'hostedLogin.fileSecrets';

/**
 * The secrets that files of a configuration name, such as `{"$secret": "OWNER_SECRET"}`. The values are in SecretStorage only.
 * Rejects with a `Problem` of kind `storage`.
 */
export class FileSecrets {
  constructor(
    private readonly globalState: State,
    private readonly secrets: Pick<Secrets, 'get' | 'store' | 'delete'>,
  ) {}

  async get({ id }: Pick<Profile, 'id'>, name: string): Promise<string | undefined> {
    return accessStorage('read a secret of a file', () => this.secrets.get(keyOf(id, name)));
  }

  async store({ id }: Pick<Profile, 'id'>, name: string, value: string): Promise<void> {
    // First, so that the secret can be found again.
    const names = [...new Set([...this.#namesOf(id), name])].sort();
    await accessStorage('write the names of secrets', () =>
      this.globalState.update(namesKey, { ...this.#allNames, [id]: names }),
    );
    await accessStorage('write a secret of a file', () => this.secrets.store(keyOf(id, name), value));
  }

  async removeProfile(profileId: string): Promise<void> {
    const names = this.#namesOf(profileId);
    if (names.length === 0) return;
    for (const name of names) {
      await accessStorage('delete a secret of a file', () => this.secrets.delete(keyOf(profileId, name)));
    }
    const { [profileId]: _, ...others } = this.#allNames;
    await accessStorage('write the names of secrets', () => this.globalState.update(namesKey, others));
  }

  get #allNames(): Readonly<Record<string, unknown>> {
    return jsonObject(this.globalState.get(namesKey)) ?? {};
  }

  #namesOf(profileId: string): readonly string[] {
    const names = this.#allNames[profileId];
    return Array.isArray(names) ? names.filter(name => typeof name === 'string') : [];
  }
}

function keyOf(profileId: string, name: string): string {
  return `hostedLogin.fileSecret.${profileId}.${name}`;
}
