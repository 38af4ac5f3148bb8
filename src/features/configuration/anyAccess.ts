import type { Configuration } from '../../api/configuration';
import { isProblem, type ProblemKind } from '../../core/problem';
import type { ProfileDesk } from './desk';

/** What says that a profile may not do something, or not any more. */
const noAccess: readonly ProblemKind[] = [
  'invalidClient',
  'secretMissing',
  'nothingGranted',
  'forbidden',
  'noProfile',
];

/** Whether a failure says that there is no access, and not that the service could not be asked. */
export function isNoAccess(error: unknown): boolean {
  return isProblem(error) && noAccess.includes(error.kind);
}

/**
 * Asks with what a profile has; where it may not (it may have lost its access just now), with any access that can be
 * proved from this machine. Rejects as asking does.
 */
export async function withAnyAccess<T>(
  { holdings, guard }: Pick<ProfileDesk, 'holdings' | 'guard'>,
  ask: (configuration: Configuration) => Promise<T>,
): Promise<T> {
  try {
    return await ask(holdings.configuration);
  } catch (error) {
    if (!isNoAccess(error)) throw error;
    return ask(await guard.anyConfiguration());
  }
}
