// Sends a request with the access of a profile, or with any other that this machine has.
import type { ConfigurationApi } from '../api/configuration/configurationApi';
import { isProblem, type ProblemKind } from '../core/common/problem';

interface AnyAccessDeps {
  readonly resourceCache: { readonly api: ConfigurationApi };
  readonly guard: { readonly anyApi: () => Promise<ConfigurationApi> };
}

/** The kinds of problems that mean that a profile has no access, or lost it. */
const accessDeniedKinds: readonly ProblemKind[] = [
  'invalidClient',
  'secretMissing',
  'nothingGranted',
  'forbidden',
  'noProfile',
  'profileChanged',
];

/** Whether an error means that there is no access, rather than that the service could not be reached. */
export function isAccessDenied(error: unknown): boolean {
  return isProblem(error) && accessDeniedKinds.includes(error.kind);
}

/** Whether the service did not answer in time: asking again, or with another profile, takes as long once more. */
export function isTimeout(error: unknown): boolean {
  return isProblem(error) && error.kind === 'timeout';
}

/**
 * Sends a request with the access of a profile. If that is denied (a write may have just removed it), sends it with any
 * access that can be proved from this machine. Rejects as `ask` does.
 */
export async function withAnyAccess<T>(
  { resourceCache, guard }: AnyAccessDeps,
  ask: (api: ConfigurationApi) => Promise<T>,
): Promise<T> {
  try {
    return await ask(resourceCache.api);
  } catch (error) {
    if (!isAccessDenied(error)) throw error;
    return ask(await guard.anyApi());
  }
}
