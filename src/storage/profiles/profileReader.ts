// Which profiles are stored, and which one is active.
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import { readRecord } from '../../core/json/readRecord';
import { isSameName, originIssue, type Profile } from '../../core/profile/profile';
import type { State } from '../storageAccess';
import { activeKey, lastUsedKey, profileFields, readProfileEntries, sandboxKey } from './profileKeys';

const sandboxFields = { strings: ['id', 'origin'] } as const;

/** Reads the metadata of the profiles, each time as they are stored now. */
export class ProfileReader {
  /** The profiles, and the entries that they were read from. */
  #read: { readonly entries: readonly unknown[]; readonly profiles: readonly Profile[] } | undefined;
  /** The last used profile when this window opened: later changes by other windows do not count. */
  readonly #lastUsed: unknown;

  constructor(
    private readonly globalState: State,
    private readonly workspaceState: State,
  ) {
    this.#lastUsed = globalState.get(lastUsedKey);
  }

  /** As they are stored, also those of another version's format. */
  get entries(): readonly unknown[] {
    return readProfileEntries(this.globalState);
  }

  /** All profiles, sorted by name. Entries of another version's format are skipped, not lost. */
  get all(): readonly Profile[] {
    const { entries } = this;
    // A state gives the same array until it is updated, and most of what is shown asks for the profiles again and again.
    if (this.#read?.entries !== entries) this.#read = { entries, profiles: readProfiles(entries) };
    return this.#read.profiles;
  }

  /** The ids of the active profile of this workspace and the previous ones, the last one first. */
  get activeIds(): readonly unknown[] {
    const value = this.workspaceState.get<unknown>(activeKey);
    return Array.isArray(value) ? (value as readonly unknown[]) : [];
  }

  /** The active profile of this workspace; undefined only without any profile. */
  get active(): Profile | undefined {
    const profiles = this.all;
    for (const id of [...this.activeIds, this.#lastUsed]) {
      const profile = profiles.find(candidate => candidate.id === id);
      if (profile) return profile;
    }
    return profiles[0];
  }

  /** The sandbox's profile. Once its origin is changed it is the user's own. */
  get sandbox(): Profile | undefined {
    const made = readRecord(this.globalState.get(sandboxKey), sandboxFields);
    return made && this.all.find(({ id, origin }) => id === made.id && origin === made.origin);
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

  /** Throws a `Problem` of kind `noProfile`, with the name, if it was removed. */
  find(id: string, name: string): Profile {
    const profile = this.all.find(candidate => candidate.id === id);
    if (!profile) throw noProfileProblem(name);
    return profile;
  }
}

function readProfiles(entries: readonly unknown[]): readonly Profile[] {
  const profiles = entries.flatMap(entry => {
    const profile = readRecord(entry, profileFields);
    return profile && profile.id !== '' && originIssue(profile.origin) === undefined ? [profile] : [];
  });
  // They are stored in this order, but for what an earlier version stored: to sort them each time would load the rules of
  // the language in every window.
  const keys = profiles.map(({ name }) => name.toLowerCase());
  const isSorted = keys.every((key, index) => key >= (keys[index - 1] ?? ''));
  return isSorted ? profiles : profiles.sort((one, other) => one.name.localeCompare(other.name));
}

function noProfileProblem(name: string | undefined): Problem {
  return new Problem(
    'noProfile',
    name === undefined ? t('There is no profile yet.') : t('There is no profile “{0}”.', name),
    name === undefined ? t('Add a profile, or start the sandbox.') : t('Check the name, or add the profile.'),
  );
}
