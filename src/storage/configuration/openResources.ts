// The key of the base versions of open documents (`documents/baseVersions.ts`). Apart, because `extension.ts` loads it.
import type { State } from '../storageAccess';

/** The base versions of the open configuration documents, in workspaceState. */
export const openResourcesKey = 'hostedLogin.openResources';

/** Whether configuration documents were open when this window closed. */
export function hasOpenResources(workspaceState: Pick<State, 'get'>): boolean {
  const entries = workspaceState.get<unknown>(openResourcesKey);
  return Array.isArray(entries) && entries.length > 0;
}
