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
  const sharedToken = () => {
    const { token } = tokenService.status;
    return token && isLive(token, clock.now()) && isShared() ? token : undefined;
  };
  const recordUse = () => {
    const token = sharedToken();
    const { profile } = tokenService.status;
    if (token && profile) tokenService.usage.record(profile, token);
  };
  let shared: string | undefined;
  // To begin to share a token is a use of it: after a reload, a switch, or a change of the settings. To renew it is none.
  const shares = deps.expiryTimer.onDidChangeTimeLeft(() => {
    const token = sharedToken();
    const now = token && token.profileId + token.requestedScope;
    if (now !== shared) recordUse();
    shared = now;
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
        deps.warn('This window cannot renew tokens', error);
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
