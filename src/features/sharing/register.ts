import * as vscode from 'vscode';
import { isLive } from '../../core/tokens/accessToken';
import type { ExpiryTimer } from '../../tokens/expiryTimer';
import type { TokenService } from '../../tokens/tokenService';
import { hurlTokenVariable, tokenVariable } from '../../ui/ids';
import { isSharedWithExtensions, isSharedWithTerminals } from '../../ui/settings';
import { shareWithTerminals } from './terminals';

/**
 * Sets `HOSTED_LOGIN_TOKEN` while a token is live, if the user shares it and trusts the workspace: in `process.env` of the
 * extension host, and in new terminals. Removes it on expiry, switch, forget and deactivate.
 */
export function registerSharing(
  tokenService: TokenService,
  expiryTimer: ExpiryTimer,
  now: () => number,
  terminals: vscode.EnvironmentVariableCollection,
): vscode.Disposable {
  const variable = new SharedVariable();
  const share = () => {
    const { token, profile } = tokenService.status;
    const live =
      token && profile && isLive(token, now()) ? { ...token, profileName: profile.name } : undefined;
    variable.set(isSharedWithExtensions() ? live?.value : undefined);
    shareWithTerminals(terminals, isSharedWithTerminals() ? live : undefined, now());
  };
  const ticks = expiryTimer.onDidChangeTimeLeft(share);
  return new vscode.Disposable(() => {
    ticks.dispose();
    variable.set(undefined);
    shareWithTerminals(terminals, undefined, now());
  });
}

/** The variable in the `process.env` of the extension host. */
class SharedVariable {
  #shared = takeFromTerminal();
  /** The user's own value. It is restored when ours is removed. */
  #inherited: string | undefined;

  /** Writes only changes, and removes only what we set. */
  set(token: string | undefined): void {
    if (token === this.#shared) return;
    if (this.#shared === undefined) this.#inherited = process.env[tokenVariable];
    if (token !== undefined) process.env[tokenVariable] = token;
    else if (process.env[tokenVariable] === this.#shared) this.#restore();
    this.#shared = token;
  }

  #restore(): void {
    if (this.#inherited === undefined) Reflect.deleteProperty(process.env, tokenVariable);
    else process.env[tokenVariable] = this.#inherited;
  }
}

/**
 * The token of the terminal in which the window was opened, if it was: terminals have it in two variables. It counts as shared
 * by us, and not as the user's own.
 */
function takeFromTerminal(): string | undefined {
  const token = process.env[tokenVariable];
  if (token !== process.env[hurlTokenVariable]) return undefined;
  Reflect.deleteProperty(process.env, hurlTokenVariable);
  return token;
}
