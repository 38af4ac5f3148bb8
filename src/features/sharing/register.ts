import * as vscode from 'vscode';
import { isLive } from '../../core/tokens/accessToken';
import type { ExpiryTimer } from '../../tokens/expiryTimer';
import type { TokenService } from '../../tokens/tokenService';
import { tokenVariable } from '../../ui/ids';
import { isSharedWithExtensions, isSharedWithTerminals } from '../../ui/settings';
import { shareWithTerminals } from './terminals';

/**
 * While a token is live, `HOSTED_LOGIN_TOKEN` carries it where the user shares it and trusts the workspace: in the
 * `process.env` of the extension host, and in new terminals. Taken back on expiry, switch, forget and deactivate.
 */
export function registerSharing(
  tokenService: TokenService,
  expiryTimer: ExpiryTimer,
  now: () => number,
  terminals: vscode.EnvironmentVariableCollection,
): vscode.Disposable {
  const share = () => {
    const { token, profile } = tokenService.status;
    const live =
      token && profile && isLive(token, now()) ? { ...token, profileName: profile.name } : undefined;
    setSharedToken(isSharedWithExtensions() ? live?.value : undefined);
    shareWithTerminals(terminals, isSharedWithTerminals() ? live : undefined, now());
  };
  const ticks = expiryTimer.onDidChangeTimeLeft(share);
  return new vscode.Disposable(() => {
    ticks.dispose();
    setSharedToken(undefined);
    shareWithTerminals(terminals, undefined, now());
  });
}

let shared: string | undefined;
/** What the variable held before we set it: the user's own, which comes back when ours goes. */
let inherited: string | undefined;

/** Writes only what changes, and takes back only what we set. */
function setSharedToken(token: string | undefined): void {
  if (token === shared) return;
  if (shared === undefined) inherited = process.env[tokenVariable];
  if (token !== undefined) process.env[tokenVariable] = token;
  else if (process.env[tokenVariable] === shared) restoreVariable();
  shared = token;
}

function restoreVariable(): void {
  if (inherited === undefined) Reflect.deleteProperty(process.env, tokenVariable);
  else process.env[tokenVariable] = inherited;
}
