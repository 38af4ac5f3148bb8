import { Emitter } from '../core/emitter';
import { parseJson } from '../core/json';
import { t } from '../core/l10n';
import { members } from '../core/members';
import { Problem } from '../core/problem';
import { isSameName, originIssue, type Profile, type ProfileValues } from '../core/profile';
import {
  allOrNone,
  Queue,
  type Secrets,
  secretStep,
  type State,
  stateStep,
  type Step,
  stored,
} from './storage';

const profilesKey = 'hostedLogin.profiles';
const activeKey = 'hostedLogin.activeProfile';
const lastUsedKey = 'hostedLogin.lastUsedProfile';
const secretKey = (id: string) => `hostedLogin.clientSecret.${id}`;

/** A secret as kept: with the origin it was entered for, the only one it is ever sent to. A JSON object. */
const secretMembers = { strings: ['origin', 'clientSecret'] } as const;

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

  /** The last used profile when this window began: what another window does later changes nothing here. */
  #lastUsed: unknown;

  constructor(private readonly ports: ProfileStorePorts) {
    this.#lastUsed = ports.globalState.get(lastUsedKey);
  }

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
    const wanted = [this.ports.workspaceState.get(activeKey), this.#lastUsed];
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
    throw noProfile(name);
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
    await this.#queue.run(() => allOrNone(...this.#activation(profile.id)));
    this.#lastUsed = profile.id;
    this.#changed.fire();
  }

  /** Removes a profile and its secret, the metadata last, so that a failure can be repaired by doing it again. */
  async remove(profile: Profile): Promise<void> {
    await this.#queue.run(async () => {
      const { secrets } = this.ports;
      await allOrNone(
        await secretStep('delete client secret', secrets, secretKey(profile.id), undefined),
        this.#entriesStep(this.#entries().filter(entry => idOf(entry) !== profile.id)),
      );
    });
    this.#changed.fire();
  }

  /** The client secret. Rejects as `withSecret` does. */
  async clientSecret(profile: Profile): Promise<string> {
    return (await this.withSecret(profile)).clientSecret;
  }

  /**
   * The profile as it is kept now, and its secret, which belong together: a secret never meets another origin than the
   * one it was entered for, whatever became of the profile since. Rejects with a `Problem`: `noProfile`,
   * `secretMissing` where the key store has lost it, or `storage`.
   */
  withSecret({ id, name }: Profile): Promise<{ readonly profile: Profile; readonly clientSecret: string }> {
    return this.#queue.run(async () => {
      const text = await stored('read client secret', () => this.ports.secrets.get(secretKey(id)));
      const profile = this.all.find(candidate => candidate.id === id);
      if (!profile) throw noProfile(name);
      const kept = members(parseJson(text ?? ''), secretMembers);
      if (kept?.origin === profile.origin && kept.clientSecret !== '') {
        return { profile, clientSecret: kept.clientSecret };
      }
      throw new Problem(
        'secretMissing',
        kept
          ? t('The client secret of “{0}” was entered for another origin.', profile.name)
          : t('The client secret of “{0}” is not in the key store any more.', profile.name),
        t('Edit the profile and enter the client secret again.'),
      );
    });
  }

  /** Secret first, then metadata: a profile without a secret is worse than a secret without a profile. */
  async #save(profile: Profile, clientSecret: string | undefined, makeActive: boolean): Promise<Profile> {
    await this.#queue.run(async () => {
      const { secrets } = this.ports;
      const secret = JSON.stringify({ origin: profile.origin, clientSecret });
      const entries = this.#entries();
      const isKnown = entries.some(entry => idOf(entry) === profile.id);
      const changed = entries.map(entry => (idOf(entry) === profile.id ? profile : entry));
      await allOrNone(
        ...(clientSecret === undefined
          ? []
          : [await secretStep('store client secret', secrets, secretKey(profile.id), secret)]),
        this.#entriesStep(isKnown ? changed : [...entries, profile]),
        ...(makeActive ? this.#activation(profile.id) : []),
      );
      if (makeActive) this.#lastUsed = profile.id;
    });
    this.#changed.fire();
    return profile;
  }

  #activation(id: string): readonly Step[] {
    const { workspaceState, globalState } = this.ports;
    return [
      stateStep('write active profile', workspaceState, activeKey, id),
      stateStep('write last used profile', globalState, lastUsedKey, id),
    ];
  }

  #entries(): readonly unknown[] {
    const value = this.ports.globalState.get<unknown>(profilesKey);
    return Array.isArray(value) ? value : [];
  }

  #entriesStep(entries: readonly unknown[]): Step {
    return stateStep('write profiles', this.ports.globalState, profilesKey, entries);
  }
}

function noProfile(name: string | undefined): Problem {
  return new Problem(
    'noProfile',
    name === undefined ? t('There is no profile yet.') : t('There is no profile “{0}”.', name),
    name === undefined ? t('Add a profile, or start the sandbox.') : t('Check the name, or add the profile.'),
  );
}

function idOf(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null && 'id' in entry ? entry.id : undefined;
}
