import * as vscode from 'vscode';
import { t } from '../../core/l10n';
import { problemFrom, readableError } from '../../ui/failure';
import type { Log } from '../../ui/log';
import type { Countdown } from '../../vault/countdown';
import type { Accounts } from './provider';
import type { SessionsChange } from './session';
import { type SessionRooms, Sessions } from './sessions';
import type { SigningInRooms } from './signingIn';

interface Rooms extends Pick<SessionRooms, 'profiles' | 'keeper' | 'now'> {
  readonly countdown: Countdown;
  readonly log: Log;
}

/**
 * The accounts of VS Code: a profile is an account, its live tokens are the sessions. VS Code asks for them at startup,
 * and the user before another extension gets one. `tell` passes on what changed.
 */
export function registerAccounts(
  rooms: Rooms,
  tell: (change: SessionsChange) => void,
): { readonly accounts: Accounts; readonly watching: vscode.Disposable } {
  const { profiles, keeper, countdown, log } = rooms;
  const isTrusted = () => vscode.workspace.isTrusted;
  const sessions = new Sessions({ ...rooms, isTrusted });
  const ports: SigningInRooms = {
    ...rooms,
    isTrusted,
    withProgress: async ({ name }, run) =>
      (await import('../../ui/progress')).withProgress(t('Requesting an access token for “{0}”…', name), run),
    warnUser: message =>
      void import('../../ui/notifications').then(({ showWarning }) => showWarning(message)),
  };

  /** Does what VS Code asks for on behalf of another extension, which gets an error that people can read. */
  const answer = async <T>(what: string, run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      const problem = problemFrom(log, `account: ${what}`, error);
      throw problem.kind === 'cancelled' ? new vscode.CancellationError() : readableError(problem);
    }
  };

  const notice = (look: Promise<unknown>) => {
    look.catch((error: unknown) => {
      log.warn('What is live could not be told to the accounts', error);
    });
  };
  const lookNow = () => {
    notice(sessions.look());
  };

  return {
    accounts: {
      getSessions: (scopes, { account }) => answer('get sessions', () => sessions.find(scopes, account?.id)),
      createSession: (scopes, { account }) =>
        answer('create session', async () =>
          (await import('./signingIn')).createSession(ports, scopes, account?.id),
        ),
      removeSession: id =>
        answer('remove session', async () => (await import('./signingIn')).removeSession(ports, id)),
    },
    watching: vscode.Disposable.from(
      sessions.onDidChange(tell),
      keeper.onDidChangeTokens(lookNow),
      profiles.onDidChange(lookNow),
      countdown.onDidTick(() => {
        notice(sessions.lookAgain());
      }),
    ),
  };
}
