import * as vscode from 'vscode';
import { authenticationProviderId } from '../../ui/ids';
import type { SessionsChange } from './toSession';

/** Answers VS Code on behalf of other extensions. */
export type SessionProvider = Omit<vscode.AuthenticationProvider, 'onDidChangeSessions'>;

/**
 * Registers the authentication provider, which VS Code must know from the start. `load` imports the code that answers.
 * Without a profile (`hasProfiles`) there are no sessions, and nothing is loaded for VS Code's question at startup,
 * which is for its menu.
 */
export function registerAccountsProvider(
  load: () => Promise<{ readonly accounts: SessionProvider }>,
  hasProfiles: () => boolean,
): {
  readonly provider: vscode.Disposable;
  readonly fireDidChangeSessions: (change: SessionsChange) => void;
} {
  const changed = new vscode.EventEmitter<SessionsChange>();
  const answering: vscode.AuthenticationProvider = {
    onDidChangeSessions: changed.event,
    getSessions: async (scopes, options) =>
      hasProfiles() ? (await load()).accounts.getSessions(scopes, options) : [],
    createSession: async (scopes, options) => (await load()).accounts.createSession(scopes, options),
    removeSession: async id => (await load()).accounts.removeSession(id),
  };
  const registered = vscode.authentication.registerAuthenticationProvider(
    authenticationProviderId,
    'Hosted Login',
    answering,
    { supportsMultipleAccounts: true },
  );
  return {
    provider: vscode.Disposable.from(registered, changed),
    fireDidChangeSessions: change => {
      changed.fire(change);
    },
  };
}
