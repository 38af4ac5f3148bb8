import { t } from '../../../core/common/l10n';
import { shortenTarget } from '../../../core/requests/doubtReasons';
import type { SentTokens } from './httpyacTokens';

/**
 * Reports that httpYac got no token for a request: to which host and why. The host is without user name and password,
 * on one line, and of limited length.
 * @param redact masks our secrets and tokens
 */
export function refusalMessage(
  { host, reason }: NonNullable<SentTokens['refusal']>,
  redact: (text: string) => string,
): string {
  const to = host === undefined ? t('an unknown host') : shortenTarget(redact(host));
  return reason === undefined
    ? t('httpYac sends a request to {0} without an access token: no profile has this host.', to)
    : t('httpYac sends a request to {0} without an access token: {1}.', to, redact(reason));
}
