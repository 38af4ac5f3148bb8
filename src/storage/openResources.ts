import type { State } from './storageAccess';

/** Where it is kept what the open documents of the configuration began with. */
export const openResourcesKey = 'hostedLogin.openResources';

/** Whether documents of the configuration were open when this window closed. */
export function hasOpenResources(workspaceState: Pick<State, 'get'>): boolean {
  const entries = workspaceState.get<unknown>(openResourcesKey);
  return Array.isArray(entries) && entries.length > 0;
}
