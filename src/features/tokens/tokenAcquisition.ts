import { t } from '../../core/common/l10n';
import type { Profile } from '../../core/profile/profile';
import type { AccessToken } from '../../core/tokens/accessToken';
import { showStatusBarMessage } from '../../ui/notifications';
import { warnOfGrant } from '../../ui/warnOfGrant';
import type { ScopeChoice } from './liveTokens';
import { acquireAndSwitch, type TokenActivationDeps } from './tokenActivation';

/** The result of commands that acquire a token (contract). Never the token itself. */
export interface TokenResult {
  readonly profile: string;
  readonly requestedScope: string;
  readonly grantedScope: string;
  /** In ms since 1970. */
  readonly expiresAt: number;
}

/** Makes a token and its profile active, and shows the user the result. Rejects as `acquireAndSwitch`. */
export async function acquireToken(
  deps: TokenActivationDeps,
  profile: Profile,
  { scope, reuse = false }: ScopeChoice,
  interactive: boolean,
): Promise<TokenResult> {
  const usable = reuse ? await deps.tokenService.findUsable(profile, scope, false) : undefined;
  // Whoever chooses a scope gets the token with the least access that covers it.
  const token = await acquireAndSwitch(deps, { profile, scope, reuse, prefersActive: false, interactive });
  if (token.value === usable?.value) showStatusBarMessage(t('The live access token is now active'));
  else if (interactive) warnOfGrant(token);
  return toTokenResult(profile, token);
}

export function toTokenResult(
  profile: Profile,
  { requestedScope, grantedScope, expiresAt }: AccessToken,
): TokenResult {
  return { profile: profile.name, requestedScope, grantedScope, expiresAt };
}
