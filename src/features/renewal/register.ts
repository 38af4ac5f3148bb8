import * as vscode from 'vscode';
import { type AccessToken, isLive } from '../../core/accessToken';
import { grantWarning } from '../../core/grantWarning';
import { t } from '../../core/l10n';
import { isProblem } from '../../core/problem';
import type { Profile } from '../../core/profile';
import { dialectOf } from '../../ui/httpFiles';
import { commands } from '../../ui/ids';
import { showProblem, showWarning } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import { isSharedWithExtensions, isSharedWithTerminals, renewMode } from '../../ui/settings';
import type { Clock, Countdown } from '../../vault/countdown';
import type { ProfileStore } from '../../vault/profileStore';
import { Renewal } from '../../vault/renewal';
import type { RenewalClaim } from '../../vault/renewalClaim';
import type { TokenKeeper } from '../../vault/tokenKeeper';

interface Rooms {
  readonly profiles: ProfileStore;
  readonly keeper: TokenKeeper;
  readonly countdown: Countdown;
  readonly claim: RenewalClaim;
  readonly clock: Clock;
  readonly warn: (message: string, error: unknown) => void;
}

/** Tokens that do not run out while they are used, by the setting `hostedLogin.renew`. */
export function registerRenewal(rooms: Rooms): vscode.Disposable {
  const { keeper, clock } = rooms;
  const renewal = new Renewal({
    ...rooms,
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
  const noteUse = () => {
    const { profile, token } = keeper.status;
    if (!profile || !token || !isLive(token, clock.now()) || !isShared()) return false;
    keeper.uses.note(profile, token);
    return true;
  };
  // The first time it is shared in this window: after a reload it is used on as before.
  const first = rooms.countdown.onDidTick(() => {
    if (noteUse()) first.dispose();
  });
  return vscode.Disposable.from(
    renewal,
    first,
    vscode.window.onDidOpenTerminal(() => {
      if (isSharedWithTerminals()) noteUse();
    }),
    // Whoever comes to a request file may send the requests in it.
    vscode.window.onDidChangeActiveTextEditor(() => {
      if (isRequestFileInSight()) noteUse();
    }),
  );
}

const isShared = () => isSharedWithExtensions() || isSharedWithTerminals();

function isRequestFileInSight(): boolean {
  return vscode.window.visibleTextEditors.some(({ document }) => dialectOf(document) === 'http');
}

const chooseAnother = () => ({ title: t('Choose Another Scope…'), command: commands.requestToken });

/** One message; the button renews that very token, whatever is the active one by then. */
async function offer({ keeper, clock }: Rooms, profile: Profile, token: AccessToken): Promise<void> {
  const renew = t('Renew');
  const text = offerText(profile.name, token.expiresAt - clock.now());
  if ((await vscode.window.showInformationMessage(text, renew)) !== renew) return;
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
