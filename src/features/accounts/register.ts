import * as vscode from 'vscode';
import type { ExpiryTimer } from '../../tokens/expiryTimer';
import type { Log } from '../../ui/log';
import { toProblem, toReadableError } from '../../ui/toProblem';
import type { SessionProvider } from './provider';
import type { SignInDeps } from './sessionOperations';
import { type SessionsDeps, Sessions } from './sessions';
import type { SessionsChange } from './toSession';

interface AccountsDeps extends Pick<SessionsDeps, 'profiles' | 'tokenService' | 'now'> {
  readonly expiryTimer: ExpiryTimer;
  readonly log: Log;
}

/**
 * The accounts of VS Code: a profile is an account, its live tokens are the sessions. VS Code asks for them at startup.
 * It asks the user before another extension gets one.
 */
export function registerAccounts(
  deps: AccountsDeps,
  onDidChangeSessions: (change: SessionsChange) => void,
): { readonly accounts: SessionProvider; readonly watching: vscode.Disposable } {
  const { profiles, tokenService, expiryTimer, log } = deps;
  const isTrusted = () => vscode.workspace.isTrusted;
  const sessions = new Sessions({ ...deps, isTrusted });
  const signInDeps: SignInDeps = {
    ...deps,
    isTrusted,
    warnOfGrant: token =>
      void import('../../ui/warnOfGrant').then(loaded => {
        loaded.warnOfGrant(token);
      }),
  };

  /** Runs an operation for another extension. Its errors have a message that people can read. */
  const runForExtension = async <T>(what: string, run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      const problem = toProblem(log, `account: ${what}`, error);
      throw problem.kind === 'cancelled' ? new vscode.CancellationError() : toReadableError(problem);
    }
  };

  const reportFailure = (update: Promise<unknown>) => {
    update.catch((error: unknown) => {
      log.warn('The accounts could not be updated', error);
    });
  };
  const update = () => {
    reportFailure(sessions.update());
  };

  return {
    accounts: {
      getSessions: (scopes, { account }) =>
        runForExtension('get sessions', () => sessions.find(scopes, account?.id)),
      createSession: (scopes, { account }) =>
        runForExtension('create session', async () =>
          (await import('./sessionOperations')).createSession(signInDeps, scopes, account?.id),
        ),
      removeSession: id =>
        runForExtension('remove session', async () =>
          (await import('./sessionOperations')).removeSession(signInDeps, id),
        ),
    },
    watching: vscode.Disposable.from(
      sessions.onDidChange(onDidChangeSessions),
      tokenService.onDidChangeTokens(update),
      profiles.onDidChange(update),
      expiryTimer.onDidChangeTimeLeft(() => {
        reportFailure(sessions.updateIfDue());
      }),
    ),
  };
}
