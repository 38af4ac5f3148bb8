// Connects the renewal of tokens with VS Code: use, files in view, questions.
import * as vscode from 'vscode';
import type { Clock } from '../../core/common/clock';
import type { Disposable } from '../../core/common/event';
import { t } from '../../core/common/l10n';
import { isProblem, type Problem } from '../../core/common/problem';
import type { Profile } from '../../core/profile/profile';
import type { AccessToken } from '../../core/tokens/accessToken';
import type { ProfileStore } from '../../storage/profiles/profileStore';
import type { ExpiryTimer } from '../../tokens/expiryTimer';
import { AutoRenewal } from '../../tokens/renewal/autoRenewal';
import { RenewalLock } from '../../tokens/renewal/lock';
import type { TokenService } from '../../tokens/tokenService';
import { askQuestion, showProblem } from '../../ui/notifications';
import { isSharedWithExtensions, renewMode } from '../../ui/settings';
import { warnOfGrant } from '../../ui/warnOfGrant';
import { isRequestFileVisible } from './visibleRequestFiles';

export interface RenewalDeps {
  readonly profiles: ProfileStore;
  readonly tokenService: TokenService;
  readonly expiryTimer: ExpiryTimer;
  readonly secrets: vscode.SecretStorage;
  /** Identifies this window. */
  readonly windowId: string;
  readonly clock: Clock;
  readonly warn: (message: string, error: unknown) => void;
  /** Logs an error and converts it to a `Problem` without secrets and tokens. */
  readonly problemOf: (what: string, error: unknown) => Problem;
}

/** Renews the tokens that are used in this window, or offers it, until it is disposed. */
export function startRenewal(deps: RenewalDeps): Disposable {
  const { secrets, windowId, clock } = deps;
  return new AutoRenewal({
    ...deps,
    lock: new RenewalLock(secrets, windowId, clock),
    random: Math.random,
    mode: renewMode,
    isWindowFocused: () => vscode.window.state.focused,
    isUserActive: () =>
      // The user may have left a window in which a request file is visible.
      vscode.window.state.focused &&
      vscode.window.state.active &&
      isSharedWithExtensions() &&
      isRequestFileVisible(),
    offer: (profile, token) => {
      offerRenewal(deps, profile, token).catch((error: unknown) => {
        deps.warn('The offered renewal failed', error);
      });
    },
    reportReducedGrant: warnOfGrant,
    reportProblem: problem => void showProblem(deps.problemOf('The automatic renewal', problem)),
  });
}

/** Asks once. The button renews this token, even if another one is active by then. */
async function offerRenewal(
  { tokenService, clock, problemOf }: RenewalDeps,
  profile: Profile,
  token: AccessToken,
): Promise<void> {
  const renew = t('Renew');
  const text = offerText(profile.name, token.expiresAt - clock.now());
  if ((await askQuestion(text, [renew])) !== renew) return;
  try {
    const renewed = await tokenService.acquire({
      profile,
      scope: token.requestedScope,
      interactive: true,
    });
    tokenService.usage.record(profile, renewed);
  } catch (error) {
    if (!isProblem(error)) throw error;
    if (error.kind !== 'cancelled') await showProblem(problemOf('The offered renewal', error));
  }
}

function offerText(name: string, milliseconds: number): string {
  const minutes = Math.ceil(milliseconds / 60_000);
  if (milliseconds <= 0) return t('The access token of “{0}” has expired.', name);
  return minutes === 1
    ? t('The access token of “{0}” expires within a minute.', name)
    : t('The access token of “{0}” expires in {1} minutes.', name, minutes);
}
