// The profiles and their client secrets.
import { Queue } from '../../core/common/async/queue';
import type { Clock } from '../../core/common/clock';
import { type Disposable, Emitter } from '../../core/common/event';
import { isSameClient } from '../../core/profile/client';
import type { Profile, ProfileValues } from '../../core/profile/profile';
import type { Secrets, State } from '../storageAccess';
import { changeSignalKey, profileEntryId } from './profileKeys';
import { ProfileReader } from './profileReader';
import type { ProfileSync } from './profileSync';
import type { SaveOptions, StoredProfiles } from './profileWrites';
import { hasSecret, readSecrets, secretFor, secretMissingProblem, type StoredSecret } from './storedSecrets';

interface ProfileStoreDeps {
  /** Holds the metadata of all profiles, the last used one and the sandbox's. */
  readonly globalState: State;
  /** Holds the active profile of this workspace, and the previous ones. */
  readonly workspaceState: State;
  readonly secrets: Secrets;
  readonly newId: () => string;
  /** Unique. */
  readonly windowId: string;
  /** Names this run of VS Code; empty if that is unknown. */
  readonly runId: string;
  readonly after: Clock['after'];
  /** Called with every client secret that is read, so that the log can mask it. */
  readonly mask: (secret: string) => void;
}

export interface ProfileWithSecret {
  readonly profile: Profile;
  readonly clientSecret: string;
  /** Created on this machine and never copied: nobody else has it. */
  readonly isOnlyHere: boolean;
  /** Whether it may have been stored since VS Code started, so that it is unknown whether the secret storage keeps it. */
  readonly isNew: boolean;
}

interface ProfileChange extends SaveOptions {
  /** The new profile; unchanged if left out. */
  readonly profile?: Profile;
}

/**
 * The profiles: metadata in globalState, each client secret in SecretStorage. Each workspace has its active profile. If
 * that is removed, the previous one follows; the default is the profile that was used last in any workspace. A method
 * that writes rejects with a `Problem` and changes nothing: `storage`, or `invalidInput` if another profile has taken
 * the name.
 */
export class ProfileStore extends ProfileReader {
  readonly #changed = new Emitter<void>();
  readonly #queue = new Queue();
  /** By profile id; see `clientVersion`. */
  readonly #clientVersions = new Map<string, number>();

  /** Loaded at the first change. */
  #sync: ProfileSync | undefined;
  readonly #subscription: Disposable;
  #isDisposed = false;

