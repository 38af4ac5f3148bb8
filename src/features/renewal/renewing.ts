import * as vscode from 'vscode';
import type { AccessToken } from '../../core/accessToken';
import type { Disposable } from '../../core/emitter';
import { grantWarning } from '../../core/grantWarning';
import { t } from '../../core/l10n';
import { isProblem } from '../../core/problem';
import type { Profile } from '../../core/profile';
import { commands } from '../../ui/ids';
import { ask, showProblem, showWarning } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import { isSharedWithExtensions, renewMode } from '../../ui/settings';
import type { Clock, Countdown } from '../../vault/countdown';
import type { ProfileStore } from '../../vault/profileStore';
import { Renewal } from '../../vault/renewal';
import { RenewalClaim } from '../../vault/renewalClaim';
import type { TokenKeeper } from '../../vault/tokenKeeper';
import { isRequestFileInSight } from './requestFiles';

/** What renewing stands on. */
export interface RenewalRooms {
  readonly profiles: ProfileStore;
  readonly keeper: TokenKeeper;
  readonly countdown: Countdown;
  readonly secrets: vscode.SecretStorage;
  /** This window's own id. */
  readonly window: string;
  readonly clock: Clock;
  readonly warn: (message: string, error: unknown) => void;
}

/** Renews the tokens that are used in this window, or offers it, until it is disposed. */
export function startRenewing(rooms: RenewalRooms): Disposable {
  const { secrets, window, clock } = rooms;
  return new Renewal({
    ...rooms,
    claim: new RenewalClaim(secrets, window, clock),
    random: Math.random,
    mode: renewMode,
    isInFront: () => vscode.window.state.focused,
    isAtHand: () =>
      // Not a window that was left alone with such a file in sight.
      vscode.window.state.focused &&
      vscode.window.state.active &&
      isSharedWithExtensions() &&
      isRequestFileInSight(),
    offer: (profile, token) => {
      offer(rooms, profile, token).catch((error: unknown) => {
        rooms.warn('The offered renewal failed', error);
      });
    },
    tellGrant: token => {
      const warning = grantWarning(token);
      if (warning !== undefined) void showWarning(warning, chooseAnother());
    },
    tell: problem => void showProblem(problem),
  });
}

const chooseAnother = () => ({ title: t('Choose Another Scope…'), command: commands.requestToken });

/** One message; the button renews that very token, whatever is the active one by then. */
async function offer({ keeper, clock }: RenewalRooms, profile: Profile, token: AccessToken): Promise<void> {
  const renew = t('Renew');
  const text = offerText(profile.name, token.expiresAt - clock.now());
  if ((await ask(text, [renew])) !== renew) return;
  const title = t('Requesting an access token for “{0}”…', profile.name);
  try {
    const renewed = await withProgress(title, signal => keeper.obtain(profile, token.requestedScope, signal));
    keeper.uses.note(profile, renewed);
  } catch (error) {
    if (!isProblem(error)) throw error;
    if (error.kind !== 'cancelled') await showProblem(error);
  }
}

function offerText(name: string, milliseconds: number): string {
  const minutes = Math.ceil(milliseconds / 60_000);
  if (milliseconds <= 0) return t('The access token of “{0}” has ended.', name);
  return minutes === 1
    ? t('The access token of “{0}” ends within a minute.', name)
    : t('The access token of “{0}” ends in {1} minutes.', name, minutes);
}
