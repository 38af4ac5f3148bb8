import * as vscode from 'vscode';
import type { Disposable } from '../../core/common/event';
import { isLive } from '../../core/tokens/accessToken';
import { onceFirstDue } from '../../tokens/renewal/schedule';
import { isSharedWithExtensions, isSharedWithTerminals } from '../../ui/settings';
import type { RenewalDeps } from './startRenewal';
import { isRequestFileVisible } from './visibleRequestFiles';

/** Renews tokens that are in use, as the setting `hostedLogin.renew` says. */
export function registerRenewal(deps: RenewalDeps): vscode.Disposable {
  const { tokenService, clock } = deps;
  const recordUse = () => {
    const { profile, token } = tokenService.status;
    if (!profile || !token || !isLive(token, clock.now()) || !isShared()) return false;
    tokenService.usage.record(profile, token);
    return true;
  };
  // Sharing a token counts as its first use in this window, so that it stays in use after a reload.
  const first = deps.expiryTimer.onDidChangeTimeLeft(() => {
    if (recordUse()) first.dispose();
  });
  return vscode.Disposable.from(
    renewWhenDue(deps),
    first,
    vscode.window.onDidOpenTerminal(() => {
      if (isSharedWithTerminals()) recordUse();
    }),
    // The user may send a request of the file.
    vscode.window.onDidChangeActiveTextEditor(() => {
      if (isRequestFileVisible()) recordUse();
    }),
  );
}

/** Loads the renewal when the first token in use is due. */
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
