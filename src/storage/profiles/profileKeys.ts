import type { State } from '../storageAccess';
import { stateWrite, type StorageWrite } from '../transaction';

/** Metadata of all profiles, in globalState. */
const profilesKey = 'hostedLogin.profiles';

export const profileFields = { strings: ['id', 'name', 'origin', 'customerId', 'clientId'] } as const;

/** Written after every change: only SecretStorage tells other windows of its changes. A JSON object; see `ProfileSync`. */
export const changeSignalKey = 'hostedLogin.profilesChanged';

/** The stored profile entries, whichever version of the extension wrote them. */
export function readProfileEntries(globalState: State): readonly unknown[] {
  const value = globalState.get<unknown>(profilesKey);
  return Array.isArray(value) ? value : [];
}

/** In the order of their names: to sort them whenever they are read would load the rules of the language in every window. */
export function profileEntriesWrite(globalState: State, entries: readonly unknown[]): StorageWrite {
  const sorted = [...entries].sort((one, other) => nameOf(one).localeCompare(nameOf(other)));
  return stateWrite('write profiles', globalState, profilesKey, sorted);
}

function nameOf(entry: unknown): string {
  return typeof entry === 'object' && entry !== null && 'name' in entry ? String(entry.name) : '';
}

export function profileEntryId(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null && 'id' in entry ? entry.id : undefined;
}

/** The ids of the profiles that were active in this workspace, the last one first. */
export const activeKey = 'hostedLogin.activeProfiles';
export const lastUsedKey = 'hostedLogin.lastUsedProfile';
/** The id and origin of the sandbox's profile. A JSON object. */
export const sandboxKey = 'hostedLogin.sandboxProfile';

/** The key of a profile's client secret in SecretStorage. */
export const secretKey = (id: string): string => `hostedLogin.clientSecret.${id}`;
