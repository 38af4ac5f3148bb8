import { Emitter } from '../core/emitter';
import { t } from '../core/l10n';
import { members } from '../core/members';
import { Problem } from '../core/problem';
import { isSameName, originIssue, type Profile, type ProfileValues } from '../core/profile';
import { Queue, type Secrets, type State, stored } from './storage';

const profilesKey = 'hostedLogin.profiles';
const activeKey = 'hostedLogin.activeProfile';
const lastUsedKey = 'hostedLogin.lastUsedProfile';
const secretKey = (id: string) => `hostedLogin.clientSecret.${id}`;

const memberNames = { strings: ['id', 'name', 'origin', 'customerId', 'clientId'] } as const;

/** Where the profiles' parts are kept, and how ids are made. */
export interface ProfileStorePorts {
  /** Metadata of all profiles, and which one was used last. */
  readonly globalState: State;
  /** Which profile is active in this workspace. */
  readonly workspaceState: State;
  readonly secrets: Secrets;
  readonly newId: () => string;
}

/**
 * The profiles: metadata in globalState, each client secret in SecretStorage. A profile is active per workspace, with
 * the last used one as default. Every method that writes rejects with a `Problem` of kind `storage` and leaves what was.
 */
export class ProfileStore {
  readonly #changed = new Emitter<void>();
  readonly #queue = new Queue();

  /** A profile was added, changed or removed, or another one is active. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly ports: ProfileStorePorts) {}

  /** All profiles by name. Entries that an older or newer version wrote otherwise are passed over, not lost. */
  get all(): readonly Profile[] {
    return this.#entries()
      .flatMap(entry => {
        const profile = members(entry, memberNames);
        return profile && profile.id !== '' && originIssue(profile.origin) === undefined ? [profile] : [];
      })
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  /** The active profile of this workspace; undefined only where there is none at all. */
  get active(): Profile | undefined {
    const profiles = this.all;
    const wanted = [this.ports.workspaceState.get(activeKey), this.ports.globalState.get(lastUsedKey)];
    for (const id of wanted) {
      const profile = profiles.find(candidate => candidate.id === id);
      if (profile) return profile;
    }
    return profiles[0];
  }

  byName(name: string): Profile | undefined {
    return this.all.find(profile => isSameName(profile.name, name));
  }

  /** The profile of that name, or the active one. Throws a `Problem` of kind `noProfile`. */
  get(name?: string): Profile {
    const profile = name === undefined ? this.active : this.byName(name);
    if (profile) return profile;
    throw new Problem(
      'noProfile',
      name === undefined ? t('There is no profile yet.') : t('There is no profile “{0}”.', name),
      name === undefined
        ? t('Add a profile, or start the sandbox.')
        : t('Check the name, or add the profile.'),
    );
  }

  /** Keeps a new profile and makes it the active one. */
  add(values: ProfileValues, clientSecret: string): Promise<Profile> {
    return this.#save({ ...values, id: this.ports.newId() }, clientSecret, true);
  }

  /** Keeps a changed profile (same `id`), and its secret where a new one is given. */
  update(profile: Profile, clientSecret?: string, makeActive = false): Promise<Profile> {
    return this.#save(profile, clientSecret, makeActive);
  }

  async switchTo(profile: Profile): Promise<void> {
    if (this.active?.id === profile.id && this.ports.workspaceState.get(activeKey) === profile.id) return;
    await this.#queue.run(() => this.#activate(profile.id));
    this.#changed.fire();
  }

  /** Removes a profile and its secret, the metadata last, so that a failure can be repaired by doing it again. */
  async remove(profile: Profile): Promise<void> {
    await this.#queue.run(async () => {
      await stored('delete client secret', () => this.ports.secrets.delete(secretKey(profile.id)));
      await this.#writeEntries(this.#entries().filter(entry => idOf(entry) !== profile.id));
    });
    this.#changed.fire();
  }

  /** The client secret. Rejects with a `Problem`: `secretMissing` where the key store has lost it, or `storage`. */
  async clientSecret(profile: Profile): Promise<string> {
    const secret = await stored('read client secret', () => this.ports.secrets.get(secretKey(profile.id)));
    if (secret !== undefined && secret !== '') return secret;
    throw new Problem(
      'secretMissing',
      t('The client secret of “{0}” is not in the key store any more.', profile.name),
      t('Edit the profile and enter the client secret again.'),
    );
  }

  async #save(profile: Profile, clientSecret: string | undefined, makeActive: boolean): Promise<Profile> {
    await this.#queue.run(async () => {
      const takeBack =
        clientSecret === undefined ? undefined : await this.#storeSecret(profile.id, clientSecret);
      try {
        const entries = this.#entries();
        const known = entries.some(entry => idOf(entry) === profile.id);
        await this.#writeEntries(
          known
            ? entries.map(entry => (idOf(entry) === profile.id ? profile : entry))
            : [...entries, profile],
        );
      } catch (error) {
        await takeBack?.();
        throw error;
      }
      if (makeActive) await this.#activate(profile.id);
    });
    this.#changed.fire();
    return profile;
  }

  /** Secret first, then metadata: a profile without a secret is worse than a secret without a profile. */
  async #storeSecret(id: string, clientSecret: string): Promise<() => Promise<void>> {
    const { secrets } = this.ports;
    const key = secretKey(id);
    const before = await stored('read client secret', () => secrets.get(key));
    await stored('store client secret', () => secrets.store(key, clientSecret));
    return async () => {
      // Best effort: the failure that brought us here is the one to report.
      const back = before === undefined ? secrets.delete(key) : secrets.store(key, before);
      await Promise.resolve(back).catch(() => undefined);
    };
  }

  async #activate(id: string): Promise<void> {
    await stored('write active profile', () => this.ports.workspaceState.update(activeKey, id));
    await stored('write last used profile', () => this.ports.globalState.update(lastUsedKey, id));
  }

  #entries(): readonly unknown[] {
    const value = this.ports.globalState.get<unknown>(profilesKey);
    return Array.isArray(value) ? value : [];
  }

  #writeEntries(entries: readonly unknown[]): Promise<void> {
    return stored('write profiles', () => this.ports.globalState.update(profilesKey, entries));
  }
}

function idOf(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null && 'id' in entry ? entry.id : undefined;
}
