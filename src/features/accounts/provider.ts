import * as vscode from 'vscode';
import { authenticationProviderId } from '../../ui/ids';
import type { SessionsChange } from './session';

/** What answers VS Code on behalf of other extensions. */
export type Accounts = Omit<vscode.AuthenticationProvider, 'onDidChangeSessions'>;

/**
 * The accounts of VS Code, which has to know from the start that there are some. What answers is brought by `enter`;
 * where it is not wanted yet (`isWanted`), there are no sessions: VS Code asks for them at startup, for its menu.
 * `tell` passes on what changed.
 */
export function registerAccountsProvider(
  enter: () => Promise<{ readonly accounts: Accounts }>,
  isWanted: () => boolean,
): { readonly provider: vscode.Disposable; readonly tell: (change: SessionsChange) => void } {
  const changed = new vscode.EventEmitter<SessionsChange>();
  const answering: vscode.AuthenticationProvider = {
    onDidChangeSessions: changed.event,
    getSessions: async (scopes, options) =>
      isWanted() ? (await enter()).accounts.getSessions(scopes, options) : [],
    createSession: async (scopes, options) => (await enter()).accounts.createSession(scopes, options),
    removeSession: async id => (await enter()).accounts.removeSession(id),
  };
  const registered = vscode.authentication.registerAuthenticationProvider(
    authenticationProviderId,
    'Hosted Login',
    answering,
    { supportsMultipleAccounts: true },
  );
  return {
    provider: vscode.Disposable.from(registered, changed),
    tell: change => {
      changed.fire(change);
    },
  };
}