  /** A profile was added, changed or removed, here or in another window, or another one is active. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly deps: ProfileStoreDeps) {
    super(deps.globalState, deps.workspaceState);
    this.#subscription = deps.secrets.onDidChange(({ key }) => {
      if (key === changeSignalKey) void this.handleChangeSignal();
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#subscription.dispose();
    this.#sync?.dispose();
  }

  /** See `ProfileSync`. */
  async handleChangeSignal(): Promise<void> {
    await (await this.#loadSync())?.handleChangeSignal();
  }

  /**
   * Restores profiles that a window added recently and another one overwrote before this window opened. Never rejects. Loads
   * nothing if there are none.
   */
  async restoreRecent(): Promise<void> {
    const signal = (await Promise.resolve(this.deps.secrets.get(changeSignalKey)).catch(() => '')) ?? '';
    const stored = new Set(this.entries.map(profileEntryId));
    const recent = signal.slice(signal.indexOf('"recent"'));
    if ([...recent.matchAll(/"id":"([^"]+)"/g)].some(([, id]) => !stored.has(id)))
      await (await this.#loadSync())?.restoreRecent();
  }

  /** Undefined if this object was disposed of, or an update of the extension replaced the file. */
  async #loadSync(): Promise<ProfileSync | undefined> {
    try {
      const { ProfileSync } = await import('./profileSync');
      if (this.#isDisposed) return undefined;
      return (this.#sync ??= new ProfileSync({
        ...this.deps,
        queue: this.#queue,
        hasSecret: id => hasSecret(this.deps.secrets, id),
        onDidChange: () => {
          this.#changed.fire();
        },
        onOtherWindowChanged: id => {
          this.#bumpClientVersion(id);
        },
      }));
    } catch {
      return undefined;
    }
  }

  /**
   * Whether a profile was removed, so that its data may be deleted: its secret is gone too. False if the secret storage
   * cannot be read.
   */
  async isRemoved({ id }: Pick<Profile, 'id'>): Promise<boolean> {
    if (this.entries.some(entry => profileEntryId(entry) === id)) return false;
    return !(await hasSecret(this.deps.secrets, id).catch(() => true));
  }

  /** Increases when the client or the secret of a profile changes: what began before is then out of date. */
  clientVersion({ id }: Profile): number {
    return this.#clientVersions.get(id) ?? 0;
  }

  /** Adds a profile and makes it the active one. */
  add(values: ProfileValues, clientSecret: string): Promise<Profile> {
    return this.#save(() => ({ ...values, id: this.deps.newId() }), { clientSecret, makeActive: true });
  }

  /**
   * Adds a profile; the active one stays.
   * @param freeName the name instead, from those that are taken when it is added
   */
  addInactive(
    values: ProfileValues,
    clientSecret: string,
    isOnlyHere = false,
    freeName: (taken: readonly string[]) => string = () => values.name,
  ): Promise<Profile> {
    const name = () => freeName(this.all.map(profile => profile.name));
    return this.#save(() => ({ ...values, name: name(), id: this.deps.newId() }), {
      clientSecret,
      isOnlyHere,
    });
  }

  /**
   * Saves the sandbox's profile, replaces the one of an earlier sandbox, and makes it the active one in this workspace;
   * never the default of others.
   */
  saveSandbox(values: ProfileValues, clientSecret: string): Promise<Profile> {
    return this.#save(() => ({ ...values, id: this.sandbox?.id ?? this.deps.newId() }), {
      clientSecret,
      makeActive: true,
      isSandbox: true,
    });
  }

  /**
   * Changes a profile and its secret depending on what is stored: this window writes nothing else in between. If
   * `decide` returns undefined nothing changes; it may call `readStored`. Rejects with what `decide` throws, with
   * `noProfile` if the profile was removed, and with what writing rejects with.
   */
  async change(
    { id, name }: Pick<Profile, 'id' | 'name'>,
    decide: (now: Profile) => ProfileChange | undefined | Promise<ProfileChange | undefined>,
  ): Promise<Profile> {
    let written: Profile | undefined;
    const now = await this.#queue.run(async () => {
      const profile = this.find(id, name);
      const change = await decide(profile);
      if (!change) return profile;
      written = { ...(change.profile ?? profile), id };
      await this.#write(written, change);
      return written;
    });
    if (written) await this.#notify(id, written);
    return now;
  }

  /** Rejects with `noProfile` if the profile was removed. */
  async switchTo({ id, name }: Profile): Promise<void> {
    if (this.activeIds[0] === id && this.active?.id === id) return;
    await this.#queue.run(async () => {
      const { makeActive } = await import('./profileWrites');
      await makeActive(this.#stored, this.find(id, name).id, this.sandbox?.id === id);
    });
    this.#changed.fire();
  }

  /**
   * Removes a profile and its secret, the metadata last, so that a failure can be repaired by doing it again. Nothing
   * happens if `decide` resolves with false: it gets the stored profile, this window writes nothing else in between, and
   * it may call `readStored`. It is not called if the profile is gone.
   */
  async remove({ id }: Profile, decide?: (now: Profile) => boolean | Promise<boolean>): Promise<void> {
    const isRemoved = await this.#queue.run(async () => {
      const now = this.all.find(profile => profile.id === id);
      if (now && decide && !(await decide(now))) return false;
      await (await import('./profileWrites')).removeStored(this.#stored, id);
      await this.#recordWrite(id, undefined);
      return true;
    });
    if (isRemoved) await this.#notify(id, undefined);
  }

  /** The secret that is stored for a profile, if any. Rejects with a `storage` problem. */
  async readStored(profile: Profile): Promise<StoredSecret | undefined> {
    return secretFor(profile, await readSecrets(this.deps.secrets, profile));
  }

  /** Rejects like `readWithSecret`. */
  async readClientSecret(profile: Profile): Promise<string> {
    return (await this.readWithSecret(profile)).clientSecret;
  }

  /**
   * The stored profile and its secret. They belong together: a secret is never returned with another origin than it was
   * entered for. Rejects with a `Problem`: `noProfile`, `secretMissing` if the secret storage has lost it, or `storage`.
   */
  readWithSecret({ id, name }: Profile): Promise<ProfileWithSecret> {
    const { runId } = this.deps;
    return this.#queue.run(async () => {
      const stored = await readSecrets(this.deps.secrets, { id });
      const profile = this.find(id, name);
      const secret = secretFor(profile, stored);
      if (!secret) throw secretMissingProblem(profile, stored);
      const { clientSecret, isOnlyHere = false, storedIn } = secret;
      this.deps.mask(clientSecret);
      // Only two runs that are known, and differ, prove that VS Code was restarted.
      const isNew = isOnlyHere && (!storedIn || !runId || storedIn === runId);
      return { profile, clientSecret, isOnlyHere, isNew };
    });
  }

  /** In the queue. */
  async #write(profile: Profile, options: SaveOptions): Promise<void> {
    const { writeProfile } = await import('./profileWrites');
    const before = this.all.find(({ id }) => id === profile.id);
    await writeProfile(this.#stored, profile, options);
    if (options.clientSecret !== undefined || !before || !isSameClient(before, profile))
      this.#bumpClientVersion(profile.id);
    await this.#recordWrite(profile.id, profile);
  }

  /** In the queue: a write that is not recorded yet would look like one that another window lost. */
  async #recordWrite(id: string, written: Profile | undefined): Promise<void> {
    (await this.#loadSync())?.recordWrite(id, written);
  }

  get #stored(): StoredProfiles {
    const { all, active, sandbox, activeIds } = this;
    return { ...this.deps, all, active, sandbox, activeIds };
  }

  #bumpClientVersion(id: string): void {
    this.#clientVersions.set(id, (this.#clientVersions.get(id) ?? 0) + 1);
  }

  async #save(create: () => Profile, options: SaveOptions): Promise<Profile> {
    const profile = await this.#queue.run(async () => {
      const created = create();
      await this.#write(created, options);
      return created;
    });
    await this.#notify(profile.id, profile);
    return profile;
  }

  async #notify(id: string, written: Profile | undefined): Promise<void> {
    this.#changed.fire();
    await (await this.#loadSync())?.notifyOtherWindows(id, written);
  }
}
