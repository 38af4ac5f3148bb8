import type { AccessToken } from '../../core/accessToken';
import { grantWarning } from '../../core/grantWarning';
import { t } from '../../core/l10n';
import type { Profile } from '../../core/profile';
import { commands } from '../../ui/ids';
import { showWarning, tellBriefly } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import type { ScopeChoice } from './liveOffer';
import { requestAndSwitch, type RequestRooms, useAndSwitch } from './requesting';

/** What a command that leads to a token resolves with: never the token itself. */
export interface TokenResult {
  readonly profile: string;
  readonly requestedScope: string;
  readonly grantedScope: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Requests a token, makes it the active one, and tells a person what it can not do. Rejects as `requestAndSwitch`. */
export async function requestScope(
  rooms: RequestRooms,
  profile: Profile,
  scope: string,
  isCalledByCode: boolean,
): Promise<TokenResult> {
  const title = isCalledByCode ? undefined : t('Requesting an access token for “{0}”…', profile.name);
  const token = await withProgress(title, signal => requestAndSwitch(rooms, profile, scope, signal));
  const warning = isCalledByCode ? undefined : grantWarning(token);
  if (warning !== undefined) {
    void showWarning(warning, { title: t('Choose Another Scope…'), command: commands.requestToken });
  }
  return resultOf(profile, token);
}

/** What a person chose: the live token, or where there is none, or no longer, a new one. */
export async function obtainChosen(
  rooms: RequestRooms,
  profile: Profile,
  { scope, token }: ScopeChoice,
): Promise<TokenResult> {
  const used = token && (await useAndSwitch(rooms, profile, token, scope));
  if (!used) return requestScope(rooms, profile, scope, false);
  tellBriefly(t('The live access token is the active one'));
  return resultOf(profile, used);
}

/** The result of the contract. */
export function resultOf(
  profile: Profile,
  { requestedScope, grantedScope, expiresAt }: AccessToken,
): TokenResult {
  return { profile: profile.name, requestedScope, grantedScope, expiresAt };
}
