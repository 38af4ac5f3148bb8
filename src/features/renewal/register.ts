import * as vscode from 'vscode';
import type { Disposable } from '../../core/common/event';
import { isLive } from '../../core/tokens/accessToken';
import { onceFirstDue } from '../../tokens/renewal/schedule';
import { isSharedWithExtensions, isSharedWithTerminals } from '../../ui/settings';
import type { RenewalDeps } from './startRenewal';
import { isRequestFileVisible } from './visibleRequestFiles';

/** Tokens that do not run out while they are used, by the setting `hostedLogin.renew`. */
export function registerRenewal(deps: RenewalDeps): vscode.Disposable {
  const { tokenService, clock } = deps;
  const recordUse = () => {
    const { profile, token } = tokenService.status;
    if (!profile || !token || !isLive(token, clock.now()) || !isShared()) return false;
    tokenService.usage.record(profile, token);
    return true;
  };
  // The first time it is shared in this window: after a reload it is used on as before.
  const first = deps.expiryTimer.onDidChangeTimeLeft(() => {
    if (recordUse()) first.dispose();
  });
  return vscode.Disposable.from(
    renewWhenDue(deps),
    first,
    vscode.window.onDidOpenTerminal(() => {
      if (isSharedWithTerminals()) recordUse();
    }),
    // Whoever comes to a request file may send the requests in it.
    vscode.window.onDidChangeActiveTextEditor(() => {
      if (isRequestFileVisible()) recordUse();
    }),
  );
}

/** Begins where a token in use is due: before that nothing has to be loaded for it. */
function renewWhenDue(deps: RenewalDeps): Disposable {
  let renewing: Disposable | undefined;
  let isDisposed = false;
  const start = async () => {
    const { startRenewal } = await import('./startRenewal');
    if (!isDisposed) renewing = startRenewal(deps);
  };
  const waiting = onceFirstDue({ ...deps, usage: deps.tokenService.usage }, () => {
    start().catch((error: unknown) => {
      deps.warn('Tokens cannot be renewed in this window', error);
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
