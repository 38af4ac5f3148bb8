import * as vscode from 'vscode';
import { isLive } from '../../core/accessToken';
import { tokenVariable } from '../../ui/ids';
import { isSharedWithExtensions, isSharedWithTerminals } from '../../ui/settings';
import type { Countdown } from '../../vault/countdown';
import type { TokenKeeper } from '../../vault/tokenKeeper';
import { giveToTerminals } from './terminals';

/**
 * While a token is live, `HOSTED_LOGIN_TOKEN` carries it where the user shares it and trusts the workspace: in the
 * `process.env` of the extension host, and in new terminals. Taken back on expiry, switch, forget and deactivate.
 */
export function registerSharing(
  keeper: TokenKeeper,
  countdown: Countdown,
  now: () => number,
  terminals: vscode.EnvironmentVariableCollection,
): vscode.Disposable {
  const share = () => {
    const { token, profile } = keeper.status;
    const live =
      token && profile && isLive(token, now()) ? { ...token, profileName: profile.name } : undefined;
    setSharedToken(isSharedWithExtensions() ? live?.value : undefined);
    giveToTerminals(terminals, isSharedWithTerminals() ? live : undefined, now());
  };
  const ticks = countdown.onDidTick(share);
  return new vscode.Disposable(() => {
    ticks.dispose();
    setSharedToken(undefined);
    giveToTerminals(terminals, undefined, now());
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
  else if (process.env[tokenVariable] === shared) takeBack();
  shared = token;
}

function takeBack(): void {
  if (inherited === undefined) Reflect.deleteProperty(process.env, tokenVariable);
  else process.env[tokenVariable] = inherited;
}
