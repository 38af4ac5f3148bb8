import * as vscode from 'vscode';
import { isLive } from '../../core/accessToken';
import { tokenVariable } from '../../ui/ids';
import { isSharedWithExtensions } from '../../ui/settings';
import type { Countdown } from '../../vault/countdown';
import type { TokenKeeper } from '../../vault/tokenKeeper';

/**
 * While a token is live, `process.env.HOSTED_LOGIN_TOKEN` of the extension host carries it, where the user shares it
 * and trusts the workspace. Taken back on expiry, switch, forget and deactivate.
 */
export function registerSharing(
  keeper: TokenKeeper,
  countdown: Countdown,
  now: () => number,
  _environment: vscode.EnvironmentVariableCollection,
): vscode.Disposable {
  const share = () => {
    const { token } = keeper.status;
    const live = token && isLive(token, now()) ? token : undefined;
    const isShared = vscode.workspace.isTrusted && isSharedWithExtensions();
    setSharedToken(isShared ? live?.value : undefined);
  };
  const ticks = countdown.onDidTick(share);
  return new vscode.Disposable(() => {
    ticks.dispose();
    setSharedToken(undefined);
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
