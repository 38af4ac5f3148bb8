// The secrets that files of a configuration name.
import type { Profile } from '../../core/profile/profile';
import { accessStorage, readObject, type Secrets, type State, textsIn } from '../storageAccess';

/** Which secrets each profile has, by its id: SecretStorage cannot list its keys. */
const listKey = 'hostedLogin.fileSecrets';

/** The profile whose files name a secret, as it was then. It may now be for another customer. */
type Owner = Pick<Profile, 'id' | 'origin' | 'customerId'>;

/**
 * The secrets that files of a configuration name, such as `{"$secret": "OWNER_SECRET"}`. The values are in SecretStorage only,
 * and each is given only for the customer and the exact origin that it was entered for. Rejects with a `Problem` of kind
 * `storage`.
 */
export class FileSecrets {
  constructor(
    private readonly globalState: State,
    private readonly secrets: Pick<Secrets, 'get' | 'store' | 'delete'>,
  ) {}

  async get(owner: Owner, name: string): Promise<string | undefined> {
    const key = keyOf(owner.id, entryOf(owner, name));
    return accessStorage('read a secret of a file', () => this.secrets.get(key));
  }

  async store(owner: Owner, name: string, value: string): Promise<void> {
    const { id } = owner;
    const entry = entryOf(owner, name);
    // First, so that the secret can be found again.
    const entries = [...new Set([...this.#entriesOf(id), entry])].sort();
    await accessStorage('write the names of secrets', () =>
      this.globalState.update(listKey, { ...this.#all, [id]: entries }),
    );
    await accessStorage('write a secret of a file', () => this.secrets.store(keyOf(id, entry), value));
  }

  async removeProfile(profileId: string): Promise<void> {
    const entries = this.#entriesOf(profileId);
    if (entries.length === 0) return;
    for (const entry of entries) {
      await accessStorage('delete a secret of a file', () => this.secrets.delete(keyOf(profileId, entry)));
    }
    const { [profileId]: _, ...others } = this.#all;
    await accessStorage('write the names of secrets', () => this.globalState.update(listKey, others));
  }

  get #all(): Readonly<Record<string, unknown>> {
    return readObject(this.globalState, listKey);
  }

  #entriesOf(profileId: string): readonly string[] {
    return textsIn(this.#all[profileId]);
  }
}

/** A secret of a profile; no part has a space. */
function entryOf({ origin, customerId }: Owner, name: string): string {
  return `${origin} ${customerId} ${name}`;
}

function keyOf(profileId: string, entry: string): string {
  return `hostedLogin.fileSecret.${profileId}.${entry}`;
}
