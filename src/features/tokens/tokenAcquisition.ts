import { t } from '../../core/common/l10n';
import type { Profile } from '../../core/profile/profile';
import type { AccessToken } from '../../core/tokens/accessToken';
import { grantWarning } from '../../core/tokens/grantWarning';
import { commands } from '../../ui/ids';
import { showWarning, showStatusBarMessage } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import type { ScopeChoice } from './liveTokenPicker';
import { requestAndActivate, type TokenActivationDeps, activateToken } from './tokenActivation';

/** What a command that leads to a token resolves with: never the token itself. */
export interface TokenResult {
  readonly profile: string;
  readonly requestedScope: string;
  readonly grantedScope: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Requests a token, makes it the active one, and tells a person what it can not do. Rejects as `requestAndActivate`. */
export async function requestTokenForScope(
  deps: TokenActivationDeps,
  profile: Profile,
  scope: string,
  isCalledByCode: boolean,
): Promise<TokenResult> {
  const title = isCalledByCode ? undefined : t('Requesting an access token for “{0}”…', profile.name);
  const token = await withProgress(title, signal => requestAndActivate(deps, profile, scope, signal));
  const warning = isCalledByCode ? undefined : grantWarning(token);
  if (warning !== undefined) {
    void showWarning(warning, { title: t('Choose Another Scope…'), command: commands.requestToken });
  }
  return toTokenResult(profile, token);
}

/** What a person chose: the live token, or where there is none, or no longer, a new one. */
export async function acquireChosenToken(
  deps: TokenActivationDeps,
  profile: Profile,
  { scope, token }: ScopeChoice,
): Promise<TokenResult> {
  const used = token && (await activateToken(deps, profile, token, scope));
  if (!used) return requestTokenForScope(deps, profile, scope, false);
  showStatusBarMessage(t('The live access token is the active one'));
  return toTokenResult(profile, used);
}

/** The result of the contract. */
export function toTokenResult(
  profile: Profile,
  { requestedScope, grantedScope, expiresAt }: AccessToken,
): TokenResult {
  return { profile: profile.name, requestedScope, grantedScope, expiresAt };
}
