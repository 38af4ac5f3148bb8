import { t } from '../../core/common/l10n';
import type { Profile } from '../../core/profile/profile';
import type { AccessToken } from '../../core/tokens/accessToken';
import { grantWarning } from '../../core/tokens/grantWarning';
import { commands } from '../../ui/ids';
import { showWarning, showStatusBarMessage } from '../../ui/notifications';
import { withTokenProgress } from '../../ui/progress';
import type { ScopeChoice } from './liveTokens';
import { requestAndActivate, type TokenActivationDeps, activateToken } from './tokenActivation';

/** The result of commands that acquire a token (contract). Never the token itself. */
export interface TokenResult {
  readonly profile: string;
  readonly requestedScope: string;
  readonly grantedScope: string;
  /** In ms since 1970. */
  readonly expiresAt: number;
}

/**
 * Makes a token with this scope the active one: the chosen live token, or a new one if it is gone. Warns the user if
 * less was granted. Rejects as `requestAndActivate`.
 */
export async function acquireToken(
  deps: TokenActivationDeps,
  profile: Profile,
  { scope, token }: ScopeChoice,
  isInteractive: boolean,
): Promise<TokenResult> {
  const live = token && (await activateToken(deps, profile, token, scope));
  if (live) {
    showStatusBarMessage(t('The live access token is now active'));
    return toTokenResult(profile, live);
  }
  const requested = await withTokenProgress(profile.name, isInteractive, signal =>
    requestAndActivate(deps, profile, scope, signal),
  );
  const warning = isInteractive ? grantWarning(requested) : undefined;
  if (warning !== undefined) {
    void showWarning(warning, { title: t('Choose Another Scope…'), command: commands.requestToken });
  }
  return toTokenResult(profile, requested);
}

export function toTokenResult(
  profile: Profile,
  { requestedScope, grantedScope, expiresAt }: AccessToken,
): TokenResult {
  return { profile: profile.name, requestedScope, grantedScope, expiresAt };
}
