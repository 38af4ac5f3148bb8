// Writes and removes a profile with its secret.
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import { isSameName, type Profile } from '../../core/profile/profile';
import { accessStorage, type Secrets, type State } from '../storageAccess';
import { runTransaction, secretWrite, stateWrite, type StorageWrite } from '../transaction';
import {
  activeKey,
  lastUsedKey,
  profileEntriesWrite,
  profileEntryId,
  readProfileEntries,
  sandboxKey,
  secretKey,
} from './profileKeys';
import { parseSecrets } from './storedSecrets';

const maxActiveIds = 10;

/** The current profiles, and where they are stored. */
export interface StoredProfiles {
  readonly globalState: State;
  readonly workspaceState: State;
  readonly secrets: Secrets;
  readonly all: readonly Profile[];
  readonly active: Profile | undefined;
  readonly activeIds: readonly unknown[];
  readonly sandbox: Profile | undefined;
  /** Names this run of VS Code; empty if that is unknown. */
  readonly runId: string;
}

export interface SaveOptions {
  readonly clientSecret?: string | undefined;
  readonly makeActive?: boolean;
  readonly isSandbox?: boolean;
  /** The secret was created on this machine: nobody else has it. */
  readonly isOnlyHere?: boolean;
}

/**
 * Writes a profile and its secret. Secret first, then metadata: a profile without a secret is worse than a secret without
 * a profile. Rejects with a `Problem`, also of kind `invalidInput` if another profile has the name.
 */
export async function writeProfile(
  stored: StoredProfiles,
  profile: Profile,
  options: SaveOptions,
): Promise<void> {
  const { id, name, origin, customerId, clientId } = profile;
  const { clientSecret, isOnlyHere, makeActive: isActive = false } = options;
  const { secrets, globalState, all, runId } = stored;
  const entries = readProfileEntries(globalState);
  const before = all.find(candidate => candidate.id === id);
  if (before?.name !== name && all.some(other => other.id !== id && isSameName(other.name, name))) {
    throw new Problem('invalidInput', t('There is already a profile “{0}”.', name));
  }
  const isKnown = entries.some(entry => profileEntryId(entry) === id);
  const changed = entries.map(entry => (profileEntryId(entry) === id ? profile : entry));
  const isSandbox = options.isSandbox ?? stored.sandbox?.id === id;
  const secret = clientSecret && {
    ...{ origin, customerId, clientId, clientSecret },
    ...(isOnlyHere === true && { isOnlyHere, storedIn: runId }),
  };
  const key = secretKey(id);
  const kept =
    secret && before ? await accessStorage('read client secret', () => secrets.get(key)) : undefined;
  const value = JSON.stringify([secret, ...parseSecrets(kept)]);
  const steps = [
    ...(secret ? [await secretWrite('store client secret', secrets, key, value)] : []),
    profileEntriesWrite(globalState, isKnown ? changed : [...entries, profile]),
    ...(options.isSandbox === true
      ? [stateWrite('write sandbox profile', globalState, sandboxKey, { id, origin })]
      : []),
  ];
  await (isActive ? makeActive(stored, id, isSandbox, ...steps) : runTransaction(...steps));
  // If this fails, the previous secret stays until the next change.
  if (secret && kept !== undefined) await dropPreviousSecrets(secrets, key, value).catch(() => undefined);
}

/** Keeps only the newest secret. Another window may have stored a later one meanwhile: that stays. */
async function dropPreviousSecrets(secrets: Secrets, key: string, written: string): Promise<void> {
  if ((await secrets.get(key)) !== written) return;
  await secrets.store(key, JSON.stringify(parseSecrets(written).slice(0, 1)));
}

/** Runs writes, and makes a profile the active one; also the default of new workspaces, unless it is the sandbox's. */
export async function makeActive(
  { workspaceState, globalState, all, active, activeIds }: StoredProfiles,
  id: string,
  isSandbox: boolean,
  ...writes: readonly StorageWrite[]
): Promise<void> {
  const knownIds = new Set<unknown>([id, ...all.map(profile => profile.id)]);
  const ids = [...new Set([id, active?.id, ...activeIds])].filter(each => knownIds.has(each));
  await runTransaction(
    ...writes,
    stateWrite('write active profile', workspaceState, activeKey, ids.slice(0, maxActiveIds)),
    ...(isSandbox ? [] : [stateWrite('write last used profile', globalState, lastUsedKey, id)]),
  );
}

/** Removes a profile and its secret, the metadata last. */
export async function removeStored({ secrets, globalState }: StoredProfiles, id: string): Promise<void> {
  const entries = readProfileEntries(globalState).filter(entry => profileEntryId(entry) !== id);
  await runTransaction(
    await secretWrite('delete client secret', secrets, secretKey(id), undefined),
    profileEntriesWrite(globalState, entries),
  );
}
