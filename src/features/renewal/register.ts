import * as vscode from 'vscode';
import type { Disposable } from '../../core/common/event';
import { isLive } from '../../core/tokens/accessToken';
import { onceFirstDue } from '../../tokens/renewal/schedule';
import { loadDisposable } from '../../ui/loadDisposable';
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
  let shared: string | undefined;
  // Sharing a token counts as its first use in this window, also after a reload or a switch. Renewing it is no further use.
  const shares = deps.expiryTimer.onDidChangeTimeLeft(() => {
    const { token } = tokenService.status;
    const active = token && token.profileId + token.requestedScope;
    if (active !== shared && recordUse()) shared = active;
  });
  return vscode.Disposable.from(
    renewWhenDue(deps),
    shares,
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
  const waiting = onceFirstDue({ ...deps, usage: deps.tokenService.usage }, () => {
    renewing = loadDisposable(
      async () => (await import('./startRenewal')).startRenewal(deps),
      error => {
        deps.warn('Tokens cannot be renewed in this window', error);
      },
    );
  });
  return {
    dispose: () => {
      waiting.dispose();
      renewing?.dispose();
    },
  };
}

const isShared = () => isSharedWithExtensions() || isSharedWithTerminals();
