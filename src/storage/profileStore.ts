import type { Clock } from '../core/common/clock';
import { Emitter } from '../core/common/event';
import { t } from '../core/common/l10n';
import { Problem } from '../core/common/problem';
import { Queue } from '../core/common/queue';
import { readRecord } from '../core/common/readRecord';
import { isSameClient } from '../core/profile/client';
import { isSameName, originIssue, type Profile, type ProfileValues } from '../core/profile/profile';
import { type StoredSecret, parseSecrets } from './clientSecrets';
import { profileEntriesWrite, profileEntryId, readProfileEntries } from './profileKeys';
import { ProfileSync } from './profileSync';
import { accessStorage, type Secrets, type State } from './storageAccess';
import { runTransaction, secretWrite, stateWrite, type StorageWrite } from './transaction';

/** The ids of the profiles that were active in this workspace, the last one first. */
const activeKey = 'hostedLogin.activeProfiles';
const maxActiveIds = 10;
const lastUsedKey = 'hostedLogin.lastUsedProfile';
/** The id and origin of the sandbox's profile. A JSON object. */
const sandboxKey = 'hostedLogin.sandboxProfile';
const sandboxFields = { strings: ['id', 'origin'] } as const;
const secretKey = (id: string) => `hostedLogin.clientSecret.${id}`;

const profileFields = { strings: ['id', 'name', 'origin', 'customerId', 'clientId'] } as const;

export interface ProfileStoreDeps {
  /** Holds the metadata of all profiles, the last used one and the sandbox's. */
  readonly globalState: State;
  /** Holds the active profile of this workspace, and the previous ones. */
  readonly workspaceState: State;
  readonly secrets: Secrets;
  readonly newId: () => string;
  /** Unique. */
  readonly windowId: string;
  readonly after: Clock['after'];
}

export interface ProfileWithSecret {
  readonly profile: Profile;
  readonly clientSecret: string;
  /** Created on this machine and never copied: nobody else has it. */
  readonly isOnlyHere: boolean;
}

export interface ProfileChange extends SaveOptions {
  /** The new profile; unchanged if left out. */
  readonly profile?: Profile;
}

interface SaveOptions {
  readonly clientSecret?: string | undefined;
  readonly makeActive?: boolean;
  readonly isSandbox?: boolean;
  /** The secret was created on this machine: nobody else has it. */
  readonly isOnlyHere?: boolean;
}

/**
 * The profiles: metadata in globalState, each client secret in SecretStorage. Each workspace has its active profile; if
 * that is removed the previous one follows, and the default is the one used last anywhere. A method that writes rejects
 * with a `Problem` and changes nothing: `storage`, or `invalidInput` if another profile has the name by now.
 */
export class ProfileStore {
  readonly #changed = new Emitter<void>();
  readonly #queue = new Queue();
  /** By profile id; see `clientVersion`. */
  readonly #clientVersions = new Map<string, number>();

  readonly #sync: ProfileSync;

  /** A profile was added, changed or removed, here or in another window, or another one is active. */
  readonly onDidChange = this.#changed.event;

  /** The last used profile when this window opened: later changes by other windows do not count. */
  readonly #lastUsed: unknown;

