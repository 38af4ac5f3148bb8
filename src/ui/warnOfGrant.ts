import { t } from '../core/common/l10n';
import type { AccessToken } from '../core/tokens/accessToken';
import { grantWarning } from '../core/tokens/grantWarning';
import { commands } from './ids';
import { showWarning } from './notifications';

/** Warns the user if a token was granted less than requested, and offers another scope. */
export function warnOfGrant(token: AccessToken): void {
  const warning = grantWarning(token);
  if (warning === undefined) return;
  void showWarning(warning, { title: t('Choose Another Scope…'), command: commands.requestToken });
}
