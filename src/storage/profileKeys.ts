import type { State } from './storageAccess';

/** Metadata of all profiles, in globalState. */
export const profilesKey = 'hostedLogin.profiles';

/** Rung behind every change: of all that we keep, SecretStorage alone tells the other windows. A JSON object. */
export const changeSignalKey = 'hostedLogin.profilesChanged';

/** The profiles' entries as they are kept, whoever wrote them. */
export function readProfileEntries(globalState: State): readonly unknown[] {
  const value = globalState.get<unknown>(profilesKey);
  return Array.isArray(value) ? value : [];
}
