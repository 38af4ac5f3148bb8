import * as vscode from 'vscode';
import { t } from '../../core/l10n';
import { problemFrom, readableError } from '../../ui/failure';
import type { Log } from '../../ui/log';
import { showWarning } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import type { Countdown } from '../../vault/countdown';
import type { Accounts } from './provider';
import type { SessionsChange } from './session';
import type { SessionRooms, Sessions } from './sessions';

interface Rooms extends Pick<SessionRooms, 'profiles' | 'keeper' | 'now'> {
  readonly countdown: Countdown;
  readonly log: Log;
}

/**
 * The accounts of VS Code: a profile is an account, its live tokens are the sessions. VS Code asks the user before
 * another extension gets one. `tell` passes on what changed.
 */
export function registerAccounts(
  rooms: Rooms,
  tell: (change: SessionsChange) => void,
): { readonly accounts: Accounts; readonly watching: vscode.Disposable } {
  const { profiles, keeper, countdown, log } = rooms;
  let loaded: Sessions | undefined;

  const load = async (): Promise<Sessions> => {
    const late = await import('./sessions');
    if (loaded) return loaded;
    loaded = new late.Sessions({
      ...rooms,
      isTrusted: () => vscode.workspace.isTrusted,
      withProgress: ({ name }, run) => withProgress(t('Requesting an access token for “{0}”…', name), run),
      warnUser: message => void showWarning(message),
    });
    loaded.onDidChange(tell);
    return loaded;
  };

  /** Does what VS Code asks for on behalf of another extension, which gets an error that people can read. */
  const answer = async <T>(what: string, run: (sessions: Sessions) => Promise<T>): Promise<T> => {
    try {
      return await run(await load());
    } catch (error) {
      const problem = problemFrom(log, `account: ${what}`, error);
      throw problem.kind === 'cancelled' ? new vscode.CancellationError() : readableError(problem);
    }
  };

  const notice = (look: () => Promise<unknown>) => {
    look().catch((error: unknown) => {
      log.warn('What is live could not be told to the accounts', error);
    });
  };
  const lookNow = () => {
    notice(async () => (await load()).look());
  };

  const accounts: Accounts = {
    getSessions: (scopes, { account }) =>
      profiles.active
        ? answer('get sessions', sessions => sessions.find(scopes, account?.id))
        : Promise.resolve([]),
    createSession: (scopes, { account }) =>
      answer('create session', sessions => sessions.create(scopes, account?.id)),
    removeSession: id => answer('remove session', sessions => sessions.remove(id)),
  };
  const watching = vscode.Disposable.from(
    keeper.onDidChangeTokens(lookNow),
    profiles.onDidChange(lookNow),
    countdown.onDidTick(() => {
      if (loaded) notice(() => loaded?.lookAgain() ?? Promise.resolve());
    }),
  );
  return { accounts, watching };
}
