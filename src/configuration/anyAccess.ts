import type { ConfigurationClient } from '../api/configuration/configurationClient';
import { isProblem, type ProblemKind } from '../core/common/problem';

/** How a profile asks the service, and what finds access where it may not. */
interface AnyAccessDeps {
  readonly resourceCache: { readonly api: ConfigurationClient };
  readonly guard: { readonly anyApi: () => Promise<ConfigurationClient> };
}

/** What says that a profile may not do something, or not any more. */
const accessDeniedKinds: readonly ProblemKind[] = [
  'invalidClient',
  'secretMissing',
  'nothingGranted',
  'forbidden',
  'noProfile',
];

/** Whether a failure says that there is no access, and not that the service could not be asked. */
export function isAccessDenied(error: unknown): boolean {
  return isProblem(error) && accessDeniedKinds.includes(error.kind);
}

/**
 * Asks with what a profile has; where it may not (it may have lost its access just now), with any access that can be
 * proved from this machine. Rejects as asking does.
 */
export async function withAnyAccess<T>(
  { resourceCache, guard }: AnyAccessDeps,
  ask: (api: ConfigurationClient) => Promise<T>,
): Promise<T> {
  try {
    return await ask(resourceCache.api);
  } catch (error) {
    if (!isAccessDenied(error)) throw error;
    return ask(await guard.anyApi());
  }
}