  constructor(private readonly deps: ProfileStoreDeps) {
    this.#lastUsed = deps.globalState.get(lastUsedKey);
    this.#sync = new ProfileSync({
      ...deps,
      queue: this.#queue,
      hasSecret: async id => (await deps.secrets.get(secretKey(id))) !== undefined,
      onDidChange: () => {
        this.#changed.fire();
      },
      onOtherWindowChanged: id => {
        this.#bumpClientVersion(id);
      },
    });
  }

  dispose(): void {
    this.#sync.dispose();
  }

  /** See `ProfileSync`. */
  handleChangeSignal(): Promise<void> {
    return this.#sync.handleChangeSignal();
  }

  /** All profiles, sorted by name. Entries of another version's format are skipped, not lost. */
  get all(): readonly Profile[] {
    return this.#entries()
      .flatMap(entry => {
        const profile = readRecord(entry, profileFields);
        return profile && profile.id !== '' && originIssue(profile.origin) === undefined ? [profile] : [];
      })
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  /** The active profile of this workspace; undefined only without any profile. */
  get active(): Profile | undefined {
    const profiles = this.all;
    for (const id of [...this.#activeIds(), this.#lastUsed]) {
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
    throw noProfileProblem(name);
  }

  /** The sandbox's profile. Once its origin is changed it is the user's own. */
  get sandbox(): Profile | undefined {
    const made = readRecord(this.deps.globalState.get(sandboxKey), sandboxFields);
    return made && this.all.find(({ id, origin }) => id === made.id && origin === made.origin);
  }

  /** Increases when the client or the secret of a profile changes: what began before is then out of date. */
  clientVersion({ id }: Profile): number {
    return this.#clientVersions.get(id) ?? 0;
  }

  /** Adds a profile and makes it the active one. */
  add(values: ProfileValues, clientSecret: string): Promise<Profile> {
    return this.#save({ ...values, id: this.deps.newId() }, { clientSecret, makeActive: true });
  }

  /** Adds a profile; the active one stays. */
  addInactive(values: ProfileValues, clientSecret: string, isOnlyHere = false): Promise<Profile> {
    return this.#save({ ...values, id: this.deps.newId() }, { clientSecret, isOnlyHere });
  }

  /**
   * Saves the sandbox's profile, replaces the one of an earlier sandbox, and makes it the active one in this workspace;
   * never the default of others.
   */
  saveSandbox(values: ProfileValues, clientSecret: string): Promise<Profile> {
    const id = this.sandbox?.id ?? this.deps.newId();
    return this.#save({ ...values, id }, { clientSecret, makeActive: true, isSandbox: true });
  }

  /** Saves a changed profile (same `id`), and its secret if given. Rejects like `change`. */
  update(profile: Profile, clientSecret?: string, makeActive = false, isOnlyHere = false): Promise<Profile> {
    return this.change(profile, () => ({ profile, clientSecret, makeActive, isOnlyHere }));
  }

  /**
   * Changes a profile and its secret depending on what is stored: this window writes nothing else in between. If
   * `decide` returns undefined nothing changes. Rejects with what `decide` throws, with `noProfile` if the profile was
   * removed, and with what writing rejects with.
   */
  async change(
    { id, name }: Pick<Profile, 'id' | 'name'>,
    decide: (
      now: Profile,
      kept: () => Promise<StoredSecret | undefined>,
    ) => ProfileChange | undefined | Promise<ProfileChange | undefined>,
  ): Promise<Profile> {
    let written: Profile | undefined;
    const now = await this.#queue.run(async () => {
      const profile = this.all.find(candidate => candidate.id === id);
      if (!profile) throw noProfileProblem(name);
      const change = await decide(profile, async () =>
        keptFor(
          profile,
          parseSecrets(await accessStorage('read client secret', () => this.deps.secrets.get(secretKey(id)))),
        ),
      );
      if (!change) return profile;
      written = { ...(change.profile ?? profile), id };
      await this.#write(written, change);
      return written;
    });
    if (written) await this.#notify(id, written);
    return now;
  }

  async switchTo(profile: Profile): Promise<void> {
    if (this.#activeIds()[0] === profile.id && this.active?.id === profile.id) return;
    await this.#queue.run(() => this.#commit([], profile.id, this.sandbox?.id === profile.id));
    this.#changed.fire();
  }

  /** Removes a profile and its secret, the metadata last, so that a failure can be repaired by doing it again. */
  async remove(profile: Profile): Promise<void> {
    await this.#queue.run(async () => {
      const { secrets } = this.deps;
      await runTransaction(
        await secretWrite('delete client secret', secrets, secretKey(profile.id), undefined),
        this.#entriesWrite(this.#entries().filter(entry => profileEntryId(entry) !== profile.id)),
      );
    });
    await this.#notify(profile.id, undefined);
  }

  /** Rejects like `readWithSecret`. */
  async readClientSecret(profile: Profile): Promise<string> {
    return (await this.readWithSecret(profile)).clientSecret;
  }

  /**
   * The stored profile and its secret. They belong together: a secret is never returned with another origin than it was
   * entered for. Rejects with a `Problem`: `noProfile`, `secretMissing` if the key store has lost it, or `storage`.
   */
  readWithSecret({ id, name }: Profile): Promise<ProfileWithSecret> {
    return this.#queue.run(async () => {
      const text = await accessStorage('read client secret', () => this.deps.secrets.get(secretKey(id)));
      const profile = this.all.find(candidate => candidate.id === id);
      if (!profile) throw noProfileProblem(name);
      const stored = parseSecrets(text);
      const secret = keptFor(profile, stored);
      if (secret)
        return { profile, clientSecret: secret.clientSecret, isOnlyHere: secret.isOnlyHere === true };
      throw new Problem(
        'secretMissing',
        stored.length > 0
          ? t('The client secret of “{0}” was entered for another origin.', profile.name)
          : t('The client secret of “{0}” is not in the key store any more.', profile.name),
        t('Edit the profile and enter the client secret again.'),
      );
    });
  }

  /** Secret first, then metadata: a profile without a secret is worse than a secret without a profile. */
  async #write(profile: Profile, options: SaveOptions): Promise<void> {
    const { id, origin, customerId, clientId } = profile;
    const { clientSecret, makeActive = false } = options;
    const { secrets, globalState } = this.deps;
    const entries = this.#entries();
    const before = this.all.find(candidate => candidate.id === id);
    const { name } = profile;
    if (before?.name !== name && this.all.some(other => other.id !== id && isSameName(other.name, name))) {
      throw new Problem('invalidInput', t('There is a profile “{0}” already.', name));
    }
    const isKnown = entries.some(entry => profileEntryId(entry) === id);
    const changed = entries.map(entry => (profileEntryId(entry) === id ? profile : entry));
    const isSandbox = options.isSandbox ?? this.sandbox?.id === id;
    const { isOnlyHere } = options;
    const secret = clientSecret && {
      ...{ origin, customerId, clientId, clientSecret },
      ...(isOnlyHere === true && { isOnlyHere }),
    };
    const key = secretKey(id);
    const kept =
      secret && before ? await accessStorage('read client secret', () => secrets.get(key)) : undefined;
    const steps = [
      ...(secret
        ? [
            await secretWrite(
              'store client secret',
              secrets,
              key,
              JSON.stringify([secret, ...parseSecrets(kept)]),
            ),
          ]
        : []),
      this.#entriesWrite(isKnown ? changed : [...entries, profile]),
      ...(options.isSandbox === true
        ? [stateWrite('write sandbox profile', globalState, sandboxKey, { id, origin })]
        : []),
    ];
    await this.#commit(steps, makeActive ? id : undefined, isSandbox);
    // If this fails, the previous secret stays until the next change.
    if (secret && kept !== undefined) {
      const only = JSON.stringify([secret]);
      await accessStorage('drop previous client secret', () => secrets.store(key, only)).catch(
        () => undefined,
      );
    }
    if (clientSecret !== undefined || !before || !isSameClient(before, profile)) {
      this.#bumpClientVersion(id);
    }
  }

  #bumpClientVersion(id: string): void {
    this.#clientVersions.set(id, (this.#clientVersions.get(id) ?? 0) + 1);
  }

  async #save(profile: Profile, options: SaveOptions): Promise<Profile> {
    await this.#queue.run(() => this.#write(profile, options));
    await this.#notify(profile.id, profile);
    return profile;
  }

  async #notify(id: string, written: Profile | undefined): Promise<void> {
    this.#sync.recordWrite(id, written);
    this.#changed.fire();
    await this.#sync.notifyOtherWindows(id);
  }

  /** Runs the writes, and makes the profile with `activeId` the active one; the default too, unless it is the sandbox's. */
  async #commit(
    writes: readonly StorageWrite[],
    activeId: string | undefined,
    isSandbox: boolean,
  ): Promise<void> {
    if (activeId === undefined) return runTransaction(...writes);
    const { workspaceState, globalState } = this.deps;
    const knownIds = new Set<unknown>([activeId, ...this.all.map(({ id }) => id)]);
    const ids = [...new Set([activeId, this.active?.id, ...this.#activeIds()])].filter(id =>
      knownIds.has(id),
    );
    await runTransaction(
      ...writes,
      stateWrite('write active profile', workspaceState, activeKey, ids.slice(0, maxActiveIds)),
      ...(isSandbox ? [] : [stateWrite('write last used profile', globalState, lastUsedKey, activeId)]),
    );
  }

  #activeIds(): readonly unknown[] {
    const value = this.deps.workspaceState.get<unknown>(activeKey);
    return Array.isArray(value) ? value : [];
  }

  #entries(): readonly unknown[] {
    return readProfileEntries(this.deps.globalState);
  }

  #entriesWrite(entries: readonly unknown[]): StorageWrite {
    return profileEntriesWrite(this.deps.globalState, entries);
  }
}

/** The secret that belongs to the profile. */
function keptFor(profile: Profile, kept: readonly StoredSecret[]): StoredSecret | undefined {
  return (
    kept.find(candidate => isSameClient(candidate, profile)) ??
    kept.find(candidate => candidate.origin === profile.origin)
  );
}

function noProfileProblem(name: string | undefined): Problem {
  return new Problem(
    'noProfile',
    name === undefined ? t('There is no profile yet.') : t('There is no profile “{0}”.', name),
    name === undefined ? t('Add a profile, or start the sandbox.') : t('Check the name, or add the profile.'),
  );
}
