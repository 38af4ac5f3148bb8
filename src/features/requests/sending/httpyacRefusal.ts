import { t } from '../../../core/common/l10n';
import { quote } from '../../../core/requests/requestDoubts';
import type { SentTokens } from './tokensToSend';

/**
 * Tells that httpYac got no token for a request: to which host, without a user name and password, on one line and not at
 * any length, and why.
 * @param redact takes out secrets and tokens of ours
 */
export function refusalMessage(
  { host, reason }: NonNullable<SentTokens['refusal']>,
  redact: (text: string) => string,
): string {
  const to = host === undefined ? t('an unknown host') : quote(redact(host));
  return reason === undefined
    ? t('httpYac sends a request to {0} without an access token: no profile has this host.', to)
    : t('httpYac sends a request to {0} without an access token: {1}.', to, redact(reason));
}
