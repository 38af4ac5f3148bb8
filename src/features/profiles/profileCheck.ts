import type { Send } from '../../api/http';
import { checkService } from '../../api/token/discovery';
import { requestAccessToken } from '../../api/token/tokenEndpoint';
import { t } from '../../core/common/l10n';
import { isProblem, type Problem } from '../../core/common/problem';
import type { ProfileValues } from '../../core/profile/profile';
import type { Field } from './profileValues';

/** The result of a check: success, the stage that failed with its problem, or `unchecked` if the user cancelled. */
type CheckResult =
  | { readonly failed: undefined }
  | { readonly failed: 'service' | 'credentials'; readonly problem: Problem }
  | { readonly failed: 'unchecked' };

/**
 * Checks a profile against its service: first host and customer ID, without credentials; then the credentials, by
 * requesting a token that can only read its own client and is not stored. If the user cancels, the result is
 * `unchecked`.
 */
export async function checkProfile(
  send: Send,
  values: ProfileValues,
  clientSecret: string,
  signal: AbortSignal,
): Promise<CheckResult> {
  let stage: 'service' | 'credentials' = 'service';
  try {
    await checkService(send, values, signal);
    stage = 'credentials';
    const client = { clientId: values.clientId, clientSecret };
    await requestAccessToken(send, values, client, `.:config/clients/${values.clientId}`, signal);
    return { failed: undefined };
  } catch (error) {
    if (!isProblem(error)) throw error;
    if (error.kind === 'cancelled') return { failed: 'unchecked' };
    // The service rejects a scope only after it has accepted the client.
    if (error.kind === 'nothingGranted') return { failed: undefined };
    return { failed: stage, problem: error };
  }
}

/** The field to correct after a failed check; undefined if the check does not show it. */
export function fieldToCorrect(result: CheckResult): Field | undefined {
  if (result.failed === 'credentials') {
    return result.problem.kind === 'invalidClient' ? 'clientSecret' : undefined;
  }
  if (result.failed !== 'service') return undefined;
  return result.problem.kind === 'unknownCustomer' ? 'customerId' : 'origin';
}

/** The failure for the user: which stage failed (`message`), why, and what to do (`detail`). */
export function describeFailure(result: CheckResult & { failed: string }): {
  readonly message: string;
  readonly detail: string;
} {
  const notSaved = t('The profile is not saved yet.');
  if (result.failed === 'unchecked') return { message: t('The values were not checked.'), detail: notSaved };
  const { message, nextStep, kind } = result.problem;
  // The next step of the problem is to edit the profile, which does not exist yet.
  const next =
    kind === 'invalidClient' ? t('Check the client ID and enter the client secret again.') : nextStep;
  const why = `${message} ${next}`.trim();
  return result.failed === 'service'
    ? {
        message: t('Host and customer ID could not be confirmed.'),
        detail: `${why}\n\n${t('The credentials were not tried.')} ${notSaved}`,
      }
    : {
        message: t('Host and customer ID are right, but the credentials could not be confirmed.'),
        detail: `${why}\n\n${notSaved}`,
      };
}
