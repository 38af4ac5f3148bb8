import * as vscode from 'vscode';
import { authenticationProviderId } from '../../ui/ids';
import type { SessionsChange } from './session';

/** What answers VS Code on behalf of other extensions. */
export type SessionProvider = Omit<vscode.AuthenticationProvider, 'onDidChangeSessions'>;

/**
 * The accounts of VS Code, which has to know from the start that there are some. What answers is brought by `enter`;
 * where it is not wanted yet (`hasProfiles`), there are no sessions: VS Code asks for them at startup, for its menu.
 * `tell` passes on what changed.
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
