import * as vscode from 'vscode';
import { isLive } from '../../core/accessToken';
import { t } from '../../core/l10n';
import { dialectOf } from '../../ui/httpFiles';
import { commands } from '../../ui/ids';
import { showInformation, showProblem } from '../../ui/notifications';
import { isSharedWithExtensions, renewMode } from '../../ui/settings';
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
    isAtHand: () => vscode.window.state.focused && isSharedWithExtensions() && isRequestFileInSight(),
    offer: ({ name }, { expiresAt }) => {
      void showInformation(offerText(name, expiresAt - clock.now()), {
        title: t('Renew'),
        command: commands.renewToken,
      });
    },
    tell: problem => void showProblem(problem),
  });
  const noteUse = () => {
    const { profile, token } = keeper.status;
    if (!profile || !token || !isLive(token, clock.now()) || !isSharedWithExtensions()) return false;
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
    // Whoever comes to a request file, or leaves it, may send the requests in it.
    vscode.window.onDidChangeActiveTextEditor(() => {
      if (isRequestFileInSight()) noteUse();
    }),
  );
}

function isRequestFileInSight(): boolean {
  return vscode.window.visibleTextEditors.some(({ document }) => dialectOf(document) === 'http');
}

function offerText(name: string, milliseconds: number): string {
  const minutes = Math.ceil(milliseconds / 60_000);
  if (milliseconds <= 0) return t('The access token of “{0}” has ended.', name);
  return minutes === 1
    ? t('The access token of “{0}” ends within a minute.', name)
    : t('The access token of “{0}” ends in {1} minutes.', name, minutes);
}
