import * as vscode from 'vscode';
import type { CommandRegistry } from '../../ui/commands';
import { commands } from '../../ui/ids';
import { whenOpened } from '../../ui/whenOpened';
import { isGuarded } from './documents';
import type { GuardRooms, LeakGuard } from './guard';
import type { RevocationRooms } from './revoking';

/**
 * Points out tokens and client secrets that stand in files, and takes tokens out of REST Client's history. While there
 * is no profile nothing is listened to but the profiles, and nothing is loaded before there is a document to look at.
 */
export function registerLeakGuard(
  registry: CommandRegistry,
  ports: GuardRooms & RevocationRooms,
): vscode.Disposable {
  const { profiles, keeper } = ports;
  let guard: vscode.Disposable | undefined;
  const rest = () => {
    guard?.dispose();
    guard = undefined;
  };
  const look = () => {
    if (profiles.all.length === 0) rest();
    else guard ??= whenOpened(isGuarded, () => startGuard(ports));
  };
  // Told when the tokens of before are there; from then on their changes tell.
  const first = keeper.onDidChange(() => {
    first.dispose();
    look();
  });
  return vscode.Disposable.from(
    first,
    profiles.onDidChange(look),
    new vscode.Disposable(rest),
    registry.registerInternal(commands.fixLeak, async fix => (await import('./fixing')).fixLeak(ports, fix)),
    registry.register(commands.cleanRestClientHistory, async () =>
      (await import('./cleaning')).cleanRestClientHistory(ports),
    ),
  );
}

/** What is loaded now, and made unless nobody wants it any more by then. */
function startGuard(rooms: GuardRooms): vscode.Disposable {
  let made: LeakGuard | undefined;
  let isOver = false;
  import('./guard').then(
    late => {
      if (!isOver) made = new late.LeakGuard(rooms);
    },
    (error: unknown) => {
      rooms.warn('The leak guard could not be loaded', error);
    },
  );
  return new vscode.Disposable(() => {
    isOver = true;
    made?.dispose();
  });
}
