import * as vscode from 'vscode';
import { isLive } from '../../core/accessToken';
import type { Disposable } from '../../core/emitter';
import { isSharedWithExtensions, isSharedWithTerminals } from '../../ui/settings';
import { whenFirstDue } from '../../vault/renewalDue';
import type { RenewalRooms } from './renewing';
import { isRequestFileInSight } from './requestFiles';

/** Tokens that do not run out while they are used, by the setting `hostedLogin.renew`. */
export function registerRenewal(rooms: RenewalRooms): vscode.Disposable {
  const { keeper, clock } = rooms;
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
    renewWhenDue(rooms),
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

/** Begins where a token in use is due: before that nothing has to be loaded for it. */
function renewWhenDue(rooms: RenewalRooms): Disposable {
  let renewing: Disposable | undefined;
  let isDisposed = false;
  const start = async () => {
    const { startRenewing } = await import('./renewing');
    if (!isDisposed) renewing = startRenewing(rooms);
  };
  const waiting = whenFirstDue({ ...rooms, uses: rooms.keeper.uses }, () => {
    start().catch((error: unknown) => {
      rooms.warn('Tokens can not be renewed in this window', error);
    });
  });
  return {
    dispose: () => {
      isDisposed = true;
      waiting.dispose();
      renewing?.dispose();
    },
  };
}

const isShared = () => isSharedWithExtensions() || isSharedWithTerminals();
