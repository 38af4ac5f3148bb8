// The secrets that files of a configuration name.
import { parseJson } from '../../core/json/json';
import type { Profile } from '../../core/profile/profile';
import { accessStorage, type Secrets, textsIn } from '../storageAccess';

/** The profile whose files name a secret, as it was then. It may now be for another customer. */
type Owner = Pick<Profile, 'id' | 'origin' | 'customerId'>;

/** How often a name is written that other windows overwrite. */
const maxWrites = 10;

/**
 * The secrets that files of a configuration name, such as `{"$secret": "OWNER_SECRET"}`. The values are in SecretStorage only,
 * and each is given only for the customer and the exact origin that it was entered for. Rejects with a `Problem` of kind
 * `storage`.
 *
 * SecretStorage cannot list its keys, so each profile has a list, there too. Windows that write it at the same time overwrite
 * each other's, so each one reads it again until its own name is in it, and whenever it uses the secret.
 */
export class FileSecrets {
  constructor(private readonly secrets: Pick<Secrets, 'get' | 'store' | 'delete'>) {}

  async get(owner: Owner, name: string): Promise<string | undefined> {
    const entry = entryOf(owner, name);
    const key = keyOf(owner.id, entry);
    const value = await accessStorage('read a secret of a file', () => this.secrets.get(key));
    if (value !== undefined) await this.#list(owner.id, entry).catch(() => undefined);
    return value;
  }

  async store(owner: Owner, name: string, value: string): Promise<void> {
    const { id } = owner;
    const entry = entryOf(owner, name);
    // First, so that the secret can be found again.
    await this.#list(id, entry);
    await accessStorage('write a secret of a file', () => this.secrets.store(keyOf(id, entry), value));
    await this.#list(id, entry);
  }

  async removeProfile(profileId: string): Promise<void> {
    for (const entry of await this.#entriesOf(profileId)) {
      await accessStorage('delete a secret of a file', () => this.secrets.delete(keyOf(profileId, entry)));
    }
    await accessStorage('delete the names of secrets', () => this.secrets.delete(listKeyOf(profileId)));
  }

  async #list(profileId: string, entry: string): Promise<void> {
    for (let writes = 0; writes < maxWrites; writes++) {
      const entries = await this.#entriesOf(profileId);
      if (entries.includes(entry)) return;
      const text = JSON.stringify([...entries, entry].sort());
      await accessStorage('write the names of secrets', () => this.secrets.store(listKeyOf(profileId), text));
    }
  }

  async #entriesOf(profileId: string): Promise<readonly string[]> {
    const text = await accessStorage('read the names of secrets', () =>
      this.secrets.get(listKeyOf(profileId)),
    );
    return textsIn(parseJson(text ?? ''));
  }
}

/** A secret of a profile; no part has a space. */
function entryOf({ origin, customerId }: Owner, name: string): string {
  return `${origin} ${customerId} ${name}`;
}

function keyOf(profileId: string, entry: string): string {
  return `hostedLogin.fileSecret.${profileId}.${entry}`;
}

function listKeyOf(profileId: string): string {
  return `hostedLogin.fileSecrets.${profileId}`;
}
